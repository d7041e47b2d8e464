/** @import { IceFailure } from './types.mjs' */

// Before the server's 10 s are over, so that what it names is what was seen here; and a relay that is not there says so only after 40 s.
const patience = 9_000;
const unauthorized = 401;
const unreachable = 701;

/** @param {string} url */
const isTurnUrl = url => /^turns?:/i.test(url);

/**
 * Why no path was found, by what was gathered.
 * @param {Iterable<string>} types The types of the candidates.
 * @param {{ code: number, server: string }[]} errors What servers answered.
 * @param {string[]} turnUrls
 * @param {boolean} isGathering Some have not answered at all.
 * @param {boolean} isRelayOnly No others may be used.
 * @returns {IceFailure}
 */
export function nameFailure(types, errors, turnUrls, isGathering, isRelayOnly) {
  const found = new Set(types);
  if (found.has('relay')) {
    return { reason: 'timeout' };
  }

  const ofTurn = errors.filter(error => isTurnUrl(error.server));
  const refused = ofTurn.find(error => error.code === unauthorized);
  if (refused) {
    return { reason: 'turn_unauthorized', ...refused };
  }

  const dead = ofTurn.find(error => error.code === unreachable);
  if (dead || (isGathering && turnUrls.length > 0 && ofTurn.length === 0)) {
    return { reason: 'turn_unreachable', ...(dead ?? { code: unreachable, server: turnUrls[0] }) };
  }

  return { reason: found.size === 0 && !isRelayOnly ? 'no_candidates' : 'no_relay', ...ofTurn[0] };
}

/** Watches how one connection gathers its candidates, and names why it does not connect. */
export class IceWatch {
  #connection;
  #onFailure;
  /** @type {Set<string>} */
  #types = new Set();
  /** @type {{ code: number, server: string }[]} */
  #errors = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {RTCPeerConnection} connection @param {(failure: IceFailure) => void} onFailure */
  constructor(connection, onFailure) {
    this.#connection = connection;
    this.#onFailure = onFailure;
    connection.addEventListener('icecandidate', ({ candidate }) => candidate?.type && this.#types.add(candidate.type));
    connection.addEventListener('icecandidateerror', ({ url, errorCode }) => this.#errors.push({ code: errorCode, server: url ?? '' }));
    connection.addEventListener('icegatheringstatechange', () => {
      if (connection.iceGatheringState === 'gathering') {
        this.#types.clear();
        this.#errors = [];
      }
    });
  }

  /** An offer and its answer stand: now it should connect. */
  negotiated() {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#tell();
    }, patience);
  }

  changed() {
    const { connectionState } = this.#connection;
    if (connectionState === 'connected' || connectionState === 'failed') {
      this.stop();
    }

    if (connectionState === 'failed') {
      this.#tell();
    }
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #tell() {
    const { connectionState, iceGatheringState } = this.#connection;
    if (connectionState !== 'connected' && connectionState !== 'closed') {
      const { iceServers = [], iceTransportPolicy } = this.#connection.getConfiguration();
      const turnUrls = iceServers.flatMap(server => server.urls).filter(isTurnUrl);
      this.#onFailure(nameFailure(this.#types, this.#errors, turnUrls, iceGatheringState === 'gathering', iceTransportPolicy === 'relay'));
    }
  }
}
