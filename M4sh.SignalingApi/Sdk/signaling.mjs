import { pause, pauseAfterStop } from './chance.mjs';
import { M4shError, isTransient } from './errors.mjs';
import { Outbox } from './outbox.mjs';
import { Position } from './position.mjs';

/** @import { CallState, JoinResponse } from './types.mjs' */

/**
 * @typedef {object} SignalingEvents
 * @property {(state: CallState['signaling']) => void} state
 * @property {() => void} epoch A new epoch begins: what was negotiated is void.
 * @property {(joined: any, known: number, isNewEpoch: boolean) => void} joined With the last `seq` that was known before.
 * @property {(message: any) => void} message
 * @property {() => void} idle Nothing was heard for a while.
 * @property {(error: M4shError) => void} error
 * @property {(reason: string, error?: M4shError) => void} closed
 */

const connectLimit = 15_000;
const answerLimit = 10_000; // without an answer to a message the socket is taken for dead: pages see no pings
const idleLimit = 15_000;
const lasting = 10_000; // a connection that stood this long starts the pauses anew
const tokenSkew = 30_000;

/** Close codes after which one stays away; all others are worth another try. @type {Record<number, string | undefined>} */
const finalCloseCodes = {
  1000: 'left', 1003: 'invalid_request', 4400: 'invalid_request', 4401: 'unauthorized', 4403: 'forbidden', 4404: 'not_found',
  4409: 'replaced', 4410: 'session_ended', 4413: 'payload_too_large',
};

/** The WebSocket, made again whenever it is lost. What was sent is answered or sent again; what comes, comes once. */
export class Signaling {
  #ticket;
  #renew;
  #patience;
  #events;
  #position = new Position();
  #outbox = new Outbox(message => this.#transmit(message));
  /** @type {WebSocket | undefined} */
  #socket;
  #usedToken = '';
  #joinId = '';
  /** @type {{ action: 'resume' | 'rejoin' | 'stop', reason: string } | undefined} */
  #disconnect;
  /** @type {number | undefined} */
  #joinedAt;
  /** @type {number | undefined} */
  #lostAt;
  #attempt = 0;
  #next = () => this.#connect();
  #ended = false;
  /** @type {Record<'connect' | 'retry' | 'answer' | 'idle', ReturnType<typeof setTimeout> | undefined>} */
  #timers = { connect: undefined, retry: undefined, answer: undefined, idle: undefined };

  /**
   * @param {JoinResponse} ticket
   * @param {(() => Promise<JoinResponse>) | undefined} renew
   * @param {number} patience
   * @param {SignalingEvents} events
   */
  constructor(ticket, renew, patience, events) {
    this.#ticket = ticket;
    this.#renew = renew;
    this.#patience = patience;
    this.#events = events;
  }

  get isJoined() {
    return this.#joinedAt !== undefined;
  }

  get isClosed() {
    return this.#ended;
  }

  start() {
    globalThis.addEventListener?.('online', this.#hurry);
    this.#lostAt = Date.now();
    this.#connect();
  }

  /**
   * Resolves with the message's `seq` once the server has it, also when the connection is lost meanwhile.
   * @param {any} message
   * @returns {Promise<number | undefined>}
   */
  send(message) {
    return this.#ended
      ? Promise.reject(new M4shError('closed', 'The call is over.'))
      : this.#outbox.send(message, this.#position.epoch);
  }

  /**
   * @param {string} reason
   * @param {M4shError} [error]
   */
  close(reason, error) {
    if (this.#ended) {
      return;
    }

    this.#ended = true;
    globalThis.removeEventListener?.('online', this.#hurry);
    clearTimeout(this.#timers.retry);
    this.#forget()?.close();
    this.#outbox.close(error ?? new M4shError(reason, 'The call is over.'));
    this.#events.state('closed');
    this.#events.closed(reason, error);
  }

  #connect() {
    const url = new URL(this.#ticket.websocket_url);
    url.searchParams.set('token', this.#ticket.token);
    this.#usedToken = this.#ticket.token;
    this.#disconnect = undefined;
    const socket = this.#socket = new WebSocket(url);
    this.#timers.connect = setTimeout(() => this.#abandon(), connectLimit);
    socket.onopen = () => {
      const { epoch, last } = this.#position;
      this.#joinId = this.#outbox.nextId();
      socket.send(JSON.stringify({ type: 'join', id: this.#joinId, ...(epoch !== undefined && { epoch, last_seq: last }) }));
    };
    socket.onmessage = event => this.#onMessage(JSON.parse(event.data));
    socket.onclose = event => this.#onClose(event.code, event.reason);
  }

  /** Nobody listens to the socket any more. */
  #forget() {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#joinedAt = undefined;
    clearTimeout(this.#timers.connect);
    clearTimeout(this.#timers.answer);
    clearTimeout(this.#timers.idle);
    this.#timers.answer = undefined;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
    }

    return socket;
  }

  /** Does not wait for the closing handshake, which a dead network would not answer. */
  #abandon() {
    const socket = this.#socket;
    this.#onClose(1006, '');
    socket?.close();
  }

  /**
   * @param {number} code
   * @param {string} text
   */
  #onClose(code, text) {
    if (this.#joinedAt !== undefined && Date.now() - this.#joinedAt >= lasting) {
      this.#attempt = 0;
    }

    this.#forget();
    const final = finalCloseCodes[code];
    const reason = this.#disconnect?.reason ?? (text || final || 'unavailable');
    const error = new M4shError(reason, `The server closed the connection (${code}).`);
    const action = this.#actionAfter(code, reason, this.#disconnect?.action ?? (final ? 'stop' : 'resume'));
    if (action === 'stop' || (action === 'rejoin' && !this.#renew)) {
      this.close(reason, code === 1000 ? undefined : error);
    } else {
      this.#retry(action, error);
    }
  }

  /** A token that only expired has a successor, or another is to be had. @param {number} code @param {string} reason @param {'resume' | 'rejoin' | 'stop'} action */
  #actionAfter(code, reason, action) {
    if (code !== 4401 || reason === 'token_revoked') {
      return action;
    }

    const { token, token_expires_at: expiresAt } = this.#ticket;
    if (token !== this.#usedToken) {
      return 'resume';
    }

    return reason === 'token_expired' || Date.parse(expiresAt) + tokenSkew <= Date.now() ? 'rejoin' : action;
  }

  /**
   * @param {'resume' | 'rejoin'} action
   * @param {M4shError} error
   */
  #retry(action, error) {
    this.#lostAt ??= Date.now();
    if (Date.now() - this.#lostAt >= this.#patience) {
      this.close(error.code, error);
      return;
    }

    this.#events.state(this.#position.epoch === undefined ? 'connecting' : 'reconnecting');
    this.#next = action === 'rejoin' ? () => this.#rejoin() : () => this.#connect();
    const attempt = this.#attempt++;
    this.#timers.retry = setTimeout(this.#hurry, attempt === 0 && error.code === 'going_away' ? pauseAfterStop() : pause(attempt));
  }

  /** The pause is over, or the browser says that the network is back. */
  #hurry = () => {
    if (this.#timers.retry !== undefined) {
      clearTimeout(this.#timers.retry);
      this.#timers.retry = undefined;
      this.#next();
    } else if (this.isJoined) {
      this.#events.idle();
    }
  };

  async #rejoin() {
    try {
      this.#ticket = await /** @type {() => Promise<JoinResponse>} */ (this.#renew)();
      if (!this.#ended) {
        this.#connect();
      }
    } catch (error) {
      const refusal = error instanceof M4shError ? error : new M4shError('unavailable', String(error));
      if (isTransient(refusal.code) && !this.#ended) {
        this.#retry('rejoin', refusal);
      } else {
        this.close(refusal.code, refusal);
      }
    }
  }

  /** @param {any} message */
  #transmit(message) {
    if (this.isJoined) {
      this.#socket?.send(JSON.stringify(message));
      this.#awaitAnswer();
    }
  }

  #awaitAnswer() {
    if (this.isJoined && !this.#outbox.isEmpty) {
      this.#timers.answer ??= setTimeout(() => this.#abandon(), answerLimit);
    }
  }

  /** @param {any} message */
  #onMessage(message) {
    clearTimeout(this.#timers.answer);
    clearTimeout(this.#timers.idle);
    this.#timers.answer = undefined;
    this.#timers.idle = setTimeout(() => this.#events.idle(), idleLimit);
    this.#take(message);
    this.#awaitAnswer();
  }

  /** @param {any} message */
  #take(message) {
    switch (message.type) {
      case 'joined':
        return this.#onJoined(message);
      case 'ack':
        return this.#onAck(message);
      case 'error':
        return this.#onError(message);
      case 'token-expiring':
        this.#ticket = { ...this.#ticket, token: message.token, token_expires_at: message.token_expires_at };
        return;
      case 'disconnect':
        this.#disconnect = message;
        return;
      case 'peer-joined':
        if (message.epoch !== this.#position.epoch) {
          this.#startEpoch(message.epoch, 0);
        }
    }

    if (message.seq === undefined || this.#position.see(message.seq)) {
      this.#events.message(message);
    }
  }

  /** @param {any} joined */
  #onJoined(joined) {
    clearTimeout(this.#timers.connect);
    this.#joinedAt = Date.now();
    this.#lostAt = undefined;
    const isSame = joined.epoch === this.#position.epoch;
    const known = isSame ? this.#position.last : 0;
    if (!isSame) {
      this.#startEpoch(joined.epoch, joined.seq);
    } else if (!joined.resumed) {
      this.#position.start(joined.epoch, joined.seq);
    }

    this.#outbox.resend();
    this.#events.state('connected');
    this.#events.joined(joined, known, !isSame);
  }

  /**
   * @param {string} epoch
   * @param {number} seq
   */
  #startEpoch(epoch, seq) {
    this.#position.start(epoch, seq);
    this.#outbox.startEpoch();
    this.#events.epoch();
  }

  /** @param {{ id: string, seq?: number }} ack */
  #onAck(ack) {
    const answered = this.#outbox.acknowledge(ack);

    // A seq of an epoch that is over would look like one of the present.
    if (ack.seq !== undefined && answered?.epoch === this.#position.epoch) {
      this.#position.see(ack.seq);
    }
  }

  /** @param {{ id?: string, code: string, message: string }} refusal */
  #onError({ id, code, message }) {
    const error = new M4shError(code, message);
    if (id === this.#joinId) {
      isTransient(code) ? this.#abandon() : this.close(code, error);
    } else if (id !== undefined) {
      this.#outbox.refuse(id, error);
    } else {
      this.#events.error(error);
    }
  }
}
