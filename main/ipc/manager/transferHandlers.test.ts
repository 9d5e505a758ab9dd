import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { MoveProgress } from '../../../app/move/foreseen.ts';
import type { MoveDirection } from '../../../app/move/moveCalls.ts';
import {
  CONSENT,
  freshFolder,
  OPERATOR,
  PIN,
  PROVISION,
  startTill,
} from '../../../testing/tills/openedTill.ts';

const WORDS = 'correct horse battery';
const refused = { ok: false, error: { code: 'request.refused' } };

async function openedTill(file: string | null, brandId = PROVISION.brandId) {
  const folder = await freshFolder();
  const place = file ?? join(dirname(folder), 'queue.tillside');
  const opened = await startTill(
    folder,
    { offer: { provision: { ...PROVISION, brandId }, isTrusted: false } },
    { chooseFile: async () => place },
  );
  const { calls } = opened;
  await calls.openManager({ pin: PIN, operatorId: OPERATOR });
  const register = async (number: number) =>
    expect(
      await calls.registerMember({
        requestId: String(number).padStart(32, '0'),
        operatorId: OPERATOR,
        member: { mobile: `1380013${8000 + number}` } as never,
        correctionOf: null,
        consent: { ...CONSENT, brandId },
      }),
    ).toMatchObject({ ok: true });
  const choose = async (direction: MoveDirection) => {
    const answer = await calls.chooseTransfer({ direction });
    if (!answer.ok || answer.value === null) throw new Error('nothing was chosen');
    return answer.value.number;
  };
  const move = (number: number, passphrase = WORDS) =>
    calls.transferQueue({ number, passphrase, operatorId: OPERATOR });
  return { ...opened, file: place, folder, register, choose, move };
}

/** A till with so many saves, and the file that they went into. */
async function exported(saves: number) {
  const from = await openedTill(null);
  for (let number = 1; number <= saves; number += 1) await from.register(number);
  const result = await from.move(await from.choose('export'));
  expect(result).toEqual({ ok: true, value: { direction: 'export', saves, left: 0 } });
  return from;
}

test('what leaves is said before, and what has left afterwards; the line names the operator', async () => {
  const from = await openedTill(null);
  for (const number of [1, 2, 3]) await from.register(number);
  expect(await from.calls.foreseeExport(null)).toEqual({
    ok: true,
    value: {
      waiting: 3,
      held: 0,
      stays: { unreadable: 0, underWay: 0, refused: 0, samePerson: 0 },
    },
  });
  expect(await from.move(await from.choose('export'))).toMatchObject({ value: { saves: 3 } });
  expect(await from.calls.foreseeExport(null)).toMatchObject({ value: { waiting: 0 } });
  expect((await from.lines()).at(-1)).toMatchObject({
    action: 'queue.exported',
    operatorId: OPERATOR,
    saves: 3,
  });
  // Nothing is asked or told over the window.
  expect(from.till.moving.question).toBe(null);
});

test('what an import would do is said before it does it, and changes nothing', async () => {
  const from = await exported(3);
  const to = await openedTill(from.file);
  await to.register(2);
  const number = await to.choose('import');
  const foreseen = await to.calls.foreseeImport({ number, passphrase: WORDS });
  expect(foreseen).toEqual({
    ok: true,
    value: {
      saves: 3,
      exportedAt: expect.any(Number),
      shops: ['shop'],
      brands: ['brand'],
      hosts: ['gw.example.com'],
      here: 1,
      idTaken: 0,
      closed: 0,
      sent: 2,
      held: {},
    },
  });
  expect(to.till.outbox.saves.counts).toMatchObject({ pending: 1 });
  expect((await to.lines()).at(-1)).toMatchObject({ action: 'manager.opened' });
  expect(await to.move(number)).toMatchObject({
    value: { direction: 'import', taken: 2, alreadyHere: 1, late: 0 },
  });
  expect(to.till.outbox.saves.counts).toMatchObject({ pending: 3 });
});

test('of a file that is too old, or for another brand, it says what would be held and why, as it then is', async () => {
  const from = await exported(2);
  const late = await openedTill(from.file);
  await late.clock.pass(25 * 60 * 60 * 1_000);
  await late.calls.openManager({ pin: PIN, operatorId: OPERATOR });
  const number = await late.choose('import');
  expect(await late.calls.foreseeImport({ number, passphrase: WORDS })).toMatchObject({
    value: { sent: 0, held: { 'late-import': 2 } },
  });
  expect(await late.move(number)).toMatchObject({ value: { taken: 2, late: 2 } });

  const other = await openedTill(from.file, 'another');
  const again = await other.choose('import');
  expect(await other.calls.foreseeImport({ number: again, passphrase: WORDS })).toMatchObject({
    value: { brands: ['brand'], sent: 0, held: { 'other-app': 2 } },
  });
});

test('what comes home is seen as what is sent from here again', async () => {
  const from = await exported(2);
  const number = await from.choose('import');
  expect(await from.calls.foreseeImport({ number, passphrase: WORDS })).toMatchObject({
    value: { here: 0, sent: 2 },
  });
  expect(await from.move(number)).toMatchObject({ value: { taken: 2 } });
});

test('a wrong passphrase, a foreign and a damaged file are told as everywhere', async () => {
  const from = await exported(1);
  const to = await openedTill(from.file);
  const number = await to.choose('import');
  const look = (passphrase = WORDS) => to.calls.foreseeImport({ number, passphrase });
  expect(await look('another passphrase')).toMatchObject({
    error: { code: 'move.wrong-passphrase' },
  });
  const content = await readFile(from.file, 'utf8');
  const damaged = content.replace(
    /"tag":"(..)/,
    (_, tag) => `"tag":"${tag === 'AA' ? 'BB' : 'AA'}`,
  );
  await writeFile(from.file, damaged);
  expect(await look()).toMatchObject({ error: { code: 'move.wrong-passphrase' } });
  await writeFile(from.file, 'x');
  expect(await look()).toMatchObject({ error: { code: 'move.not-a-queue' } });
  expect(await to.move(number)).toMatchObject({ error: { code: 'move.not-a-queue' } });
});

test('how far it is can be asked while it moves, and not afterwards', async () => {
  const from = await exported(5);
  const to = await openedTill(from.file);
  const heard: (MoveProgress | null)[] = [];
  const number = await to.choose('import');
  const moving = to.move(number);
  let isOver = false;
  void moving.then(() => {
    isOver = true;
  });
  while (!isOver) {
    const answer = await to.calls.getTransferProgress(null);
    if (answer.ok) heard.push(answer.value);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(heard.map((progress) => progress?.stage)).toContain('reading');
  const counted = heard.filter((progress) => progress?.stage === 'taking');
  for (const progress of counted) expect(progress).toMatchObject({ total: 5 });
  expect(await to.calls.getTransferProgress(null)).toEqual({ ok: true, value: null });
});

test('what was not chosen, or is done, does not move, nor by somebody unknown', async () => {
  const from = await exported(1);
  expect(await from.move(1)).toEqual(refused);
  expect(await from.move(7)).toEqual(refused);
  const number = await from.choose('export');
  // A file that is to be written is none to look into.
  expect(await from.calls.foreseeImport({ number, passphrase: WORDS })).toEqual(refused);
  expect(
    await from.calls.transferQueue({ number, passphrase: WORDS, operatorId: 'nobody' }),
  ).toMatchObject({ error: { code: 'operator.unknown' } });
});

test('nothing moves while the window asks about another move', async () => {
  const from = await openedTill(null);
  await from.register(1);
  from.till.moving.ask({ direction: 'export', file: `${from.file}-asked` });
  expect(await from.move(await from.choose('export'))).toEqual(refused);
});

test('nothing moves while somebody is being erased: none of theirs is in a file, and none comes out of one', async () => {
  const from = await openedTill(null);
  await from.register(1);
  const number = await from.choose('export');
  const { erasing } = from.till.outbox;
  await erasing.inQuiet(async () => expect(await from.move(number)).toMatchObject(refused));
  expect(await from.move(number)).toMatchObject({ ok: true });
});

test('a file that became another one after it was said what it would do is not taken over', async () => {
  const [shown, other] = [await exported(2), await exported(3)];
  const to = await openedTill(shown.file);
  const number = await to.choose('import');
  const look = () => to.calls.foreseeImport({ number, passphrase: WORDS });
  expect(await look()).toMatchObject({ value: { saves: 2 } });
  // Under the same passphrase, as a chain may have for all of its files.
  await writeFile(shown.file, await readFile(other.file));
  expect(await to.move(number)).toEqual({ ok: false, error: { code: 'move.changed' } });
  expect(to.till.outbox.saves.counts).toMatchObject({ pending: 0, held: 0 });
  expect(await look()).toMatchObject({ value: { saves: 3 } });
  expect(await to.move(number)).toMatchObject({ value: { taken: 3 } });
});
