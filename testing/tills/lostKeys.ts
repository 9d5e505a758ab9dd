import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setAsideTogether } from '../../main/vault/asideFolders.ts';
import { VirtualClock } from '../doubles/virtualClock.ts';
import { SET_UP, START } from './lostKey.ts';
import { freshFolder, keyStore, startTill } from './openedTill.ts';

const HOUR = 60 * 60_000;

/** A till on a key store that loses one key after the other. Times are hours after `START`. */
export async function tillOfLostKeys() {
  const folder = await freshFolder();
  const closed = new Set<string>();
  const keyWrapper = {
    ...keyStore,
    unwrap: (wrapped: Buffer) => {
      if (closed.has(wrapped.toString('base64'))) throw new Error('lost');
      return keyStore.unwrap(wrapped);
    },
  };
  const start = (hours: number, more: object = {}) =>
    startTill(folder, {
      ...{ keyWrapper, offer: null, clock: new VirtualClock(START + hours * HOUR) },
      ...more,
    });
  /** A new queue has begun; gives what brings the key of the one before back. `beforeNew`: before it is. */
  const loseKey = async (hours: number, beforeNew: () => Promise<void> = async () => undefined) => {
    const { keys } = JSON.parse(await readFile(join(folder, 'key.json'), 'utf8'));
    closed.add(keys[0].wrapped);
    await setAsideTogether(folder, START + hours * HOUR);
    await beforeNew();
    await (await start(hours, { offer: SET_UP })).stop();
    return () => closed.delete(keys[0].wrapped);
  };
  return { folder, start, loseKey };
}
