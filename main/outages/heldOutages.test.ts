import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { OutageReason } from '../../app/outages/outage.ts';
import { refuseToRead } from '../../testing/doubles/unreadFile.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { Vault } from '../vault/vault.ts';
import { Outages } from './outages.ts';
import { OUTAGES_FILE } from './outagesFile.ts';

vi.mock('node:fs/promises', async (original) => {
  const { withUnread } = await import('../../testing/doubles/unreadFile.ts');
  return withUnread(await original());
});

const MINUTE = 60_000;
const vault = new Vault(Buffer.alloc(32, 7));

/** One outage is kept, and the disk does not give the file of it to the next start. */
async function startedUnread(code = 'EBUSY') {
  const folder = await freshFolder();
  const clock = new VirtualClock();
  let reason: OutageReason | null = null;
  const start = () =>
    Outages.open({
      ...{ folder, vault, clock },
      log: { warn: () => undefined },
      isOurs: () => true,
      reason: () => reason,
      confirmedTime: () => null,
    });
  /** One of two minutes, from its beginning to its end. */
  const suffer = async (outages: Outages, why: OutageReason) => {
    reason = why;
    outages.look();
    await clock.pass(2 * MINUTE);
    reason = null;
    outages.look();
  };
  const before = await start();
  await suffer(before, 'unreachable');
  await before.close();
  const letGo = refuseToRead(join(folder, OUTAGES_FILE), code);
  const outages = await start();
  return { folder, clock, outages, start, suffer, letGo };
}

const reasonsOf = (outages: Outages) =>
  outages.list(Number.NEGATIVE_INFINITY).map(({ reason }) => reason);

test('outages that a scanner holds at a start are told as soon as it has let go of them', async () => {
  const { outages, letGo, clock } = await startedUnread();
  expect(reasonsOf(outages)).toEqual([]);
  letGo();
  await clock.pass(MINUTE);
  await expect.poll(() => reasonsOf(outages)).toEqual(['unreachable']);
});

test('nothing is written over them before: what comes since is written behind them', async () => {
  const { outages, letGo, suffer, start } = await startedUnread();
  await suffer(outages, 'busy');
  letGo();
  await outages.close();
  expect(reasonsOf(await start())).toEqual(['unreachable', 'busy']);
});

test('outages on a bad sector are set aside, and those that come since are kept', async () => {
  const { folder, outages, suffer, letGo, start } = await startedUnread('EIO');
  await suffer(outages, 'busy');
  await outages.close();
  letGo();
  expect(reasonsOf(await start())).toEqual(['busy']);
  expect((await readdir(folder)).filter((name) => name.includes('.unreadable-'))).toHaveLength(1);
});
