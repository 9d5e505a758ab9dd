import { expect, test } from 'vitest';
import { accepted, ReplayTill } from '../../testing/tills/replayTill.ts';

const MINUTE = 60_000;
const PEOPLE = 50;

/** A till whose proxy takes the password and is silent then, over a weekend of 60 hours; then all is well. */
async function weekendOf(reason: string, mayHaveArrived: boolean) {
  const till = await new ReplayTill().start();
  till.answer = () => ({ kind: 'failure', reason, mayHaveArrived });
  for (let number = 1; number <= PEOPLE; number += 1) await till.register(number);
  for (let minutes = 0; minutes < 60 * 60; minutes += 1) await till.clock.pass(MINUTE);
  till.answer = (id) => ({
    ...accepted(`9${id}`),
    date: new Date(till.clock.now()).toUTCString(),
  });
  for (let minutes = 0; minutes < 120; minutes += 1) await till.clock.pass(MINUTE);
  const states = [...till.outbox.saves.values()].map(({ state }) => state);
  const has = (wanted: string) => states.filter((state) => state === wanted).length;
  return { held: has('held'), accepted: has('accepted') };
}

test('a proxy that is silent after the password over a weekend leaves one save a day to the manager, and the rest goes', async () => {
  expect(await weekendOf('proxy_auth_silent', true)).toEqual({ held: 2, accepted: PEOPLE - 2 });
});

test('a proxy that is silent before it asks leaves none to the manager', async () => {
  expect(await weekendOf('err_connection_timed_out', false)).toEqual({ held: 0, accepted: PEOPLE });
});
