/** @import { M4shError } from './errors.mjs' */
/** @import { Signaling } from './signaling.mjs' */

const offerLimit = 15_000; // after that an offer is open no more
const politePause = 2_000;
const candidateBatch = 20;
const maxCandidates = 40; // of a message: 16 KiB

/** Null, the end of candidates, belongs to each. @param {RTCIceCandidateInit | null} candidate @param {RTCSessionDescription | null} description */
const belongsTo = (candidate, description) =>
  !candidate?.usernameFragment || !!description?.sdp.includes(`a=ice-ufrag:${candidate.usernameFragment}\r\n`);

/**
 * @typedef {object} LinkEvents
 * @property {() => boolean} isPeerPresent
 * @property {(event: RTCTrackEvent) => void} track
 * @property {() => void} state
 * @property {() => void} negotiated An offer and its answer stand.
 * @property {(error: Error) => void} error
 */

/**
 * One RTCPeerConnection: W3C perfect negotiation (https://www.w3.org/TR/webrtc/#perfect-negotiation-example), with a server that decides glare.
 * Where both have the same reason to offer the impolite peer goes first, so that there seldom is any.
 */
export class PeerLink {
  connection;
  #signaling;
  #polite;
  #events;
  #incoming = Promise.resolve();
  /** @type {Promise<number | undefined>} the seq of the last own offer, once the server has taken it */
  #offered = Promise.resolve(undefined);
  #makingOffer = false;
  #isClosed = false;
  /** @type {object | undefined} the last own description that was sent, until it is taken */
  #untaken;
  /** @type {(RTCIceCandidateInit | null)[]} */
  #outgoing = [];
  /** @type {(RTCIceCandidateInit | null)[]} */
  #early = [];
  /** @type {Record<'turn' | 'offer' | 'batch', ReturnType<typeof setTimeout> | undefined>} */
  #timers = { turn: undefined, offer: undefined, batch: undefined };

  /**
   * @param {Signaling} signaling
   * @param {boolean} polite
   * @param {RTCConfiguration} configuration
   * @param {LinkEvents} events
   */
  constructor(signaling, polite, configuration, events) {
    this.#signaling = signaling;
    this.#polite = polite;
    this.#events = events;
    const connection = this.connection = new RTCPeerConnection(configuration);
    connection.onnegotiationneeded = () => this.#onNegotiationNeeded();
    connection.onicecandidate = event => this.#onCandidate(event.candidate);
    connection.ontrack = event => events.track(event);
    connection.onconnectionstatechange = () => {
      events.state();
      if (connection.connectionState === 'failed') {
        this.restartIce();
      }
    };
  }

  /** Where the other has not offered yet; after the tracks were added, so that those that it offers pair with them. */
  start() {
    this.#takeTurn(() => {
      for (const kind of ['audio', 'video']) {
        if (!this.connection.getTransceivers().some(transceiver => transceiver.receiver.track.kind === kind)) {
          this.connection.addTransceiver(kind, { direction: 'recvonly' });
        }
      }

      if (this.#polite) {
        this.#enqueue(() => this.#offer());
      }
    });
  }

  /** @param {boolean} [isPatient] */
  restartIce(isPatient) {
    this.#takeTurn(() => {
      this.connection.restartIce();
      this.#enqueue(() => this.#offer());
    }, isPatient);
  }

  /** The other's signaling is there (again): it is given an offer that it does not have, and has the whole time to answer it. */
  peerPresent() {
    clearTimeout(this.#timers.offer);
    this.#timers.offer = setTimeout(() => {
      if (this.#events.isPeerPresent()) {
        this.#enqueue(async () => this.connection.signalingState === 'have-local-offer' && this.#offer());
      }
    }, offerLimit);
  }

  /** @param {any} message an offer, an answer, a rollback or candidates of the other peer */
  receive(message) {
    this.#enqueue(() => message.type === 'offer' ? this.#onOffer(message)
      : message.type === 'answer' ? this.#onAnswer(message)
      : message.type === 'rollback' ? this.#onRollback()
      : this.#addCandidates(message.candidates ?? [message.candidate]));
  }

  close() {
    this.#isClosed = true;
    Object.values(this.#timers).forEach(clearTimeout);
    const { connection } = this;
    connection.onnegotiationneeded = connection.onicecandidate = connection.ontrack = connection.onconnectionstatechange = null;
    connection.close();
  }

  /** @param {() => void} act @param {boolean} [isPatient] */
  #takeTurn(act, isPatient = this.#polite) {
    clearTimeout(this.#timers.turn);
    if (isPatient) {
      this.#timers.turn = setTimeout(act, politePause);
    } else {
      act();
    }
  }

  /** One after another: the browser has a chain of its own, but what is decided before it must not interleave either. @param {() => Promise<any>} work */
  #enqueue(work) {
    this.#incoming = this.#incoming.then(() => this.#isClosed ? undefined : work()).catch(error => this.#fail(error));
  }

  /** @param {Error} error */
  #fail(error) {
    if (!this.#isClosed) {
      this.#events.error(error);
    }
  }

  #onNegotiationNeeded() {
    // Before the first description it is the other's turn, see start().
    if (!this.#polite || this.connection.remoteDescription) {
      this.#offer();
    }
  }

  async #offer() {
    if (!this.#makingOffer && this.connection.signalingState !== 'have-remote-offer') {
      this.#settle();
      this.#offered = this.#makeOffer();
    }
  }

  /** @returns {Promise<number | undefined>} */
  async #makeOffer() {
    const { connection } = this;
    this.#makingOffer = true;
    try {
      await connection.setLocalDescription();
    } catch (error) {
      this.#fail(/** @type {Error} */ (error));
    } finally {
      this.#makingOffer = false;
    }

    return connection.signalingState === 'have-local-offer' && !this.#isClosed
      ? this.#describe({ type: 'offer', sdp: connection.localDescription?.sdp })
      : undefined;
  }

  /** Of two offers the one with the higher seq stands: the server has decided. @param {{ sdp: string, seq: number }} offer */
  async #onOffer({ sdp, seq }) {
    const { connection } = this;
    const own = await this.#offered;
    if (connection.signalingState === 'have-local-offer') {
      if (own !== undefined && own > seq) {
        return;
      }

      // The own offer is rolled back: the end of its candidates is not the end of those of the answer.
      this.#outgoing = this.#outgoing.filter(candidate => candidate !== null);
    }

    this.#settle();
    await connection.setRemoteDescription({ type: 'offer', sdp });
    await connection.setLocalDescription();
    this.#describe({ type: 'answer', sdp: connection.localDescription?.sdp, offer_seq: seq });
    await this.#addCandidates(this.#early.splice(0));
  }

  /** @param {{ sdp: string, offer_seq?: number }} answer */
  async #onAnswer({ sdp, offer_seq: offerSeq }) {
    const { connection } = this;
    const own = await this.#offered;
    if (connection.signalingState !== 'have-local-offer' || (offerSeq ?? own) !== own) {
      return;
    }

    await connection.setRemoteDescription({ type: 'answer', sdp });
    this.#settle();
    this.#events.negotiated();
    await this.#addCandidates(this.#early.splice(0));
  }

  /** The other's offers are answered at once, so what it takes back may be no more than the reason why this side's was refused. */
  async #onRollback() {
    if (await this.#offered === undefined && this.connection.signalingState === 'have-local-offer') {
      await this.#offer();
    }
  }

  /** Neither one's turn nor an answer need be waited for. */
  #settle() {
    clearTimeout(this.#timers.turn);
    clearTimeout(this.#timers.offer);
  }

  /**
   * Sends a description. Candidates wait until the server has taken it: those of a refused one are nobody's.
   * @param {{ type: 'offer' | 'answer', sdp: string | undefined, offer_seq?: number }} description
   * @returns {Promise<number | undefined>}
   */
  async #describe(description) {
    this.#untaken = description;
    let seq;
    try {
      seq = await this.#signaling.send(description);
      if (this.#untaken === description) {
        this.#untaken = undefined;
        this.#sendCandidates();
      }

      if (description.type === 'answer') {
        this.#events.negotiated();
      }
    } catch (error) {
      // A refused offer: the other's is on its way. A refused answer: the other does not have it, and another offer unless it has.
      if (/** @type {M4shError} */ (error).code !== 'glare') {
        this.#fail(/** @type {M4shError} */ (error));
      } else if (description.type === 'answer' && !this.#isClosed) {
        this.restartIce(true);
      }
    }

    if (description.type === 'offer' && this.connection.signalingState === 'have-local-offer' && !this.#isClosed) {
      this.peerPresent();
    }

    return seq;
  }

  /** @param {RTCIceCandidate | null} candidate */
  #onCandidate(candidate) {
    // An empty one ends a media section's candidates, null ends them all: only that is signaled.
    if (candidate?.candidate === '') {
      return;
    }

    this.#outgoing.push(candidate && candidate.toJSON());
    this.#timers.batch ??= setTimeout(() => {
      this.#timers.batch = undefined;
      this.#sendCandidates();
    }, candidateBatch);
  }

  #sendCandidates() {
    if (this.#untaken || this.#isClosed) {
      return;
    }

    const candidates = this.#outgoing.splice(0).filter(candidate => belongsTo(candidate, this.connection.localDescription));
    while (candidates.length > 0) {
      const message = { type: 'ice-candidate', candidates: candidates.splice(0, maxCandidates) };
      this.#signaling.send(message).catch(error => error.code === 'glare' || this.#fail(error));
    }
  }

  /** @param {(RTCIceCandidateInit | null)[]} candidates */
  async #addCandidates(candidates) {
    const { connection } = this;
    if (!connection.remoteDescription) {
      this.#early.push(...candidates);
      return;
    }

    // Those of an offer that was ignored, or is over, belong to no description.
    for (const candidate of candidates.filter(each => belongsTo(each, connection.remoteDescription))) {
      await connection.addIceCandidate(candidate).catch(error => this.#fail(error));
    }
  }
}
