import { takeLock } from '../memory/fileLock.ts';

/**
 * From a moment on (ms since 1970) takes one lock after the other, each at a moment of its own, says which it got, and keeps them
 * until it is killed.
 */
const [from = '', ...locks] = process.argv.slice(2);
const BETWEEN = 4;
const taken = locks.map((lock, place) => {
  // As exactly as a computer can: another process does the same.
  while (Date.now() < Number(from) + place * BETWEEN);
  return takeLock(lock);
});
process.stdout.write(`${JSON.stringify(taken.map((release) => release !== null))}\n`);
setInterval(() => taken, 60_000);
