import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../../sandbox/createSandbox.ts';
import { save, testApp, testFields } from '../../sandbox/testing/testCalls.ts';
import type { Admission } from '../state/relayState.ts';
import { chainApp, startTestRelay } from '../testing/testRelay.ts';

/** By the relay's clock: ms. It stands still but for what each call takes. */
let passed = 0;

const sandbox = await createSandbox(chainApp);
const relay = await startTestRelay({
  platformUrl: sandbox.url,
  tills: [testApp],
  patience: 600,
  monotonic: () => passed,
});
afterAll(async () => {
  await relay.end();
  await sandbox.close();
});
beforeEach(() => sandbox.reset());

/** What a call takes behind the decision about it, by the relay's clock (ms). */
const TAKEN = 500;

/** Ms that the answer to one call says, where the schedule decides so. */
async function nextAfter(decision: Admission): Promise<number> {
  relay.state.admit = async () => {
    // Behind the turn in which it is decided, and long before what the platform, or its silence, takes.
    setTimeout(() => {
      passed += TAKEN;
    }, 10);
    return decision;
  };
  const answer = await save(relay.url, testFields());
  return Math.round(Number(answer.headers.get('tillside-next')) * 1_000);
}

describe('when the next call is welcome', () => {
  it('is said from the moment of the answer on: what the call itself has taken is over', async () => {
    const slow = { type: 'slow', milliseconds: 200 } as const;
    sandbox.setFaults({ rules: [{ action: slow }] });
    expect(await nextAfter({ kind: 'go', hold: 300, next: 30_000 })).toBe(30_000 - TAKEN);
  });

  it('is said so after a doubt as well', async () => {
    sandbox.setFaults({ rules: [{ action: { type: 'hang' } }] });
    expect(await nextAfter({ kind: 'go', hold: 0, next: 30_000 })).toBe(30_000 - TAKEN);
  });

  it('stays an appointment to the end: one that is over is in a moment, and not as the till likes', async () => {
    expect(await nextAfter({ kind: 'go', hold: 300, next: 100 })).toBe(1);
    expect(await nextAfter({ kind: 'go', hold: 100, next: 0 })).toBe(0);
  });

  it('is the moment of the schedule where the call is put off', async () => {
    expect(await nextAfter({ kind: 'appointment', next: 30_000 })).toBe(30_000);
  });
});
