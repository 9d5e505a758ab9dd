import { expect, test } from 'vitest';
import { freshFolder, startTill } from '../../testing/tills/openedTill.ts';
import { registration } from '../../testing/tills/registration.ts';

/** A till, and a page that registers one new person after the other. */
async function aTill() {
  const till = await startTill(await freshFolder());
  const register = (number: number) =>
    till.calls.registerMember(
      registration(String(number).padStart(32, '0'), String(13_800_000_000 + number)),
    );
  /** How many of these are taken, one right after the other. */
  const registerAll = async (from: number, times: number) => {
    let taken = 0;
    for (let number = from; number < from + times; number += 1)
      if ((await register(number)).ok) taken += 1;
    return taken;
  };
  const refusals = async () =>
    (await till.lines()).filter(({ action }) => action === 'registrations.refused');
  return { ...till, register, registerAll, refusals };
}

test('a queue of customers never meets the rate: one every four seconds, after two hundred at once', async () => {
  const { clock, registerAll, register, refusals } = await aTill();
  expect(await registerAll(1, 200)).toBe(200);
  for (let number = 201; number <= 300; number += 1) {
    await clock.pass(4_000);
    expect(await register(number)).toMatchObject({ ok: true });
  }
  expect(await refusals()).toEqual([]);
});

test('beyond it a page is refused with the seconds to wait, and with one line a minute', async () => {
  const { clock, registerAll, register, refusals, till } = await aTill();
  expect(await registerAll(1, 260)).toBe(200);
  const refused = { ok: false, error: { code: 'register.too-fast', waitSeconds: 2 } };
  expect(await register(999)).toEqual(refused);
  expect(till.outbox.saves.counts.pending).toBe(200);
  expect(await refusals()).toMatchObject([{ saves: 1 }]);
  await clock.pass(2_000);
  expect(await register(999)).toMatchObject({ ok: true });
});

test('what is saved already, and what the disk refuses, does not count', async () => {
  const { register, registerAll, till } = await aTill();
  await register(1);
  expect(await Promise.all(Array.from({ length: 300 }, () => register(1)))).toHaveLength(300);
  const { intake } = till.outbox;
  const enqueue = intake.enqueue.bind(intake);
  intake.enqueue = async () => ({ ok: false, failure: 'store.disk-full' });
  expect(await registerAll(2, 300)).toBe(0);
  intake.enqueue = enqueue;
  expect(await registerAll(2, 250)).toBe(199);
});
