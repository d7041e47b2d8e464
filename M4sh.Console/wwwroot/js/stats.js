// Reads getStats() into what the console shows: of what a peer receives, over a window. Missing is null, never 0.

const sampleEvery = 1000;
const samplesAWindow = 5;

export class StatsSampler {
  #connection;
  #onSample;
  #onWindow;
  #timer;
  #last;
  #windowStart;
  #count = 0;

  constructor(connection, onSample, onWindow) {
    this.#connection = connection;
    this.#onSample = onSample;
    this.#onWindow = onWindow;
  }

  async start() {
    this.#last = this.#windowStart = read(await this.#connection.getStats());
    if (this.#connection.connectionState !== 'closed') {
      this.#timer ??= setInterval(() => this.#sample(), sampleEvery);
    }
  }

  dispose() {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #sample() {
    const now = read(await this.#connection.getStats());
    if (this.#timer === undefined) {
      return;
    }

    this.#onSample(measure(this.#last, now));
    this.#last = now;
    if (++this.#count % samplesAWindow === 0) {
      this.#onWindow(measure(this.#windowStart, now));
      this.#windowStart = now;
    }
  }
}

/** The candidate pair that media takes, for the API's timeline. */
export function selectedPair(report) {
  const pair = pairOf(report);
  return pair === undefined ? null : { local: describe(report.get(pair.localCandidateId)), remote: describe(report.get(pair.remoteCandidateId)) };
}

/** Every pair that ICE tries or tried, for people. */
export function allPairs(report) {
  const selected = pairOf(report)?.id;
  return [...report.values()].filter(entry => entry.type === 'candidate-pair').map(pair => ({
    id: pair.id,
    state: pair.state,
    isNominated: pair.nominated ?? false,
    isSelected: pair.id === selected,
    local: words(report.get(pair.localCandidateId)),
    remote: words(report.get(pair.remoteCandidateId)),
    rttMs: pair.responsesReceived > 0 ? pair.totalRoundTripTime / pair.responsesReceived * 1000 : null,
    bytesSent: pair.bytesSent ?? 0,
    bytesReceived: pair.bytesReceived ?? 0,
  }));
}

function words(candidate) {
  if (candidate === undefined) {
    return '?';
  }

  // Between relay and peer it is always UDP: what matters is how the relay is reached.
  const way = candidate.relayProtocol ? `over ${candidate.relayProtocol}` : candidate.protocol;
  return `${candidate.candidateType} ${way} ${candidate.address ?? 'hidden'}:${candidate.port ?? '?'}`;
}

function pairOf(report) {
  const transport = [...report.values()].find(entry => entry.type === 'transport' && entry.selectedCandidatePairId);
  return transport && report.get(transport.selectedCandidatePairId);
}

function describe(candidate) {
  return candidate === undefined ? null : {
    candidate_type: candidate.candidateType,
    protocol: candidate.protocol,
    address: candidate.address ?? null,
    port: candidate.port ?? null,
    relay_protocol: candidate.relayProtocol ?? null,
  };
}

function read(report) {
  const pair = pairOf(report);
  const inbound = [...report.values()].filter(entry => entry.type === 'inbound-rtp');
  const pairs = new Map([...report.values()].filter(entry => entry.type === 'candidate-pair').map(entry => [entry.id, entry]));
  return { at: inbound[0]?.timestamp ?? pair?.timestamp ?? performance.now(), pair, pairs, local: report.get(pair?.localCandidateId), inbound };
}

/** Exported for tests: two readings to one measurement. */
export function measure(from, to) {
  // A stream that began within the window began at zero.
  const streams = to.inbound.map(now => ({ now, before: from.inbound.find(entry => entry.id === now.id) ?? {} }));
  const sum = (member, of = streams) =>
    of.length === 0 ? null : of.reduce((total, { now, before }) => total + (now[member] ?? 0) - (before[member] ?? 0), 0);

  const video = streams.filter(stream => stream.now.kind === 'video');
  const live = streams.filter(stream => stream.now.packetsReceived > (stream.before.packetsReceived ?? 0));
  const jitter = (live.find(stream => stream.now.kind === 'audio') ?? live[0])?.now.jitter;
  const seconds = (to.at - from.at) / 1000;
  const rate = amount => (amount === null || seconds <= 0 ? null : amount / seconds);

  // The pair may have been selected only within the window: what it had measured before counts all the same.
  const pairBefore = from.pairs.get(to.pair?.id);
  const responses = (to.pair?.responsesReceived ?? 0) - (pairBefore?.responsesReceived ?? 0);
  const lost = Math.max(0, sum('packetsLost') ?? 0);
  const expected = (sum('packetsReceived') ?? 0) - (sum('retransmittedPacketsReceived') ?? 0) + lost;

  return {
    rttMs: responses > 0 ? (to.pair.totalRoundTripTime - (pairBefore?.totalRoundTripTime ?? 0)) / responses * 1000 : null,
    packetsLost: streams.length === 0 ? null : lost,
    packetsExpected: streams.length === 0 ? null : expected,
    packetLossPct: expected > 0 ? lost / expected * 100 : null,
    jitterMs: jitter === undefined ? null : jitter * 1000,
    bitrateKbps: scale(rate(sum('bytesReceived')), 8 / 1000),
    framesPerSecond: rate(sum('framesDecoded', video)),
    freezeCount: sum('freezeCount', video),
    audioLevel: streams.find(stream => stream.now.kind === 'audio')?.now.audioLevel ?? null,
    frameWidth: video[0]?.now.frameWidth ?? null,
    frameHeight: video[0]?.now.frameHeight ?? null,
    candidateType: to.local?.candidateType ?? null,
  };
}

function scale(value, factor) {
  return value === null ? null : value * factor;
}
