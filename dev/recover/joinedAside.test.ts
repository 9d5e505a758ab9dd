import { expect, test } from 'vitest';
import { setAsideTogether } from '../../main/vault/asideFolders.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import {
  answer,
  copyOf,
  HOUR,
  importAt,
  losingStore,
  openOf,
  runTool,
  START,
  save,
  startRecoverable,
} from './testing/deadTill.ts';

const [WRONG, RIGHT, OTHER] = ['13800138001', '13800138002', '13800138003'];

/** Of a queue that was set aside 2 waits; it corrects 1, which was accepted. `since`: saved and sent after that. */
async function recovered(since: string | null) {
  const folder = await freshFolder();
  const { store, keyWrapper, remember } = losingStore();
  const first = await startRecoverable(folder, { keyWrapper });
  const original = await save(first.till, 1, { mobile: WRONG });
  await answer(first.till, 1, 'accepted');
  await save(first.till, 2, { mobile: RIGHT, correctionOf: original.requestId });
  await first.stop();
  await remember(folder);
  store.isClosed = true;
  await setAsideTogether(folder, START + HOUR / 2);
  const second = await startRecoverable(folder, {
    keyWrapper,
    clock: new VirtualClock(START + HOUR / 2),
  });
  if (since !== null) {
    await save(second.till, 3, { mobile: since });
    await answer(second.till, 3, 'accepted');
  }
  const { out } = await runTool(await copyOf(folder));
  return openOf((await importAt(out, START + HOUR)).till);
}

test('what was set aside is held where its person had another number, and somebody was sent since: it may be theirs', async () => {
  expect(await recovered(WRONG)).toEqual([[2, 'late-import']]);
  expect(await recovered(OTHER), 'the hashes of then tell nobody').toEqual([[2, 'late-import']]);
});

test('it goes by itself where nobody was sent since', async () => {
  expect(await recovered(null)).toEqual([[2, 'pending']]);
});
