const firstPause = 250;
const longestPause = 10_000;
const maxDoublings = 20;
const pauseSpread = 1 / 3;
const stopSpread = 4;

/** Doubling pauses with chance, so that the clients of a dead server do not come back all at once. @param {number} attempt from 0 */
export const pause = attempt =>
  Math.min(firstPause * 2 ** Math.min(attempt, maxDoublings), longestPause / (1 + pauseSpread)) * (1 + pauseSpread * (2 * Math.random() - 1));

/** The first pause after a server said that it stops: to all its clients at once. */
export const pauseAfterStop = () => firstPause * (1 + stopSpread * Math.random());

/** Not `crypto.randomUUID`, which is there in secure contexts only. */
export const randomName = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), byte => byte.toString(16).padStart(2, '0')).join('');
