/**
 * @typedef {'unknown' | 'open' | 'cone' | 'symmetric' | 'relay_only' | 'blocked'} NatType
 * @typedef {{ type: string | null, address: string | null, port: number | null, relatedAddress: string | null, relatedPort: number | null }} NatCandidate
 *
 * @typedef {object} Gathering What a throwaway connection found.
 * @property {NatCandidate[]} candidates Those over UDP.
 * @property {boolean} isComplete It came to its end in time.
 * @property {boolean} hasFailed A server did not answer, or refused.
 */

const gatherLimit = 4_000;
const hidden = '0.0.0.0'; // what browsers give as related address where they keep a host's address to themselves

/** @param {Gathering} gathering @param {string} type */
const ofType = (gathering, type) => gathering.candidates.filter(candidate => candidate.type === type);

/** @param {NatCandidate} candidate */
const isSeenAsItIs = ({ address, port, relatedAddress, relatedPort }) => address === relatedAddress && port === relatedPort;

/** A mapped address that is the host's own is no candidate of its own (RFC 8445 §5.1.3): then all is quiet. @param {Gathering} gathering */
const isQuiet = gathering => gathering.isComplete && !gathering.hasFailed && ofType(gathering, 'host').length > 0 && ofType(gathering, 'srflx').length === 0;

/** Its server saw where it came from. @param {Gathering} gathering */
export const isAnswered = gathering => ofType(gathering, 'srflx').length > 0 || isQuiet(gathering);

/**
 * The NAT, by what one STUN server, another, and both of them together saw (RFC 5780 §4.3 with candidates): one base that two servers see at two addresses
 * is mapped anew for every destination.
 * @param {Gathering} first
 * @param {Gathering} second
 * @param {Gathering} both
 * @param {boolean} hasRelay A TURN server gave a relayed address.
 * @returns {NatType}
 */
export function natType(first, second, both, hasRelay) {
  const all = [first, second, both];
  const mapped = all.flatMap(gathering => ofType(gathering, 'srflx'));
  if (!all.some(isAnswered)) {
    return hasRelay ? 'relay_only' : 'blocked';
  }

  if (mapped.some(isSeenAsItIs) || (mapped.length === 0 && isQuiet(first) && isQuiet(second))) {
    return 'open';
  }

  if (mapped.some(candidate => candidate.relatedAddress === null || candidate.relatedAddress === hidden)) {
    return 'unknown';
  }

  /** @type {Map<string, Set<string>>} */
  const bases = new Map();
  for (const { address, port, relatedAddress, relatedPort } of ofType(both, 'srflx')) {
    const base = `${relatedAddress} ${relatedPort}`;
    bases.set(base, (bases.get(base) ?? new Set()).add(`${address} ${port}`));
  }

  if ([...bases.values()].some(addresses => addresses.size > 1)) {
    return 'symmetric';
  }

  return isAnswered(first) && isAnswered(second) && isAnswered(both) ? 'cone' : 'unknown';
}

/** @param {RTCConfiguration} configuration @param {AbortSignal} [signal] Gives up. @returns {Promise<Gathering>} */
export async function gatherOnce(configuration, signal) {
  const connection = new RTCPeerConnection(configuration);
  /** @type {Gathering} */
  const gathering = { candidates: [], isComplete: false, hasFailed: false };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  try {
    const ended = new Promise(resolve => {
      timer = setTimeout(resolve, gatherLimit);
      signal?.addEventListener('abort', resolve, { once: true });
      connection.onicecandidateerror = () => gathering.hasFailed = true;
      connection.onicecandidate = ({ candidate }) => {
        if (candidate === null) {
          gathering.isComplete = true;
          resolve(undefined);
        } else if (candidate.protocol === 'udp') {
          const { type, address, port, relatedAddress, relatedPort } = candidate;
          gathering.candidates.push({ type, address, port, relatedAddress, relatedPort });
        }
      };
    });
    connection.createDataChannel('nat');
    await connection.setLocalDescription();
    await ended;
    return gathering;
  } finally {
    clearTimeout(timer);
    connection.onicecandidate = connection.onicecandidateerror = null;
    connection.close();
  }
}

/**
 * No STUN server answered, and yet UDP goes to the other directly, as in a network without a way out: then nothing is known.
 * @param {NatType | undefined} nat
 * @param {{ local: any, remote: any } | null | undefined} pair The one in use.
 */
export const credibleNat = (nat, pair) =>
  (nat === 'blocked' || nat === 'relay_only') && pair?.local.protocol === 'udp' && pair.local.candidate_type !== 'relay' && pair.remote.candidate_type !== 'relay' ? 'unknown' : nat;

/** A TURN server answers bindings too. @param {RTCIceServer[]} iceServers */
export function stunUrls(iceServers) {
  const urls = iceServers.flatMap(server => server.urls).filter(url => /^(stun|turn):/.test(url) && !url.endsWith('transport=tcp'));
  return [...new Set(urls.map(url => `stun:${url.split(':').slice(1).join(':').split('?')[0]}`))];
}

/**
 * Finds out with throwaway connections, which never connect to anything. Unknown without two STUN servers.
 * @param {RTCIceServer[]} iceServers
 * @param {AbortSignal} [signal] Gives up.
 * @returns {Promise<NatType>}
 */
export async function detectNat(iceServers, signal) {
  const [one, two] = stunUrls(iceServers).map(urls => ({ urls }));
  if (!two) {
    return 'unknown';
  }

  const [first, second, both] = await Promise.all([[one], [two], [one, two]].map(servers => gatherOnce({ iceServers: servers }, signal)));
  if ([first, second, both].some(isAnswered)) {
    return natType(first, second, both, false);
  }

  const relayed = await gatherOnce({ iceServers, iceTransportPolicy: 'relay' }, signal);
  return natType(first, second, both, ofType(relayed, 'relay').length > 0);
}
