import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, expect, it } from 'vitest';
import { createSandbox } from '../../sandbox/createSandbox.ts';
import { save, testApp, testFields } from '../../sandbox/testing/testCalls.ts';
import { chainApp, startTestRelay } from '../testing/testRelay.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const sandbox = await createSandbox(chainApp);
const relay = await startTestRelay({ platformUrl: sandbox.url, tills: [testApp] });
afterAll(async () => {
  await relay.end();
  await sandbox.close();
});

const CALLS = 300;

/** As long as a call may be, nearly all of it nothing that anybody asks for. */
const PADDING = { padding: 'x'.repeat(60_000) };

/** What so many calls bring along (bytes). */
const FILLED = CALLS * PADDING.padding.length;

/** What is in memory after so many calls, and was not before (bytes). */
async function keptOf(call: (number: number) => Promise<{ subCode: string | undefined }>) {
  for (let number = 0; number < 20; number += 1) await call(-1 - number);
  collect();
  const before = process.memoryUsage().heapUsed;
  const told = new Set<string | undefined>();
  for (let number = 0; number < CALLS; number += 1) told.add((await call(number)).subCode);
  collect();
  return { kept: process.memoryUsage().heapUsed - before, told: [...told] };
}

it('of calls with keys that nobody has no more is kept than the keys', async () => {
  const { kept, told } = await keptOf((number) =>
    save(relay.url, testFields(), { ...PADDING, app_key: `till-that-nobody-has-${number}` }),
  );
  expect(told).toEqual(['isv.appkey-not-exists']);
  expect(kept).toBeLessThan(FILLED / 4);
});

it('of calls that have left no more is kept than their signs', async () => {
  const { kept, told } = await keptOf(() => save(relay.url, testFields(), PADDING));
  expect(told).toEqual([undefined]);
  expect(kept).toBeLessThan(FILLED / 4);
});

it('of calls that are told to come later no more is kept than their signs', async () => {
  relay.state.admit = async () => ({ kind: 'appointment', next: 30_000 });
  const { kept, told } = await keptOf(() => save(relay.url, testFields(), PADDING));
  expect(told).toEqual(['accesscontrol.limited-by-app-access-count']);
  expect(kept).toBeLessThan(FILLED / 4);
});
