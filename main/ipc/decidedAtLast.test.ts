import { expect, test } from 'vitest';
import type { Outcome } from '../../app/gateway/outcome.ts';
import { CONSENT, freshFolder, OPERATOR, PIN, startTill } from '../../testing/tills/openedTill.ts';

const words = { code: '', subCode: '', text: '', traceId: '' };
const ACCEPTED = { ...words, class: 'accepted', customerId: '7' } as const;

const idOf = (number: number) => String(number).padStart(32, '0');

/** A till whose disk takes its time before anything is registered: what happens meanwhile is the test's. */
async function tillOfSlowDisk() {
  const started = await startTill(await freshFolder());
  const { till, calls } = started;
  const press = (number: number, correctionOf: number | null) => ({
    requestId: idOf(number),
    operatorId: OPERATOR,
    member: { mobile: String(13_800_000_000 + number) },
    correctionOf: correctionOf === null ? null : idOf(correctionOf),
    consent: CONSENT,
  });
  const register = (number: number, correctionOf: number | null) =>
    calls.registerMember(press(number, correctionOf));
  const registerWhile = (
    number: number,
    correctionOf: number | null,
    meanwhile: () => Promise<unknown>,
  ) => {
    const { computer } = till;
    const wait = computer.beforeChange.bind(computer);
    computer.beforeChange = async () => {
      computer.beforeChange = wait;
      await meanwhile();
    };
    return register(number, correctionOf);
  };
  const open = (number: number) =>
    calls.readForCorrection({ requestId: idOf(number), operatorId: OPERATOR });
  const saveOf = (number: number) => till.outbox.saves.find(idOf(number));
  const answer = async (number: number, outcome: Outcome) => {
    const save = saveOf(number);
    const sending = save && (await till.outbox.delivery.mark(save, 1));
    if (!sending) throw new Error('it cannot be sent');
    const context = { now: 1, random: () => 0, isOwnFault: false, isEverybodys: false };
    await till.outbox.delivery.settle(sending, outcome, context);
  };
  /** A whole handing over to another till, from its last look to its end. */
  const handOver = async (...numbers: number[]) => {
    const { lending } = till.outbox;
    const ids = numbers.map(idOf);
    const end = lending.begin(ids);
    await lending.close(ids);
    end();
  };
  const byManager = (number: number) => ({
    requestId: idOf(number),
    operatorId: OPERATOR,
    pin: PIN,
  });
  return { ...started, register, registerWhile, open, saveOf, answer, handOver, byManager };
}

test('what a manager discards while its correction waits for the disk stays his, to be requeued: what was typed becomes a save of its own', async () => {
  const { calls, register, registerWhile, open, saveOf, byManager } = await tillOfSlowDisk();
  await register(1, null);
  await open(1);
  const reply = await registerWhile(2, 1, () =>
    calls.discardSave({ ...byManager(1), reason: 'mistake' }),
  );
  expect(reply).toMatchObject({ ok: true, value: { uncorrected: null } });
  expect(saveOf(2)?.correctionOf).toBeNull();
  expect(saveOf(1)).toMatchObject({ state: 'discarded', closedReason: 'manager' });
  expect(await calls.requeueSave(byManager(1))).toMatchObject({ ok: true });
});

test('what is handed over to another till while its correction waits for the disk goes on there, and that is told', async () => {
  const { register, registerWhile, open, saveOf, handOver, lines } = await tillOfSlowDisk();
  await register(1, null);
  await open(1);
  const reply = await registerWhile(2, 1, () => handOver(1));
  expect(reply).toMatchObject({ ok: true, value: { uncorrected: 'S-0001' } });
  expect(saveOf(1)).toMatchObject({ closedReason: 'moved' });
  expect(saveOf(2)?.correctionOf).toBeNull();
  const actions = (await lines()).map(({ action }) => action);
  expect(actions).toContain('saves.not-corrected');
  expect(actions).not.toContain('save.corrected');
});

test('a handing over that begins while a correction waits for the disk is waited for as well, instead of a refusal', async () => {
  const { till, register, registerWhile, open, saveOf } = await tillOfSlowDisk();
  await register(1, null);
  await open(1);
  const { lending } = till.outbox;
  let end = () => {};
  let isBegun = () => {};
  const begun = new Promise<void>((resolve) => {
    isBegun = resolve;
  });
  const reply = registerWhile(2, 1, async () => {
    end = lending.begin([idOf(1)]);
    isBegun();
  });
  await begun;
  await lending.close([idOf(1)]);
  end();
  expect(await reply).toMatchObject({ ok: true, value: { uncorrected: 'S-0001' } });
  expect(saveOf(2)?.correctionOf).toBeNull();
});

test('whoever corrects a member whose correction goes to another till while the disk is waited for is told which slip goes on there', async () => {
  const { register, registerWhile, answer, handOver } = await tillOfSlowDisk();
  await register(1, null);
  await answer(1, ACCEPTED);
  await register(2, 1);
  const reply = await registerWhile(3, 1, () => handOver(2));
  expect(reply).toMatchObject({ ok: true, value: { slip: 'S-0003', uncorrected: 'S-0002' } });
});

test('what is accepted while its correction waits for the disk is only changed: no line says that it was closed, and its opening serves another one', async () => {
  const { till, register, registerWhile, open, saveOf, answer, lines } = await tillOfSlowDisk();
  await register(1, null);
  await open(1);
  const reply = await registerWhile(2, 1, () => answer(1, ACCEPTED));
  expect(reply).toMatchObject({ ok: true, value: { uncorrected: null } });
  expect(saveOf(2)?.correctionOf).toBe(idOf(1));
  expect((await lines()).map(({ action }) => action)).not.toContain('save.corrected');
  expect(till.opened.take(idOf(1))).not.toBeNull();
});

test('nobody becomes a member of the brand of before where the settings change while the disk is waited for', async () => {
  const { till, register, registerWhile, open, saveOf } = await tillOfSlowDisk();
  await register(1, null);
  await open(1);
  const { settings } = till;
  const before = settings.provision;
  if (before === null) throw new Error('there are no settings');
  const changed = async () => {
    Object.defineProperty(settings, 'provision', {
      get: () => ({ ...before, brandId: 'other' }),
      configurable: true,
    });
  };
  const back = () => Reflect.deleteProperty(settings, 'provision');
  expect(await registerWhile(2, null, changed)).toEqual({
    ok: false,
    error: { code: 'consent.other-brand' },
  });
  back();
  expect(await registerWhile(2, 1, changed)).toEqual({
    ok: false,
    error: { code: 'save.changed' },
  });
  back();
  expect(saveOf(2)).toBeUndefined();
  expect(await register(2, 1), 'the opening was given back').toMatchObject({ ok: true });
  expect(saveOf(2)?.correctionOf).toBe(idOf(1));
});

test('what is refused behind the wait for the disk uses no call up', async () => {
  const { till, register, registerWhile } = await tillOfSlowDisk();
  const { settings } = till;
  const before = settings.provision;
  for (let press = 0; press < 250; press += 1) {
    const reply = await registerWhile(1, null, async () => {
      Object.defineProperty(settings, 'provision', { get: () => null, configurable: true });
    });
    expect(reply).toEqual({ ok: false, error: { code: 'not-provisioned' } });
    Reflect.deleteProperty(settings, 'provision');
  }
  expect(settings.provision).toEqual(before);
  expect(await register(1, null)).toMatchObject({ ok: true });
});

test('whoever corrects what has been corrected at another till is told which slip goes on there, also where the opening is lost', async () => {
  const { register, open, saveOf, answer, handOver } = await tillOfSlowDisk();
  await register(1, null);
  await answer(1, { ...words, class: 'rejected', code: '41' });
  await open(1);
  await register(2, 1);
  await handOver(2);
  expect(saveOf(1)).toMatchObject({ closedReason: 'corrected' });
  // Nothing has opened it since.
  expect(await register(3, 1)).toMatchObject({ value: { slip: 'S-0003', uncorrected: 'S-0002' } });
  expect(saveOf(3)?.correctionOf).toBeNull();
});

test('a correction whose answer was lost, and that another till has by now, is not told as going over itself', async () => {
  const { register, answer, handOver } = await tillOfSlowDisk();
  await register(1, null);
  await answer(1, ACCEPTED);
  await register(2, 1);
  await handOver(2);
  expect(await register(2, 1)).toMatchObject({ value: { slip: 'S-0002', uncorrected: null } });
});
