import { expect, onTestFinished, test, vi } from 'vitest';
import { apiTill } from '../../testing/tills/apiTill.ts';
import { registration } from '../../testing/tills/registration.ts';
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
