import { Api } from './api.mjs';
import { Call } from './call.mjs';
import { M4shError } from './errors.mjs';

/** @import { JoinOptions } from './types.mjs' */

/**
 * Joins a session and resolves when its signaling is connected. The peers find each other, and again after whatever happens to the network.
 * @param {JoinOptions} options
 * @returns {Promise<Call>}
 * @throws {M4shError} `not_found`, `session_full`, `session_ended`, `unauthorized`, `unavailable` …
 */
export async function join(options) {
  const api = options.accessToken === undefined ? undefined : new Api({ sessionId: options.joinResponse?.session.id, ...options });
  if (!options.joinResponse && !(api && options.sessionId)) {
    throw new TypeError('Give a joinResponse, or a sessionId and an accessToken.');
  }

  const ticket = options.joinResponse ?? await /** @type {Api} */ (api).join();
  const call = new Call(options, ticket, api);
  await call.ready;
  return call;
}

export { Call, M4shError };
