import { randomName } from './chance.mjs';

/** @import { QosSample } from './types.mjs' */

/** @param {Map<string, any>} report */
function selectedPair(report) {
  const entries = [...report.values()];
  const transport = entries.find(entry => entry.type === 'transport' && entry.selectedCandidatePairId);
  return transport ? report.get(transport.selectedCandidatePairId)
    : entries.find(entry => entry.type === 'candidate-pair' && entry.nominated && entry.state === 'succeeded');
}

/** @param {any} candidate */
const describeCandidate = candidate => candidate && {
  candidate_type: candidate.candidateType, protocol: candidate.protocol, address: candidate.address ?? null, port: candidate.port ?? null,
  relay_protocol: candidate.relayProtocol ?? null,
};

/** The candidate pair that media takes, for the session's participant. @param {RTCPeerConnection} connection */
export async function describePair(connection) {
  const report = await read(connection);
  const pair = selectedPair(report);
  return pair && { local: describeCandidate(report.get(pair.localCandidateId)), remote: describeCandidate(report.get(pair.remoteCandidateId)) };
}

/** @param {RTCPeerConnection} connection @returns {Promise<Map<string, any>>} */
const read = async connection => /** @type {Map<string, any>} */ (/** @type {unknown} */ (await connection.getStats()));

/**
 * Two readings of `getStats()` to the samples of the time between. What was not measured is not made up: without one of the three required
 * metrics there is no sample.
 * @param {Map<string, any>} before
 * @param {Map<string, any>} after
 * @returns {QosSample[]}
 */
export function measure(before, after) {
  const pair = selectedPair(after);
  /** @param {any} entry @param {string} member @returns {number | null} What began within the window began at zero. */
  const delta = (entry, member) => entry?.[member] === undefined ? null : entry[member] - (before.get(entry.id)?.[member] ?? 0);
  /** @param {number | null} amount @param {number | null} of */
  const ratio = (amount, of) => amount === null || of === null || of <= 0 ? null : amount / of;
  /** @param {number | null | undefined} value @param {number} factor */
  const scale = (value, factor) => value === null || value === undefined ? null : value * factor;
  const rtt = scale(ratio(delta(pair, 'totalRoundTripTime'), delta(pair, 'responsesReceived')), 1000);

  /** @type {QosSample[]} */
  const samples = [];
  for (const stream of after.values()) {
    const isInbound = stream.type === 'inbound-rtp';
    const report = isInbound ? stream : stream.type === 'outbound-rtp' ? after.get(stream.remoteId) : undefined;
    const isNew = report && (isInbound ? (delta(stream, 'packetsReceived') ?? 0) > 0 : report.timestamp !== before.get(report.id)?.timestamp);
    if (!isNew) {
      continue;
    }

    const lost = Math.max(0, delta(report, 'packetsLost') ?? 0);
    const expected = isInbound
      ? (delta(stream, 'packetsReceived') ?? 0) - (delta(stream, 'retransmittedPacketsReceived') ?? 0) + lost
      : (delta(stream, 'packetsSent') ?? 0) - (delta(stream, 'retransmittedPacketsSent') ?? 0);
    const seconds = (stream.timestamp - (before.get(stream.id)?.timestamp ?? NaN)) / 1000;
    /** @param {number | null} amount */
    const rate = amount => Number.isNaN(seconds) ? null : ratio(amount, seconds);
    const isVideo = stream.kind === 'video';
    const sample = {
      rtt_ms: rtt,
      packet_loss_pct: scale(ratio(Math.min(lost, expected), expected), 100),
      jitter_ms: scale(report.jitter, 1000),
      kind: stream.kind,
      direction: isInbound ? 'inbound' : 'outbound',
      bitrate_kbps: scale(rate(delta(stream, isInbound ? 'bytesReceived' : 'bytesSent')), 8 / 1000),
      frames_per_second: isVideo ? rate(delta(stream, isInbound ? 'framesDecoded' : 'framesSent')) : null,
      freeze_count: isVideo ? delta(stream, 'freezeCount') : null,
      audio_level: stream.audioLevel,
      frame_width: stream.frameWidth,
      frame_height: stream.frameHeight,
      candidate_type: after.get(pair?.localCandidateId)?.candidateType,
    };
    if (sample.rtt_ms !== null && sample.packet_loss_pct !== null && sample.jitter_ms !== null) {
      samples.push(/** @type {QosSample} */ (Object.fromEntries(Object.entries(sample).filter(([, value]) => value !== null && value !== undefined))));
    }
  }

  return samples;
}

/** Measures a peer connection every few seconds. */
export class QualitySampler {
  #connection;
  #onSample;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  /** @type {Map<string, any>} */
  #last = new Map();

  /**
   * @param {RTCPeerConnection} connection
   * @param {(sample: QosSample) => void} onSample
   */
  constructor(connection, onSample) {
    this.#connection = connection;
    this.#onSample = onSample;
  }

  /** @param {number} interval */
  start(interval) {
    if (interval > 0) {
      this.#timer ??= setInterval(() => this.#sample(), interval);
    }
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #sample() {
    const report = await read(this.#connection);
    if (this.#timer === undefined) {
      return;
    }

    const recorded = new Date().toISOString();
    for (const sample of measure(this.#last, report)) {
      this.#onSample({ ...sample, id: randomName(), recorded_at: recorded });
    }

    this.#last = report;
  }
}
