import { describe, expect, test } from 'vitest';
import type { Outcome } from '../gateway/outcome.ts';
import { aSave } from '../outbox/aSave.fixture.ts';
import { PersonQueue } from '../outbox/personQueue.ts';
import { PolicyTill } from './policyTill.fixture.ts';
import { ReplayPolicy } from './replayPolicy.ts';

const minute = 60_000;
const words = { code: '', subCode: '', text: '', traceId: '' };
const accepted: Outcome = { ...words, class: 'accepted', customerId: null };
const down: Outcome = { ...words, class: 'unreachable', mayHaveArrived: false };
const banOf = (banSeconds: number): Outcome => ({ ...words, class: 'quota', banSeconds });

describe('what a till sends, and when', () => {
  test('a save at the counter goes before the backlog and does not wait for the pace', () => {
    const till = new PolicyTill(2);
    till.add(1, 2);
    till.answer(accepted, 0);
    const [fresh] = till.add(3);
    expect(till.next(1_000).sequences).toEqual([]);
    if (fresh) till.policy.prioritize(fresh, 1_000);
    expect(till.next(1_000).sequences).toEqual([3]);
  });

  test('after two minutes the customer has left, and the save is backlog like any other', () => {
    const till = new PolicyTill(2);
    const [, , fresh] = till.add(1, 2, 3);
    till.answer(accepted, 0);
    if (fresh) till.policy.prioritize(fresh, minute);
    expect(till.next(3 * minute).sequences[0]).toBe(3);
    expect(till.next(3 * minute + 1).sequences).not.toContain(3);
  });

  test('what was registered in a long outage does not storm the gateway when it comes back', () => {
    const till = new PolicyTill(4);
    for (let sequence = 1; sequence <= 300; sequence += 1) {
      for (const save of till.add(sequence)) till.policy.prioritize(save, sequence * minute);
    }
    till.answer(down, 300 * minute);
    till.answer(accepted, 301 * minute);
    const now = 301 * minute + 1_000;
    expect(till.next(now).sequences.length).toBeLessThanOrEqual(2);
  });

  test('what somebody puts back into the queue does not wait for the time that it had to wait for before', () => {
    const till = new PolicyTill();
    const [save] = till.add(1);
    if (save === undefined) throw new Error('nothing waits');
    till.policy.settled(save, 5 * minute, 0);
    till.queue.remove(save);
    till.queue.put(save);
    expect(till.next(1_000).sequences).toEqual([]);
    till.policy.prioritize(save, 1_000);
    expect(till.next(1_000).sequences).toEqual([1]);
  });

  test('an earlier save of the customer at the counter goes in its place', () => {
    const till = new PolicyTill();
    till.add(1, 2);
    till.queue.put(aSave({ sequence: 3, identityKeys: ['customer'] }));
    const fresh = aSave({ sequence: 4, identityKeys: ['customer'] });
    till.queue.put(fresh);
    till.policy.prioritize(fresh, 0);
    expect(till.next(0).sequences).toEqual([3]);
  });

  test('while banned nothing is sent, and the first try is at the second that the gateway named', () => {
    const till = new PolicyTill();
    till.add(1, 2);
    till.answer(banOf(90), 0);
    const { sequences, nextDueIn } = till.next(1_000);
    expect(sequences).toEqual([]);
    expect(nextDueIn).toBe(89_000);
    expect(till.next(89_999).sequences).toEqual([]);
  });

  test('after a ban the counter’s save goes at once, and the backlog when it is the till’s turn', () => {
    const till = new PolicyTill(2, 0.5);
    till.add(1);
    till.answer(banOf(10), 0);
    const [fresh] = till.add(2);
    if (fresh) till.policy.prioritize(fresh, 9_000);
    expect(till.next(10_000).sequences).toEqual([2]);
    till.policy.settled({ ...aSave({ sequence: 2 }), state: 'accepted' }, null, 10_000);
    till.queue.remove(aSave({ sequence: 2, identityKeys: ['m2'] }));
    const { sequences, nextDueIn } = till.next(10_000);
    expect(sequences).toEqual([]);
    expect(nextDueIn).toBeGreaterThan(5_000);
    expect(till.next(10_000 + (nextDueIn ?? 0)).sequences).toEqual([1]);
  });

  test('a probe of a silent gateway waits for no pace', () => {
    const till = new PolicyTill(0.1);
    till.add(1);
    till.answer(accepted, 0);
    till.answer(down, 1_000);
    const { nextDueIn } = till.next(1_000);
    expect(nextDueIn).toBeLessThanOrEqual(1_000);
    expect(till.next(1_000 + (nextDueIn ?? 0)).sequences).toEqual([1]);
  });

  test('settings that leave app and budget as they are do not forget what a ban has taught', () => {
    const till = new PolicyTill();
    till.add(1, 2, 3);
    for (let call = 0; call < 100; call += 1) till.answer(accepted, call);
    till.answer(banOf(10), 200);
    till.policy.settingsChanged(300, false);
    expect(till.next(300).nextDueIn).toBe(9_900);
    till.answer(accepted, 11_000);
    expect(till.next(11_001).sequences).toEqual([]);
    expect(till.next(13_000).sequences).toEqual([1]);
  });

  test('another app begins without what a ban has taught about this one', () => {
    const till = new PolicyTill();
    till.add(1, 2, 3);
    till.answer(banOf(10), 200);
    till.policy.settingsChanged(300, true);
    expect(till.next(300).sequences).toEqual([1]);
    till.answer(accepted, 300);
    expect(till.next(300).sequences).toEqual([1, 2]);
  });

  test('a budget that was taken up once is no news when the settings are stored again', () => {
    const till = new PolicyTill(60);
    till.add(1, 2, 3);
    till.budget = null;
    till.policy.settingsChanged(0, false);
    till.answer(banOf(10), 200);
    till.policy.settingsChanged(300, false);
    till.answer(accepted, 11_000);
    till.answer(accepted, 30_000);
    expect(till.next(30_001).sequences).toEqual([]);
  });

  test('while nothing is due the pace asks for no look before the first due time', () => {
    const till = new PolicyTill(60);
    till.answer(accepted, 0);
    const [save] = till.add(1, 2);
    if (save) till.policy.settled(save, 90_000, 10_000);
    till.queue.remove(aSave({ sequence: 2, identityKeys: ['m2'] }));
    expect(till.next(20_000)).toEqual({ sequences: [], nextDueIn: 80_000 });
  });

  test('new settings bring a new budget at once', () => {
    let budget: number | null = 0.1;
    const queue = new PersonQueue();
    const options = { random: () => 0.5, phase: 0.5, budget: () => budget };
    const policy = new ReplayPolicy(options, 0, 0);
    for (const sequence of [1, 2]) queue.put(aSave({ sequence, identityKeys: [`${sequence}`] }));
    policy.began(0);
    policy.answered(aSave(), accepted, 0, 0);
    expect(policy.next(queue, 1, 0, () => false).ready).toEqual([]);
    budget = null;
    policy.settingsChanged(2, false);
    expect(policy.next(queue, 2, 0, () => false).ready).toHaveLength(1);
  });
});
