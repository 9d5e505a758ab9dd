import { expect, onTestFinished, test, vi } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { apiTill } from '../../testing/tills/apiTill.ts';
import { FIRST, registerOn, startOn } from '../../testing/tills/copiedTill.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { registration } from '../../testing/tills/registration.ts';
import { ComputerFile } from '../computer/computerFile.ts';
import { JournalFile } from '../journal/journalFile.ts';

const KEY = 'd0f7a1c2-0000-4000-8000-000000000001';
const MOBILE = '13800138000';

/** From now on nothing of the journal comes to the disk, until it is let. */
function slowDisk() {
  const { append } = JournalFile.prototype;
  let letGo = () => {};
  const ended = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let begun = 0;
  const spy = vi.spyOn(JournalFile.prototype, 'append').mockImplementation(async function (
    this: JournalFile,
    ...given
  ) {
    begun += 1;
    await ended;
    return append.apply(this, given);
  });
  onTestFinished(() => {
    letGo();
    spy.mockRestore();
  });
  return { letGo, begun: () => begun };
}

test('what the window is just saving is known to the API, however slow the disk is: nothing is written over it', async () => {
  const till = await apiTill();
  const disk = slowDisk();
  const inWindow = till.calls.registerMember(registration('a'.repeat(32), MOBILE));
  await expect.poll(disk.begun).toBeGreaterThan(0);
  const byProgram = till.register(MOBILE, KEY);
  const other = till.register('13900139000', KEY.replace('1', '2'));
  await new Promise((resolve) => setTimeout(resolve, 200));
  disk.letGo();
  expect(await inWindow).toMatchObject({ ok: true, value: { slip: 'S-0001' } });
  expect(await byProgram).toMatchObject({
    status: 409,
    body: { error: { code: 'member.known', known: { slip: 'S-0001' } } },
  });
  expect(await other).toMatchObject({ status: 201 });
  expect(till.till.outbox.saves.counts.pending).toBe(2);
});

test('so is what the window saves while the disk still takes down that this start has begun to save', async () => {
  const folder = await freshFolder();
  const before = await startOn(FIRST, folder, { clock: new VirtualClock() });
  await registerOn(before, 1);
  await before.stop();
  // Nobody knows yet which computer it is.
  const till = await apiTill({ folder, till: { traits: () => new Promise(() => undefined) } });
  const { write } = ComputerFile.prototype;
  let letGo = () => {};
  const ended = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const spy = vi.spyOn(ComputerFile.prototype, 'write').mockImplementation(async function (
    this: ComputerFile,
    ...given
  ) {
    await ended;
    return write.apply(this, given);
  });
  onTestFinished(() => {
    letGo();
    spy.mockRestore();
  });
  const inWindow = till.calls.registerMember(registration('a'.repeat(32), MOBILE));
  await expect.poll(() => spy.mock.calls.length).toBeGreaterThan(0);
  const byProgram = till.register(MOBILE, KEY);
  await new Promise((resolve) => setTimeout(resolve, 200));
  letGo();
  expect(await inWindow).toMatchObject({ ok: true, value: { slip: 'S-0002' } });
  expect(await byProgram).toMatchObject({
    status: 409,
    body: { error: { code: 'member.known', known: { slip: 'S-0002' } } },
  });
});

test('so is what the window saves while nobody knows yet whether the folder is still this program’s', async () => {
  let isSure = true;
  let letGo = () => {};
  const looking = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  onTestFinished(() => letGo());
  const hold = {
    isFromElsewhere: false,
    warning: null,
    get isSure() {
      return isSure;
    },
    confirm: () => (isSure ? Promise.resolve() : looking),
  };
  const till = await apiTill({ till: { hold } });
  isSure = false;
  const inWindow = till.calls.registerMember(registration('a'.repeat(32), MOBILE));
  const byProgram = till.register(MOBILE, KEY);
  await new Promise((resolve) => setTimeout(resolve, 200));
  isSure = true;
  letGo();
  expect(await inWindow).toMatchObject({ ok: true, value: { slip: 'S-0001' } });
  expect(await byProgram).toMatchObject({ status: 409, body: { error: { code: 'member.known' } } });
});

test('whom the API registers between the look-up of the window and its save is told with that', async () => {
  const { calls, register } = await apiTill();
  const asked = () => calls.findMember({ mobile: MOBILE });
  expect(await asked()).toEqual({ ok: true, value: null });
  expect(await register(MOBILE, KEY)).toMatchObject({ status: 201, body: { slip: 'S-0001' } });
  const save = (id: string) => calls.registerMember(registration(id.repeat(32), MOBILE));
  expect(await save('a')).toMatchObject({ ok: true, value: { slip: 'S-0002', since: 'S-0001' } });
  expect(await save('b')).toMatchObject({ ok: true, value: { since: null } });
  await asked();
  expect(await save('c')).toMatchObject({ ok: true, value: { since: null } });
});

test('so is whom it is just registering, and nobody is told of somebody about whom no look-up was spent', async () => {
  const { calls, register } = await apiTill();
  await calls.findMember({ mobile: MOBILE });
  const disk = slowDisk();
  const byProgram = register(MOBILE, KEY);
  const other = register('13900139000', KEY.replace('1', '2'));
  await expect.poll(disk.begun).toBeGreaterThan(0);
  const inWindow = calls.registerMember(registration('a'.repeat(32), MOBILE));
  disk.letGo();
  expect(await byProgram).toMatchObject({ status: 201, body: { slip: 'S-0001' } });
  expect(await other).toMatchObject({ status: 201 });
  expect(await inWindow).toMatchObject({ ok: true, value: { since: 'S-0001' } });
  const unasked = calls.registerMember(registration('b'.repeat(32), '13900139000'));
  expect(await unasked).toMatchObject({ ok: true, value: { since: null } });
});
