const firstPause = 250;
const longestPause = 10_000;
const maxDoublings = 20;

/** Doubling pauses with chance, so that the clients of a dead server do not come back all at once. @param {number} attempt from 0 */
export const pause = attempt => Math.min(firstPause * 2 ** Math.min(attempt, maxDoublings) * (1 + (2 * Math.random() - 1) / 3), longestPause);

/** Not `crypto.randomUUID`, which is there in secure contexts only. */
export const randomName = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), byte => byte.toString(16).padStart(2, '0')).join('');
