import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Member } from '../../../app/member/memberSchema.ts';
import type { Identity } from '../../../app/outbox/identity.ts';
import { slipNumber } from '../../../app/outbox/save.ts';
import { accepted } from '../../../app/replay/gateSteps.fixture.ts';
import { dayOf } from '../../../app/totals/days.ts';
import {
  CONSENT,
  freshFolder,
  OPERATOR,
  PIN,
  startTill,
} from '../../../testing/tills/openedTill.ts';
import { tokenOf } from '../../person/personToken.ts';

const ONE = { mobile: '13912345678' };
const OTHER = { mobile: '13987654321' };
const asked = { identity: ONE, operatorId: OPERATOR };

const idOf = (number: number) => String(number).padStart(32, '0');

/** A till whose manager's page is open, with two saves of one person and one of another. */
async function personTill(folder?: string) {
  const at = folder ?? (await freshFolder());
  const started = await startTill(at);
  const { till, calls } = started;
  await calls.openManager({ pin: PIN, operatorId: OPERATOR });
  const register = (number: number, member: Member) =>
    calls.registerMember({
      requestId: idOf(number),
      operatorId: OPERATOR,
      member,
      consent: CONSENT,
      correctionOf: null,
    });
  if (folder === undefined) {
    await register(1, { ...ONE, name: '欧阳晓岚', remark: '<script>alert(1)</script>' });
    await register(2, { ...OTHER, name: '司徒建国' });
    await register(3, { ...ONE, outerId: 'oQx7kLm39', outerType: 'wechat' });
  }
  const ofAction = async (action: string) =>
    (await started.lines()).filter((line) => line.action === action);
  const erase = (slips: string[], identity: Identity = ONE) =>
    calls.erasePerson({ ...asked, identity, token: tokenOf(slips) });
  return { ...started, saves: till.outbox.saves, folder: at, register, ofAction, erase };
}

test('a whole number gives every save of its person, in order and masked, with what the till knows of each', async () => {
  const { calls, saves } = await personTill();
  const found = await calls.findPerson(asked);
  const first = saves.find(idOf(1));
  expect(found).toMatchObject({
    ok: true,
    value: {
      saves: [
        {
          slip: 'S-0001',
          masked: { mobile: '139****5678' },
          state: 'pending',
          createdAt: first?.createdAt,
          settledAt: null,
          consent: { noticeVersion: CONSENT.noticeVersion, marketing: false, operatorId: OPERATOR },
          isAsked: true,
          hasBody: true,
          mayCorrect: true,
        },
        { slip: 'S-0003', isAsked: true },
      ],
      nobodys: 0,
      hasDraft: false,
      aside: [],
      comeBack: [],
    },
  });
  expect(JSON.stringify(found)).not.toMatch(/13912345678|欧阳晓岚/);
});

test('a code finds the same person, and says which of the saves another number has joined', async () => {
  const { calls } = await personTill();
  const identity = { outerId: 'oQx7kLm39', outerType: 'wechat' } as const;
  const found = await calls.findPerson({ ...asked, identity });
  if (!found.ok) throw new Error(found.error.code);
  expect(found.value.saves.map(({ slip, isAsked }) => [slip, isAsked])).toEqual([
    ['S-0001', false],
    ['S-0003', true],
  ]);
});

test('each look has its line, with slips and a count, and neither number nor name', async () => {
  const { calls, lines, ofAction } = await personTill();
  await calls.findPerson(asked);
  await calls.findPerson({ ...asked, identity: { mobile: '13900000000' } });
  await calls.showPerson({ ...asked, reason: 'complaint' });
  expect(await ofAction('person.looked-up')).toMatchObject([
    { operatorId: OPERATOR, slip: 'S-0001 S-0003', saves: 2 },
    { operatorId: OPERATOR, slip: null, saves: 0 },
  ]);
  expect(await ofAction('person.shown')).toMatchObject([
    { operatorId: OPERATOR, slip: 'S-0001 S-0003', saves: 2, reason: 'complaint' },
  ]);
  expect(JSON.stringify(await lines())).not.toMatch(/139|欧阳/);
});

test('their values are shown by a further call alone, where they are still here', async () => {
  const { calls } = await personTill();
  expect(await calls.showPerson({ ...asked, reason: 'asked' })).toMatchObject({
    ok: true,
    value: [
      { slip: 'S-0001', member: { ...ONE, name: '欧阳晓岚' } },
      { slip: 'S-0003', member: { ...ONE, outerId: 'oQx7kLm39' } },
    ],
  });
});

test('a session tries numbers no faster than the counter does: it counts as a look-up, and so do the others', async () => {
  const { calls, clock } = await personTill();
  await clock.pass(3_600_000);
  await calls.openManager({ pin: PIN, operatorId: OPERATOR });
  const codes = [];
  for (let time = 0; time < 20; time += 1) {
    const answer = await (time % 3 === 0
      ? calls.findPerson(asked)
      : time % 3 === 1
        ? calls.showPerson({ ...asked, reason: 'asked' })
        : calls.exportPerson({ ...asked, reason: 'asked' }));
    codes.push(answer.ok ? 'ok' : answer.error.code);
  }
  expect(codes).toEqual(Array(20).fill('ok'));
  expect(await calls.findPerson(asked)).toMatchObject({ error: { code: 'lookup.too-fast' } });
  expect(await calls.findMember(ONE)).toMatchObject({ error: { code: 'lookup.too-fast' } });
});

test('nobody is asked about a part, or by somebody who is not of this till', async () => {
  const { calls } = await personTill();
  expect(await calls.findPerson({ ...asked, operatorId: 'nobody' })).toMatchObject({
    error: { code: 'operator.unknown' },
  });
});

test('an erasing takes what somebody has confirmed and no more, from memory and every file, with one line', async () => {
  const { erase, saves, folder, ofAction, stop } = await personTill();
  const hashes = [
    ...(saves.find(idOf(1))?.identityKeys ?? []),
    ...(saves.find(idOf(3))?.identityKeys ?? []),
  ];
  const bodies = [1, 3].map((number) => saves.find(idOf(number))?.sealedBody ?? '?');
  expect(await erase(['S-0001'])).toMatchObject({ error: { code: 'person.changed' } });
  expect(await erase(['S-0001', 'S-0003'])).toEqual({
    ok: true,
    value: { slips: ['S-0001', 'S-0003'], left: [], draft: null },
  });
  expect([...saves.values()].map(({ sequence }) => slipNumber(sequence))).toEqual(['S-0002']);
  expect(await ofAction('person.erased')).toMatchObject([
    { operatorId: OPERATOR, slip: 'S-0001 S-0003', saves: 2 },
  ]);
  await stop();
  for (const name of await readdir(folder)) {
    const bytes = await readFile(join(folder, name)).catch(() => Buffer.alloc(0));
    for (const trace of [...hashes, ...bodies]) expect(bytes.includes(trace), name).toBe(false);
  }
  const again = await personTill(folder);
  expect(again.saves.find(idOf(2))).toMatchObject({ state: 'pending' });
  expect(again.saves.find(idOf(1))).toBeUndefined();
  // Slip numbers are never given again.
  await again.register(4, OTHER);
  expect(again.saves.find(idOf(4))?.sequence).toBe(4);
});

test('who was erased still counts, as erased: nothing is missing from the sum of the day', async () => {
  const { calls, erase, till, folder, stop } = await personTill();
  await erase(['S-0001', 'S-0003']);
  const day = dayOf(till.clock.now());
  const sum = {
    value: {
      registered: { count: 3 },
      kinds: { erased: { count: 2, forgotten: 2 }, waiting: { count: 1 } },
      difference: 0,
    },
  };
  expect(await calls.reconcile({ from: day, to: day })).toMatchObject(sum);
  await stop();
  const { calls: later } = await personTill(folder);
  expect(await later.reconcile({ from: day, to: day })).toMatchObject(sum);
});

test('a save that is just being sent is waited for, and nothing else leaves meanwhile', async () => {
  const { clock, erase, saves, till } = await personTill();
  const { delivery } = till.outbox;
  const [save, other] = [saves.find(idOf(1)), saves.find(idOf(2))];
  const sending = save && (await delivery.mark(save, 5));
  if (!sending || other === undefined) throw new Error('not there');
  const erased = erase(['S-0001', 'S-0003']);
  await expect.poll(() => delivery.fits(other)).toBe(false);
  await clock.pass(1_000);
  expect(saves.find(idOf(3))).toBeDefined();
  const context = { now: 9, random: () => 0, isOwnFault: false, isEverybodys: false };
  await delivery.settle(sending, accepted, context);
  await clock.pass(1_000);
  expect(await erased).toMatchObject({ ok: true, value: { slips: ['S-0001', 'S-0003'] } });
  expect(saves.find(idOf(1))).toBeUndefined();
  expect(delivery.fits(other)).toBe(true);
});

test('where no answer comes in half a minute nothing is erased, and what waits goes on', async () => {
  const { clock, erase, saves, till } = await personTill();
  const save = saves.find(idOf(1));
  if (save === undefined) throw new Error('not there');
  await till.outbox.delivery.mark(save, 5);
  const erased = erase(['S-0001', 'S-0003']);
  let isOver = false;
  void erased.finally(() => {
    isOver = true;
  });
  while (!isOver) await clock.pass(1_000);
  expect(await erased).toMatchObject({ error: { code: 'person.busy' } });
  expect(saves.find(idOf(3))).toBeDefined();
});

test('where the trail takes no line nothing is shown, and nothing erased', async () => {
  const { calls, erase, saves, till } = await personTill();
  till.audit.record = async () => false;
  till.audit.ready = async () => false;
  expect(await calls.findPerson(asked)).toMatchObject({ error: { code: 'audit.refused' } });
  expect(await calls.showPerson({ ...asked, reason: 'asked' })).toMatchObject({
    error: { code: 'audit.refused' },
  });
  expect(await erase(['S-0001', 'S-0003'])).toMatchObject({ error: { code: 'audit.refused' } });
  expect(saves.find(idOf(1))).toBeDefined();
});

test('the form that was kept goes with its person, and nobody else’s', async () => {
  const { calls, erase, till } = await personTill();
  const draft = {
    requestId: 'a'.repeat(32),
    operatorId: OPERATOR,
    member: {
      ...ONE,
      mobile: '139 1234 5678',
      name: '',
      gender: null,
      birthday: '',
      outerId: '',
      outerType: null,
      remark: '',
    },
    consent: null,
    correctionOf: null,
    chosen: null,
    isLocked: false,
  } as const;
  await calls.keepDraft(draft);
  expect(await erase(['S-0002'], OTHER)).toMatchObject({ ok: true, value: { draft: null } });
  expect(await till.drafts.read()).not.toBeNull();
  expect(await calls.findPerson(asked)).toMatchObject({ value: { hasDraft: true } });
  expect(await erase(['S-0001', 'S-0003'])).toMatchObject({
    ok: true,
    value: { draft: draft.requestId },
  });
  expect(await till.drafts.read()).toBeNull();
});

test('folders that were set aside are named; what waits in one as well is not erased, or it would come back from there', async () => {
  const { folder, stop } = await personTill();
  await stop();
  const [empty, full] = ['aside-2026-11-26T06-00-00-000Z', 'aside-2026-11-26T07-00-00-000Z'];
  for (const name of [empty, full]) await mkdir(join(folder, name));
  const { calls, stop: stopNext } = await personTill(folder);
  expect(await calls.findPerson(asked)).toMatchObject({
    value: { aside: [empty, full], comeBack: [] },
  });
  await stopNext();
  for (const name of (await readdir(folder)).filter((one) => one.startsWith('outbox-')))
    await copyFile(join(folder, name), join(folder, full, name));
  const third = await personTill(folder);
  expect(await third.calls.findPerson(asked)).toMatchObject({
    value: { comeBack: ['S-0001', 'S-0003'] },
  });
  expect(await third.erase(['S-0001', 'S-0003'])).toMatchObject({
    error: { code: 'person.aside' },
  });
  expect(third.saves.find(idOf(1))).toBeDefined();
});

test('a page is written where the manager has chosen, with a line; where nothing was chosen there is neither', async () => {
  const { calls, chosen, ofAction, folder } = await personTill();
  const wanted = { ...asked, reason: 'asked' } as const;
  expect(await calls.exportPerson(wanted)).toEqual({ ok: true, value: null });
  expect(await ofAction('person.exported')).toEqual([]);
  const place = join(folder, '..', 'page.html');
  chosen.path = place;
  expect(await calls.exportPerson(wanted)).toEqual({ ok: true, value: { file: 'page.html' } });
  const page = await readFile(place, 'utf8');
  expect(page).toContain('13912345678');
  expect(page).toContain('欧阳晓岚');
  expect(await ofAction('person.exported')).toMatchObject([{ saves: 2, reason: 'asked' }]);
  chosen.path = join(folder, '..', 'no such folder', 'page.html');
  expect(await calls.exportPerson(wanted)).toMatchObject({ error: { code: 'file.not-written' } });
});

test('no page of a person is written over the till’s own files, nor once the session has ended over the dialog', async () => {
  const { calls, chosen, ofAction, folder } = await personTill();
  const wanted = { ...asked, reason: 'asked' } as const;
  const key = await readFile(join(folder, 'key.json'), 'utf8');
  chosen.path = join(folder, 'key.json');
  expect(await calls.exportPerson(wanted)).toMatchObject({ error: { code: 'file.inside' } });
  expect(await readFile(join(folder, 'key.json'), 'utf8')).toBe(key);
  chosen.path = join(folder, '..', 'late.html');
  chosen.meanwhile = () => calls.closeManager(null);
  expect(await calls.exportPerson(wanted)).toMatchObject({ error: { code: 'session.ended' } });
  await expect(readFile(chosen.path)).rejects.toThrow();
  expect(await ofAction('person.exported')).toEqual([]);
});

test('a file that was asked for in one session is not saved in the next one, over whose dialog it may still be chosen', async () => {
  const { calls, chosen, ofAction, folder } = await personTill();
  chosen.path = join(folder, '..', 'next.html');
  chosen.meanwhile = async () => {
    await calls.closeManager(null);
    await calls.openManager({ pin: PIN, operatorId: OPERATOR });
  };
  expect(await calls.exportPerson({ ...asked, reason: 'asked' })).toMatchObject({
    error: { code: 'session.ended' },
  });
  await expect(readFile(chosen.path)).rejects.toThrow();
  expect(await ofAction('person.exported')).toEqual([]);
});
