/** A refusal of the server, or the end of a call: `code` is one of the contract's, or the reason of a `disconnect`. */
export class M4shError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   */
  constructor(code, message) {
    super(`${code}: ${message}`);
    this.name = 'M4shError';
    this.code = code;
  }
}

/** Worth another try. @param {string} code */
export const isTransient = code => code === 'unavailable' || code === 'rate_limited';
