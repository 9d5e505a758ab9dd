import { expect, test } from 'vitest';
import { startHousekeeping } from './housekeeping.ts';

/** A till in which everything is done at once, and what was done. */
function begun() {
  const done: string[] = [];
  let letBeCalm = () => {};
  const calm = new Promise<void>((resolve) => {
    letBeCalm = resolve;
  });
  const did = (what: string) => async () => void done.push(what);
  const stop = startHousekeeping({
    clock: {
      after: () => {
        done.push('wait');
        return () => {};
      },
    },
    hold: { isSure: true, confirm: async () => {} },
    outbox: { housekeep: did('outbox'), lookForEdited: did('every save') },
    replayer: { confirmedTime: () => null },
    drafts: { housekeep: did('drafts') },
    words: { housekeep: did('words') },
    rotation: { goOn: did('rotation') },
    restoreKeys: did('keys'),
    person: { erasure: { goOn: did('erasing') } },
    clearTaken: did('taken'),
    whenCalm: () => calm,
  });
  return { done, letBeCalm, stop };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

/** Who was erased, and keys, wait for nobody. */
const FIRST = ['keys', 'erasing', 'outbox', 'drafts', 'words', 'taken', 'rotation'];

test('a window that begins has the process to itself before every save is looked at', async () => {
  const { done, letBeCalm } = begun();
  await settled();
  expect(done).toEqual(FIRST);
  letBeCalm();
  await settled();
  expect(done).toEqual([...FIRST, 'every save', 'wait']);
});

test('a till that ends before its window is there looks at nothing any more', async () => {
  const { done, letBeCalm, stop } = begun();
  await settled();
  stop();
  letBeCalm();
  await settled();
  expect(done).toEqual(FIRST);
});
