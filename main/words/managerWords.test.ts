import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  answered,
  OF_OPERATOR as cause,
  heldTill,
  idOf,
  mobileOf,
  OTHER,
  WRONG_OPERATOR,
} from '../../testing/tills/heldTill.ts';
import { freshFolder, OPERATOR, PIN, startTill } from '../../testing/tills/openedTill.ts';
import { tokenOf } from '../person/personToken.ts';

const WORD = '请王女士再报一次工号';

async function wordTill(count = 2) {
  const folder = await freshFolder();
  const held = await heldTill(folder, count);
  const { calls } = held;
  const leave = (text: string, slip: number | null) =>
    calls.leaveWord({ operatorId: OPERATOR, cause, slip, text });
  return { folder, ...held, leave, shown: () => wordsIn(calls) };
}

async function wordsIn(calls: Awaited<ReturnType<typeof startTill>>['calls']) {
  const list = await calls.listSaves({ filter: 'all', search: '', offset: 0, limit: 50 });
  return list.ok ? list.value.rows.map(({ word }) => word).reverse() : [];
}

test('a word about one held save is shown with it, and with no other', async () => {
  const { leave, shown } = await wordTill();
  expect(await leave(WORD, 2)).toEqual({ ok: true, value: null });
  expect(await shown()).toEqual([null, WORD]);
});

test('a word about a group is shown with each save of it that has none of its own, also with what comes later', async () => {
  const { till, calls, leave, shown } = await wordTill();
  await leave('all', null);
  await leave('one', 1);
  const third = { requestId: idOf(9), operatorId: OPERATOR };
  expect(await shown()).toEqual(['one', 'all']);
  expect(await calls.listHeldGroups(null)).toMatchObject({ value: [{ word: 'all' }] });
  await till.outbox.decisions.discard(third.requestId, 'manager');
  await leave('', 1);
  expect(await shown()).toEqual(['all', 'all']);
});

test('it is gone with what was held, and does not come back where that is held once more', async () => {
  const { till, leave, shown } = await wordTill(1);
  await leave(WORD, 1);
  await till.outbox.decisions.sendAgain(idOf(1));
  expect(await shown()).toEqual([null]);
  await answered(till, idOf(1), WRONG_OPERATOR);
  expect(await shown()).toEqual([null]);
});

test('that of a group goes with the last save of it', async () => {
  const { till, leave, calls } = await wordTill(1);
  await leave('all', null);
  await till.words.housekeep();
  expect(till.words.ofGroup(cause)).toBe('all');
  await till.outbox.decisions.sendAgain(idOf(1));
  await till.words.housekeep();
  await answered(till, idOf(1), WRONG_OPERATOR);
  expect(await calls.listHeldGroups(null)).toMatchObject({ value: [{ word: null }] });
});

test('it outlives a restart, and no word of it lies readable on the disk or stands in the trail', async () => {
  const { folder, leave, stop, lines } = await wordTill();
  await leave(WORD, 1);
  expect((await lines()).at(-1)).toMatchObject({ action: 'word.left', slip: 'S-0001' });
  await stop();
  for (const name of await readdir(folder))
    expect((await readFile(join(folder, name))).includes(WORD), name).toBe(false);
  const again = await startTill(folder, { offer: null });
  expect(await wordsIn(again.calls)).toEqual([WORD, null]);
});

test('it can be read after the data key was replaced, and keeps no key of before', async () => {
  const { folder, till, calls, leave, stop } = await wordTill();
  await leave(WORD, 1);
  const before = await readFile(join(folder, 'words.json'), 'utf8');
  expect(await calls.replaceKey({ pin: PIN })).toMatchObject({ ok: true });
  await till.rotation.goOn();
  expect(till.rotation.isOldKeyNeeded).toBe(false);
  expect(await readFile(join(folder, 'words.json'), 'utf8')).not.toBe(before);
  await stop();
  const again = await startTill(folder, { offer: null });
  expect(await wordsIn(again.calls)).toEqual([WORD, null]);
});

test('a file that somebody else has sealed, or spoilt, is no word, and keeps no till from starting', async () => {
  const { folder, leave, stop } = await wordTill();
  await leave(WORD, 1);
  await stop();
  await writeFile(join(folder, 'words.json'), '{"format":1,"sealed":"AAAA"}');
  const { calls } = await startTill(folder, { offer: null });
  expect(await wordsIn(calls)).toEqual([null, null]);
});

test('nobody leaves one without a session, in another’s name, or about what is not held so', async () => {
  const { till, calls, leave, shown } = await wordTill();
  const changed = { ok: false, error: { code: 'save.changed' } };
  expect(await leave(WORD, 7)).toEqual(changed);
  await till.outbox.decisions.sendAgain(idOf(2));
  expect(await leave(WORD, 2)).toEqual(changed);
  const asOther = { operatorId: 'nobody', cause, slip: 1, text: WORD };
  expect(await calls.leaveWord(asOther)).toMatchObject({ error: { code: 'operator.unknown' } });
  await calls.closeManager(null);
  const ended = { ok: false, error: { code: 'session.ended' } };
  expect(await calls.leaveWord({ ...asOther, operatorId: OTHER })).toEqual(ended);
  expect(await shown()).toEqual([null, null]);
});

test('the word about somebody who is erased goes with them, from memory and disk, before it is said that they are gone', async () => {
  const { calls, folder, leave } = await wordTill();
  await leave(WORD, 1);
  const read = () => readFile(join(folder, 'words.json'), 'utf8');
  const before = await read();
  const identity = { mobile: mobileOf(1) };
  const erased = await calls.erasePerson({
    identity,
    operatorId: OPERATOR,
    token: tokenOf(['S-0001']),
  });
  expect(erased).toMatchObject({ ok: true, value: { left: [] } });
  expect(await read()).not.toBe(before);
});
