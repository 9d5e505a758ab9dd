import { mkdir, rename, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Draft } from '../../app/draft/draft.ts';
import { freshFolder, OPERATOR, startTill } from '../../testing/tills/openedTill.ts';
import { registration } from '../../testing/tills/registration.ts';

const SAVE = 'a'.repeat(32);

/** A till with one save that waits, and the draft of a correction of it, as anybody in the page could leave it. */
async function correctingTill() {
  const folder = await freshFolder();
  const till = await startTill(folder);
  const { calls } = till;
  const empty = { name: '', gender: null, birthday: '', outerId: '', outerType: null, remark: '' };
  const registered = await calls.registerMember(registration(SAVE, '13812346520'));
  expect(registered).toMatchObject({ ok: true });
  const keep = (parts: Partial<Draft>) =>
    calls.keepDraft({
      requestId: 'b'.repeat(32),
      operatorId: OPERATOR,
      member: { ...empty, mobile: '1' },
      consent: null,
      correctionOf: null,
      chosen: null,
      isLocked: false,
      ...parts,
    });
  const leave = (correctionOf: string | null, operatorId = OPERATOR) =>
    keep({ correctionOf, operatorId });
  const linesOf = async () =>
    (await till.lines()).filter(({ action }) => action.startsWith('save.'));
  return { ...till, folder, keep, leave, linesOf };
}

test('what a draft shows of the save that it corrects leaves the same line as opening that save', async () => {
  const { calls, leave, linesOf } = await correctingTill();
  await leave(SAVE);
  const restored = await calls.getDraft(null);
  expect(restored).toMatchObject({ value: { correcting: { member: { mobile: '13812346520' } } } });
  expect(await linesOf()).toMatchObject([
    { action: 'save.read', operatorId: OPERATOR, slip: 'S-0001', reason: 'draft' },
  ]);
});

test('a draft under a name that no operator has puts no such name into the trail', async () => {
  const { calls, leave, linesOf } = await correctingTill();
  await leave(SAVE, '13812346520');
  await calls.getDraft(null);
  expect(await linesOf()).toMatchObject([{ action: 'save.read', operatorId: null }]);
});

test('where no line can be written a draft shows nothing of the save that it corrects', async () => {
  const { calls, leave, till } = await correctingTill();
  await leave(SAVE);
  till.audit.record = async () => false;
  expect(await calls.getDraft(null)).toEqual({ ok: false, error: { code: 'audit.refused' } });
});

test('a draft of somebody who was chosen by the number shows the mask alone: no line, and the form may close that save', async () => {
  const { calls, keep, linesOf, till } = await correctingTill();
  await keep({ chosen: { requestId: SAVE, mobile: '13812346520', decided: [] } });
  const restored = await calls.getDraft(null);
  expect(restored).toMatchObject({
    value: { correcting: null, chosen: { member: { slip: 'S-0001', state: 'pending' } } },
  });
  expect(JSON.stringify(restored)).not.toContain('王芳');
  expect(await linesOf()).toEqual([]);
  expect(till.opened.take(SAVE)).not.toBeNull();
});

test('a draft of somebody who was chosen by the member code comes back by it, and by no other', async () => {
  const { calls, keep } = await correctingTill();
  const code = { outerId: '2088328921390232', outerType: 'alipay' } as const;
  const requestId = 'c'.repeat(32);
  await calls.registerMember({ ...registration(requestId, ''), member: code });
  const empty = { mobile: '', name: '', gender: null, birthday: '', remark: '' };
  const left = (outerId: string) =>
    keep({
      member: { ...empty, ...code, outerId },
      chosen: { requestId, mobile: '', decided: [] },
    });
  await left(code.outerId);
  expect(await calls.getDraft(null)).toMatchObject({
    value: { chosen: { mobile: '', member: { slip: 'S-0002' } } },
  });
  await left('2088328921390233');
  expect(await calls.getDraft(null)).toMatchObject({ value: { chosen: null } });
});

test('a draft of a correction whose member has gone to another till meanwhile comes back without that choice', async () => {
  const { calls, keep, till } = await correctingTill();
  await keep({ chosen: { requestId: SAVE, mobile: '13812346520', decided: [] } });
  await till.outbox.decisions.discard(SAVE, 'moved');
  expect(await calls.getDraft(null)).toMatchObject({ value: { chosen: null } });
});

test('a draft that only guesses the number of a save opens nothing, and is counted as a question about it', async () => {
  const { calls, keep, till } = await correctingTill();
  await keep({ chosen: { requestId: SAVE, mobile: '13812346521', decided: [] } });
  expect(await calls.getDraft(null)).toMatchObject({ value: { chosen: null } });
  expect(till.opened.take(SAVE)).toBeNull();
  for (let asked = 0; asked < 8; asked += 1) await calls.findMember({ mobile: '13812346520' });
  expect(await calls.getDraft(null)).toMatchObject({ error: { code: 'lookup.too-fast' } });
});

test('a draft that the disk does not give now is no draft that is not there: the page is told, and it stays', async () => {
  const { calls, keep, folder } = await correctingTill();
  await keep({});
  const path = join(folder, 'draft.json');
  await rename(path, `${path}.held`);
  await mkdir(path);
  expect(await calls.getDraft(null)).toEqual({ ok: false, error: { code: 'store.failed' } });
  await rmdir(path);
  await rename(`${path}.held`, path);
  expect(await calls.getDraft(null)).toMatchObject({ value: { member: { mobile: '1' } } });
});

test('a draft that corrects nothing comes back without a line', async () => {
  const { calls, leave, linesOf } = await correctingTill();
  await leave(null);
  expect(await calls.getDraft(null)).toMatchObject({ value: { member: { mobile: '1' } } });
  expect(await linesOf()).toEqual([]);
});

test('a draft that tells nothing of a save comes back however often was asked before', async () => {
  const { calls, leave } = await correctingTill();
  for (let asked = 0; asked < 8; asked += 1) await calls.findMember({ mobile: '13812346520' });
  await leave(null);
  expect(await calls.getDraft(null)).toMatchObject({ value: { member: { mobile: '1' } } });
  await leave(SAVE);
  expect(await calls.getDraft(null)).toMatchObject({ error: { code: 'lookup.too-fast' } });
});

test('a draft that is changed while it is asked for is not told of uncounted', async () => {
  const { calls, leave, till } = await correctingTill();
  for (let asked = 0; asked < 8; asked += 1) await calls.findMember({ mobile: '13812346520' });
  await leave(null);
  const read = till.drafts.read.bind(till.drafts);
  till.drafts.read = async () => {
    const kept = await read();
    await leave(SAVE);
    return kept;
  };
  expect(await calls.getDraft(null)).toMatchObject({ value: { correcting: null } });
});
