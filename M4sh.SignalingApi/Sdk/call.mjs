import { M4shError } from './errors.mjs';
import { LocalMedia } from './local-media.mjs';
import { Peering } from './peering.mjs';
import { Signaling } from './signaling.mjs';

/** @import { Api } from './api.mjs' */
/** @import { CallEvents, CallState, JoinOptions, JoinResponse, MediaKind, Participant, Session } from './types.mjs' */

const leaveLimit = 2_000;
const defaultReconnectFor = 120_000;

/** A call. Its events are named at {@link CallEvents}; they carry their members as W3C events do: `event.streams[0]`, `event.reason`. */
export class Call extends EventTarget {
  #options;
  #api;
  #signaling;
  #peering;
  #media;
  /** @type {Session} */
  #session;
  /** @type {Participant | undefined} */
  #self;
  /** @type {{ userId: string, isPresent: boolean } | null} */
  #peer = null;
  /** @type {MediaKind[]} */
  #permissions = [];
  /** @type {CallState['signaling']} */
  #signalingState = 'connecting';
  #shown = '';
  /** @type {(() => void) | undefined} */
  #onReady;
  /** @type {((error: Error) => void) | undefined} */
  #onRefused;

  /** @param {JoinOptions} options @param {JoinResponse} ticket @param {Api | undefined} api */
  constructor(options, ticket, api) {
    super();
    this.#options = options;
    this.#api = api;
    this.#session = ticket.session;
    this.#media = new LocalMedia(options.stream, error => this.#fail(error));
    this.#signaling = new Signaling(ticket, api && (() => api.join()), options.reconnectFor ?? defaultReconnectFor, {
      state: state => {
        this.#signalingState = state;
        this.#showState();
      },
      epoch: () => this.#peering.close(),
      joined: (joined, known, isNewEpoch) => this.#onJoined(joined, known, isNewEpoch),
      message: message => this.#onMessage(message),
      idle: () => this.#peering.report(),
      error: error => this.#fail(error),
      closed: (reason, error) => this.#onClosed(reason, error),
    });
    this.#peering = new Peering(this.#signaling, this.#media, options, {
      isPeerPresent: () => this.#peer?.isPresent === true,
      track: ({ track, streams, receiver, transceiver }) => this.#emit('track', { track, streams, receiver, transceiver }),
      state: () => this.#showState(),
      sample: sample => this.#emit('sample', { sample }),
      iceFailure: failure => this.#emit('icefailure', failure),
      error: error => this.#fail(error),
    });
    /** @type {Promise<void>} Resolves when it has joined; {@link join} awaits it. */
    this.ready = new Promise((resolve, reject) => {
      this.#onReady = resolve;
      this.#onRefused = reject;
    });
    this.#signaling.start();
  }

  /** @returns {CallState} */
  get state() {
    return { signaling: this.#signalingState, connection: this.connection?.connectionState ?? 'new', session: this.#session.status };
  }

  /** The present peer connection: another one after the other's page was reloaded. */
  get connection() {
    return this.#peering.connection ?? null;
  }

  get sessionId() {
    return this.#session.id;
  }

  get userId() {
    return this.#self?.user_id;
  }

  /** The other participant, and whether its signaling is connected. */
  get peer() {
    return this.#peer;
  }

  get permissions() {
    return this.#permissions;
  }

  /** @param {MediaKind} kind */
  isMuted(kind) {
    return this.#media.isMuted(kind);
  }

  /** @param {MediaKind} [kind] */
  async mute(kind = 'audio') {
    this.#media.setMuted(kind, true);
    await this.#signaling.send({ type: 'mute', kind });
  }

  /** @param {MediaKind} [kind] */
  async unmute(kind = 'audio') {
    this.#media.setMuted(kind, false);
    try {
      await this.#signaling.send({ type: 'unmute', kind });
    } catch (error) {
      this.#media.setMuted(kind, true);
      throw error;
    }
  }

  /**
   * Sends one more track.
   * @param {MediaStreamTrack} track
   * @param {{ stream?: MediaStream, kind?: MediaKind }} [as] Kind `screen_share` for a screen.
   */
  addTrack(track, as = {}) {
    this.#media.add(track, as);
  }

  /** @param {MediaStreamTrack} track */
  removeTrack(track) {
    this.#media.remove(track);
  }

  /**
   * Another camera or microphone, without negotiation.
   * @param {MediaStreamTrack} track
   * @param {MediaStreamTrack} by
   */
  async replaceTrack(track, by) {
    await this.#media.replace(track, by);
  }

  /** Hangs up. @param {string} [reason] */
  async leave(reason) {
    if (this.#signalingState === 'closed') {
      return;
    }

    // Whatever becomes of it, the call is over for this side: the server ends what nobody takes part in.
    const left = this.#signaling.isJoined ? this.#signaling.send({ type: 'leave', reason }) : this.#api?.leave(reason);
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const limit = new Promise(resolve => timer = setTimeout(resolve, leaveLimit));
    await Promise.race([Promise.resolve(left).catch(error => error.code === 'left' || this.#fail(error)), limit]);
    clearTimeout(timer);
    this.#signaling.close('left');
  }

  /** Closes without hanging up: to the other this side is disconnected, and may come back. */
  close() {
    this.#signaling.close('closed');
  }

  /** `await using call = await join(…)` hangs up. */
  [/** @type {typeof Symbol.asyncDispose} */ (Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose'))]() {
    return this.leave();
  }

  /**
   * @template {keyof CallEvents} K
   * @param {K} type
   * @param {((event: Event & CallEvents[K]) => void) | EventListenerObject | null} listener
   * @param {boolean | AddEventListenerOptions} [options]
   */
  addEventListener(type, listener, options) {
    super.addEventListener(type, /** @type {EventListener} */ (listener), options);
  }

  /** @template {keyof CallEvents} K @param {K} type @param {CallEvents[K]} members */
  #emit(type, members) {
    return this.dispatchEvent(Object.assign(new Event(type, { cancelable: type === 'error' }), members));
  }

  /** @param {Error} error */
  #fail(error) {
    if (this.#emit('error', { error })) {
      console.warn(error);
    }
  }

  #showState() {
    const state = this.state;
    const shown = JSON.stringify(state);
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.#emit('state', state);
    }
  }

  /** @param {any} joined @param {number} known @param {boolean} isNewEpoch */
  #onJoined(joined, known, isNewEpoch) {
    const isFirst = this.#self === undefined;
    this.#self = /** @type {Participant} */ (joined.self);
    this.#session = joined.session;
    this.#permissions = joined.permissions;
    this.#peering.introduce(joined);
    if (isFirst) {
      // What the user muted before a reload stays muted.
      this.#media.setMuted('audio', joined.self.audio_muted);
      this.#media.setMuted('video', joined.self.video_muted);
      this.#onReady?.();
    }

    this.#meet(joined.peers[0], isFirst, isNewEpoch);
    this.#peering.catchUp(joined, known);
    this.#showState();
  }

  /** Who came and went meanwhile. @param {Participant | undefined} present @param {boolean} isFirst @param {boolean} isNewEpoch */
  #meet(present, isFirst, isNewEpoch) {
    const before = this.#peer;
    const other = this.#session.participants.find(each => each.user_id === before?.userId);
    if (before && before.userId !== present?.user_id && (!other || other.left_at)) {
      this.#onPeerLeft(before.userId, null);
    } else if (before?.isPresent && !present) {
      before.isPresent = false;
      this.#emit('peerdisconnected', { userId: before.userId });
    }

    if (present) {
      const known = this.#peer;
      this.#peer = { userId: present.user_id, isPresent: true };
      if (!isFirst && (isNewEpoch || !known)) {
        this.#emit('peerjoined', { userId: present.user_id, restarted: known !== null });
      } else if (known?.isPresent === false) {
        this.#emit('peerreconnected', { userId: present.user_id });
      }
    }
  }

  /** @param {any} message */
  #onMessage(message) {
    switch (message.type) {
      case 'offer':
      case 'answer':
      case 'rollback':
      case 'ice-candidate':
        this.#peering.receive(message);
        break;
      case 'mute':
      case 'unmute':
        this.#emit(/** @type {'mute'} */ (message.type), { userId: message.from_user_id, kind: message.kind });
        break;
      case 'peer-joined':
        this.#peer = { userId: message.user_id, isPresent: true };
        this.#emit('peerjoined', { userId: message.user_id, restarted: message.restarted });
        this.#peering.peerPresent();
        break;
      case 'peer-reconnected':
        this.#peer = { userId: message.user_id, isPresent: true };
        this.#emit('peerreconnected', { userId: message.user_id });
        this.#peering.peerPresent();
        break;
      case 'peer-disconnected':
        this.#peer = { userId: message.user_id, isPresent: false };
        this.#emit('peerdisconnected', { userId: message.user_id });
        break;
      case 'peer-left':
        // It may be told of after who came in its place.
        if (!this.#peer || this.#peer.userId === message.user_id) {
          this.#onPeerLeft(message.user_id, message.reason ?? null);
        }

        break;
      case 'session-state':
        this.#session = { ...this.#session, status: message.status, end_reason: message.end_reason };
        break;
      case 'quality-recommendation': {
        const { quality, recommendation, mos, reasons } = message;
        this.#emit('quality', { quality, recommendation, mos, reasons });
        if (this.#options.adaptQuality) {
          this.#media.adapt(recommendation);
        }

        break;
      }
      case 'ice-timeout':
        this.#peering.restartIce(message.ice_transport_policy);
        break;
      case 'ice-servers':
        this.#peering.setConfiguration({ iceServers: message.ice_servers });
        break;
    }

    this.#showState();
  }

  /** @param {string} userId @param {string | null} reason */
  #onPeerLeft(userId, reason) {
    this.#peering.withdraw();
    this.#peer = null;
    this.#emit('peerleft', { userId, reason });
  }

  /** @param {string} reason @param {M4shError} [error] */
  #onClosed(reason, error) {
    this.#peering.close();
    this.#onRefused?.(error ?? new M4shError(reason, 'The call is over.'));
    this.#emit('closed', { reason, endReason: this.#session.end_reason ?? null, error });
  }
}
