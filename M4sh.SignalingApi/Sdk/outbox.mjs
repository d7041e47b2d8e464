import { pause, randomName } from './chance.mjs';
import { M4shError, isTransient } from './errors.mjs';

/** @typedef {{ message: any, epoch: string | undefined, tries: number, resolve: (seq?: number) => void, reject: (error: Error) => void }} Pending */

const maxTries = 5;
const maxSamplesKept = 100;
const stateTypes = ['mute', 'unmute', 'connection-state'];
const negotiationTypes = ['offer', 'answer', 'rollback', 'ice-candidate'];

/** What a message tells the state of. @param {{ kind?: string }} message */
const stateNameOf = ({ kind }) => kind ?? 'connection';

/** What was sent and is not answered: sent again, under the same `id`, until it is. */
export class Outbox {
  #transmit;
  #name = randomName();
  #count = 0;
  /** @type {Map<string, Pending>} */
  #pending = new Map();
  /** Of what tells a state only the last counts: its `id`. @type {Map<string, string>} */
  #latest = new Map();

  /** @param {(message: any) => void} transmit Does nothing while there is no connection. */
  constructor(transmit) {
    this.#transmit = transmit;
  }

  get isEmpty() {
    return this.#pending.size === 0;
  }

  /** Never one that another page of the same user had. */
  nextId() {
    return `${this.#name}-${++this.#count}`;
  }

  /**
   * Resolves with the message's `seq` once the server has it; without, where a newer message made it pointless before that.
   * @param {any} message
   * @param {string | undefined} epoch
   * @returns {Promise<number | undefined>}
   */
  send(message, epoch) {
    const id = message.id ?? this.nextId();
    return new Promise((resolve, reject) => {
      const pending = { message: { ...message, id }, epoch, tries: 0, resolve, reject };
      this.#pending.set(id, pending);
      if (stateTypes.includes(message.type)) {
        this.#latest.set(stateNameOf(message), id);
      }

      this.#dropOldSamples();
      this.#transmit(pending.message);
    });
  }

  /** To a new connection. */
  resend() {
    this.#pending.forEach(pending => this.#transmitAgain(pending));
  }

  /** What belongs to the old epoch's peer connections is void. */
  startEpoch() {
    for (const [id, { message, reject }] of this.#pending) {
      if (negotiationTypes.includes(message.type)) {
        this.#pending.delete(id);
        reject(new M4shError('glare', 'A new epoch began.'));
      }
    }
  }

  /** @param {{ id: string, seq?: number }} ack @returns {Pending | undefined} what is answered */
  acknowledge({ id, seq }) {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.resolve(seq);
    return pending;
  }

  /** Of what is void since a new epoch the refusal means nothing. @param {string} id @param {M4shError} error */
  refuse(id, error) {
    const pending = this.#pending.get(id);
    if (pending && isTransient(error.code) && ++pending.tries < maxTries) {
      setTimeout(() => this.#pending.has(pending.message.id) && this.#transmitAgain(pending), pause(pending.tries));
    } else if (pending) {
      this.#pending.delete(pending.message.id);
      pending.reject(error);
    }
  }

  /** One that was refused would come after what was sent since, and undo it. @param {Pending} pending */
  #transmitAgain({ message, tries, resolve }) {
    if (tries > 0 && stateTypes.includes(message.type) && this.#latest.get(stateNameOf(message)) !== message.id) {
      this.#pending.delete(message.id);
      resolve();
    } else {
      this.#transmit(message);
    }
  }

  /** @param {M4shError} error */
  close(error) {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    pending.forEach(({ reject }) => reject(error));
  }

  /** Telemetry need not be kept for ever. */
  #dropOldSamples() {
    const samples = [...this.#pending.values()].filter(({ message }) => message.type === 'quality-stats');
    for (const { message, resolve } of samples.slice(0, -maxSamplesKept)) {
      this.#pending.delete(message.id);
      resolve();
    }
  }
}
