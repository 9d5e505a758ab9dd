import { expect, test } from 'vitest';
import { setAsideTogether } from '../../main/vault/asideFolders.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import {
  answer,
  copyOf,
  HOUR,
  idOf,
  importAt,
  losingStore,
  openOf,
  runTool,
  START,
  save,
  startRecoverable,
} from './testing/deadTill.ts';

const [WRONG, RIGHT, OTHER] = ['13800138001', '13800138002', '13800138003'];

type Recoverable = Awaited<ReturnType<typeof startRecoverable>>['till'];

/** What goes out of a queue that was set aside, and the next one. */
async function recoveredOf(
  before: (till: Recoverable) => Promise<void>,
  since: (till: Recoverable) => Promise<void>,
) {
  const folder = await freshFolder();
  const { store, keyWrapper, remember } = losingStore();
  const first = await startRecoverable(folder, { keyWrapper });
  await before(first.till);
  await first.stop();
  await remember(folder);
  store.isClosed = true;
  await setAsideTogether(folder, START + HOUR / 2);
  const second = await startRecoverable(folder, {
    keyWrapper,
    clock: new VirtualClock(START + HOUR / 2),
  });
  await since(second.till);
  const { out } = await runTool(await copyOf(folder));
  return openOf((await importAt(out, START + HOUR)).till);
}

/** Of a queue that was set aside 2 waits; it corrects 1, which was accepted. `since`: saved and sent after that. */
const recovered = (since: string | null) =>
  recoveredOf(
    async (till) => {
      await save(till, 1, { mobile: WRONG });
      await answer(till, 1, 'accepted');
      await save(till, 2, { mobile: RIGHT, correctionOf: idOf(1) });
    },
    async (till) => {
      if (since === null) return;
      await save(till, 3, { mobile: since });
      await answer(till, 3, 'accepted');
    },
  );

test('what was set aside is held where its person had another number, and somebody was sent since: it may be theirs', async () => {
  expect(await recovered(WRONG)).toEqual([[2, 'late-import']]);
  expect(await recovered(OTHER), 'the hashes of then tell nobody').toEqual([[2, 'late-import']]);
});

test('so it is where nobody was sent since', async () => {
  expect(await recovered(null)).toEqual([[2, 'late-import']]);
});

test('what was set aside, and corrected elsewhere, is held where its correction has been sent since: it would undo it', async () => {
  const file = await recoveredOf(
    async (till) => void (await save(till, 1, { mobile: WRONG })),
    async (till) => {
      await save(till, 2, { mobile: RIGHT, correctionOf: idOf(1) });
      await answer(till, 2, 'accepted');
    },
  );
  expect(file).toEqual([[1, 'late-import']]);
});

/** 1 was accepted in a queue that was set aside, and 2 waits in the next one. */
const recoveredBehind = (outerId: string | undefined) =>
  recoveredOf(
    async (till) => {
      await save(till, 1, { mobile: RIGHT, ...(outerId === undefined ? {} : { outerId }) });
      await answer(till, 1, 'accepted');
    },
    async (till) => void (await save(till, 2, { mobile: RIGHT })),
  );

test('what waits is held where its person had a code in a queue that was set aside: what another till has sent under that may be theirs', async () => {
  expect(await recoveredBehind('code')).toEqual([[2, 'late-import']]);
});

test('it goes by itself where that queue tells nothing else of them', async () => {
  expect(await recoveredBehind(undefined)).toEqual([[2, 'pending']]);
});

const CODE = { outerId: 'code', outerType: 'wechat' } as const;

/** 1 and 2 wait in a queue that was set aside, and 3 was sent since. */
const recoveredBoth = (first: object, second: object) =>
  recoveredOf(
    async (till) => {
      await save(till, 1, first);
      await save(till, 2, second);
    },
    async (till) => {
      await save(till, 3, CODE);
      await answer(till, 3, 'accepted');
    },
  );

test('what was set aside is held where only another save of that queue shows that who was sent since is the same person', async () => {
  const [mobile, both] = [{ mobile: RIGHT }, { mobile: RIGHT, ...CODE }];
  const held = [
    [1, 'late-import'],
    [2, 'late-import'],
  ];
  expect(await recoveredBoth(mobile, both)).toEqual(held);
  expect(await recoveredBoth(both, mobile)).toEqual(held);
});

test('so it is where none does', async () => {
  expect(await recoveredBoth({ mobile: RIGHT }, { mobile: OTHER, ...CODE })).toEqual([
    [1, 'late-import'],
    [2, 'late-import'],
  ]);
});
