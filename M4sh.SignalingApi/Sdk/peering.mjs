import { IceWatch } from './ice-watch.mjs';
import { credibleNat, detectNat } from './nat.mjs';
import { PeerLink } from './peer-link.mjs';
import { QualitySampler, describePair } from './quality.mjs';

/** @import { LocalMedia } from './local-media.mjs' */
/** @import { Signaling } from './signaling.mjs' */
/** @import { NatType } from './nat.mjs' */
/** @import { IceFailure, JoinOptions, MediaKind, QosSample } from './types.mjs' */

const defaultInterval = 5_000;

/**
 * @typedef {object} PeeringEvents
 * @property {() => boolean} isPeerPresent
 * @property {(event: RTCTrackEvent) => void} track
 * @property {() => void} state
 * @property {(sample: QosSample) => void} sample
 * @property {(failure: IceFailure) => void} iceFailure
 * @property {(error: Error) => void} error
 */

/** The peer connection of the present epoch: opened when there is somebody to talk to, measured and reported, closed with the epoch. */
export class Peering {
  #signaling;
  #media;
  #options;
  #events;
  /** @type {PeerLink | undefined} */
  #link;
  /** @type {QualitySampler | undefined} */
  #sampler;
  /** @type {IceWatch | undefined} */
  #ice;
  /** @type {NatType | undefined} */
  #nat;
  #isNatAsked = false;
  #self = '';
  #polite = true;
  /** @type {MediaKind[]} */
  #permissions = [];
  /** @type {RTCConfiguration} */
  #configuration;

  /** @param {Signaling} signaling @param {LocalMedia} media @param {JoinOptions} options @param {PeeringEvents} events */
  constructor(signaling, media, options, events) {
    this.#signaling = signaling;
    this.#media = media;
    this.#options = options;
    this.#events = events;
    this.#configuration = { ...options.rtcConfiguration };
  }

  get connection() {
    return this.#link?.connection;
  }

  /** @param {any} joined */
  introduce({ self, polite, permissions, ice_servers: iceServers }) {
    this.#self = self.user_id;
    this.#polite = polite;
    this.#permissions = permissions;
    this.setConfiguration({ iceServers });
  }

  /** Goes on where the room is, after the epoch's change where it changed. @param {any} joined @param {number} known the last seq seen of its epoch */
  catchUp({ peers, negotiation, resumed }, known) {
    const before = this.#link;
    const { offer, answer, candidates = [] } = negotiation ?? {};
    /** @param {any} message */
    const isNew = message => message !== undefined && message.from_user_id !== this.#self && message.seq > known;
    if (isNew(offer) && !answer) {
      this.receive({ ...offer, type: 'offer' });
    }

    if (isNew(answer)) {
      this.receive({ ...answer, type: 'answer' });
    }

    for (const message of candidates.filter(isNew)) {
      this.receive({ ...message, type: 'ice-candidate' });
    }

    if (peers.length > 0) {
      this.peerPresent();
    }

    if (before && !resumed) {
      // What was between is unknown.
      before.restartIce();
    }
  }

  /** The other's signaling is there (again). */
  peerPresent() {
    this.#link ??= this.#open(link => link.start());
    this.#link.peerPresent();
  }

  /** @param {any} message an offer, an answer, a rollback or candidates */
  receive(message) {
    if (message.type === 'offer') {
      this.#link ??= this.#open();
    }

    this.#link?.receive(message);
  }

  /** @param {RTCIceTransportPolicy} policy */
  restartIce(policy) {
    if (policy === 'relay') {
      this.setConfiguration({ iceTransportPolicy: policy });
    }

    this.#link?.restartIce();
  }

  /** @param {RTCConfiguration} change */
  setConfiguration(change) {
    Object.assign(this.#configuration, change);
    this.connection?.setConfiguration(this.#configuration);
  }

  /** The other hung up: whoever comes next must not be given the offer of a connection that is no more. */
  withdraw() {
    if (this.connection?.signalingState === 'have-local-offer') {
      this.#signaling.send({ type: 'rollback' }).catch(error => this.#fail(error));
    }

    this.close();
  }

  close() {
    this.#sampler?.stop();
    this.#ice?.stop();
    this.#media.detach();
    this.#link?.close();
    this.#link = undefined;
    const { iceServers } = this.#configuration;
    this.#configuration = { ...this.#options.rtcConfiguration, iceServers };
  }

  /**
   * Tells the server how the connection is; said again it changes nothing there, so it also finds out a dead socket.
   * @param {IceFailure} [failure]
   */
  async report(failure) {
    try {
      const { connection } = this;
      const state = connection?.connectionState ?? 'new';
      const pair = connection && state === 'connected' ? await describePair(connection) : undefined;
      await this.#signaling.send({ type: 'connection-state', state, candidate_pair: pair, nat_type: credibleNat(this.#nat, pair), ice_failure: failure });
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @param {(link: PeerLink) => void} [start] */
  #open(start) {
    const link = new PeerLink(this.#signaling, this.#polite, this.#configuration, {
      isPeerPresent: () => this.#signaling.isJoined && this.#events.isPeerPresent(),
      track: this.#events.track,
      error: this.#events.error,
      state: () => this.#onState(link.connection.connectionState),
      negotiated: () => {
        this.#ice?.negotiated();
        // The server waits for this after each answer.
        if (link.connection.connectionState === 'connected') {
          this.report();
        }
      },
    });
    this.#ice = new IceWatch(link.connection, failure => this.#onIceFailure(failure));
    this.#sampler = new QualitySampler(link.connection, sample => this.#onSample(sample));
    this.#media.attach(link.connection, this.#permissions);
    this.#options.prepare?.(link.connection);
    start?.(link);
    return link;
  }

  /** @param {RTCPeerConnectionState} state */
  #onState(state) {
    if (state === 'connected') {
      this.#sampler?.start(this.#options.qualityInterval ?? defaultInterval);
      this.#findNat();
    }

    this.#events.state();
    this.report();
    this.#ice?.changed();
  }

  /** @param {IceFailure} failure */
  #onIceFailure(failure) {
    this.#events.iceFailure(failure);
    this.report(failure);
    this.#findNat();
  }

  /** Once, and not while the call is being set up: it takes the network's time. */
  async #findNat() {
    if (this.#isNatAsked || this.#options.detectNat === false) {
      return;
    }

    this.#isNatAsked = true;
    try {
      this.#nat = await detectNat(this.#configuration.iceServers ?? []);
      if (!this.#signaling.isClosed) {
        await this.report();
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @param {QosSample} sample */
  #onSample(sample) {
    this.#events.sample(sample);
    this.#signaling.send({ type: 'quality-stats', ...sample }).catch(error => this.#fail(error));
  }

  /** What is not sent because the call ended meanwhile is no failure. @param {any} error */
  #fail(error) {
    if (!this.#signaling.isClosed) {
      this.#events.error(error);
    }
  }
}
