import { pause } from './chance.mjs';
import { M4shError } from './errors.mjs';

/** @import { JoinOptions, JoinResponse } from './types.mjs' */

const mostAsked = 5;
const requestLimit = 10_000; // a request on a dead network would be waited for as long as the browser does

/** The two calls of REST that a call needs. Both may be made again: the server does them once. */
export class Api {
  #options;
  #base;

  /** @param {JoinOptions} options */
  constructor(options) {
    this.#options = options;
    this.#base = new URL(`/api/v1/webrtc/sessions/${encodeURIComponent(options.sessionId ?? '')}/`, options.apiUrl ?? import.meta.url);
  }

  /** @returns {Promise<JoinResponse>} */
  join() {
    const { displayName } = this.#options;
    return this.#post('join/', displayName === undefined ? {} : { display_name: displayName });
  }

  /** @param {string} [reason] */
  leave(reason) {
    return this.#post('leave/', { reason });
  }

  /**
   * @param {string} path
   * @param {object} body
   * @param {number} [attempt] from 0
   * @returns {Promise<any>}
   */
  async #post(path, body, attempt = 0) {
    const { accessToken } = this.#options;
    const token = typeof accessToken === 'function' ? await accessToken() : accessToken;
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const signal = AbortSignal.timeout(requestLimit);
    /** @param {Error} error @returns {never} */
    const fail = error => {
      throw new M4shError('unavailable', `The API could not be reached (${error.message}).`);
    };
    const response = await fetch(new URL(path, this.#base), { method: 'POST', headers, body: JSON.stringify(body), signal }).catch(fail);
    if (response.ok) {
      return response.json().catch(fail);
    }

    // Not for now, it says.
    if (response.status === 503 && attempt + 1 < mostAsked) {
      await new Promise(resolve => setTimeout(resolve, pause(attempt)));
      return this.#post(path, body, attempt + 1);
    }

    const problem = await response.json().catch(() => ({}));
    throw new M4shError(problem.code ?? 'unavailable', problem.detail ?? `The API answered ${response.status}.`);
  }
}
