import { rename } from 'node:fs/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { aQueueThatComesBack, START } from '../../testing/tills/lostKey.ts';
import { realDisk } from '../disk/realDisk.ts';
import { clearTaken } from './clearTaken.ts';
import { WaitingAside } from './waitingAside.ts';

test('a folder that stays whole for a save that is not here is read once in a run: nobody at the counter stands still for its length with each tidying', async () => {
  const { aside, folder, start } = await aQueueThatComesBack();
  await rename(aside, `${aside}.taken`);
  const { till } = await start();
  const waiting = await WaitingAside.read(folder, START);
  const { outbox, clock } = till;
  const tidy = () => clearTaken({ folder, outbox, waiting, clock, isSure: () => true });
  expect(await tidy()).toEqual([{ code: 'store.key-unreadable', detail: '1 · 2026-11-24' }]);
  const listed = vi.spyOn(realDisk, 'list');
  onTestFinished(() => listed.mockRestore());
  expect(await tidy()).toEqual([]);
  expect(listed).not.toHaveBeenCalled();
});
