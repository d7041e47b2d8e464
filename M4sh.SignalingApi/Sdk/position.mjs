/** Up to where everything was seen. Acks of one's own messages and the other's messages come over different ways, so later may come first. */
export class Position {
  /** @type {string | undefined} */
  epoch;
  last = 0;
  /** @type {Set<number>} */
  #ahead = new Set();

  /**
   * @param {string} epoch
   * @param {number} seq
   */
  start(epoch, seq) {
    this.epoch = epoch;
    this.last = seq;
    this.#ahead.clear();
  }

  /** @param {number} seq @returns {boolean} whether it is new */
  see(seq) {
    if (seq <= this.last || this.#ahead.has(seq)) {
      return false;
    }

    this.#ahead.add(seq);
    while (this.#ahead.delete(this.last + 1)) {
      this.last++;
    }

    return true;
  }
}
