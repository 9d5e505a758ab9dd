import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../createSandbox.ts';
import { platformTime, save, testApp, testFields } from '../testing/testCalls.ts';
import { readCustomerSave } from './customerArguments.ts';
import { CustomerDesk } from './customerDesk.ts';

let now = Date.now();
const sandbox = await createSandbox({ ...testApp, now: () => now });
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

describe('a request id', () => {
  it('saves once: the same body again gets the first result', async () => {
    const body = JSON.stringify(testFields({ request_id: 'one' }));
    const first = await save(sandbox.url, body);
    await save(sandbox.url, testFields({ name: '张' }));
    const again = await save(sandbox.url, body);
    expect(again.customerId).toBe(first.customerId);
    const { effects, replays, customers, requests } = sandbox.ledger();
    expect(effects.filter(({ requestId }) => requestId === 'one')).toHaveLength(1);
    expect(replays).toEqual({ one: 1 });
    expect(requests.map(({ answer }) => answer?.kind)).toEqual(['success', 'success', 'replay']);
    expect(customers[first.customerId ?? '']).toMatchObject({ fields: { name: '张' } });
  });

  it('is refused with another body, even when only the spelling differs', async () => {
    const fields = testFields();
    await save(sandbox.url, fields);
    for (const other of [{ ...fields, name: '张' }, JSON.stringify(fields, null, 1)]) {
      const answer = await save(sandbox.url, other);
      expect([answer.code, answer.subCode]).toEqual([15, 'isv.request-id-conflict']);
    }
    expect(sandbox.ledger().effects).toHaveLength(1);
  });

  it('is not spent by a save that was refused', async () => {
    const fields = testFields();
    expect((await save(sandbox.url, { ...fields, gender: 'x' })).code).toBe(41);
    expect((await save(sandbox.url, { ...fields, mobile: '1' })).code).toBe(50);
    expect((await save(sandbox.url, { ...fields, mobile: undefined })).customerId).toBeUndefined();
    expect((await save(sandbox.url, fields)).customerId).toBeDefined();
  });

  it('saves once when the same body comes many times at once', async () => {
    const body = JSON.stringify(testFields());
    const answers = await Promise.all(Array.from({ length: 20 }, () => save(sandbox.url, body)));
    expect(new Set(answers.map(({ customerId }) => customerId)).size).toBe(1);
    expect(sandbox.ledger().effects).toHaveLength(1);
  });

  it('saves a second time after the gateway was told to forget it', async () => {
    sandbox.setFaults({ forgetIdsAfterSeconds: 60 });
    const body = JSON.stringify(testFields());
    await save(sandbox.url, body);
    now += 59_000;
    await save(sandbox.url, body, { timestamp: platformTime(now) });
    expect(sandbox.ledger().effects).toHaveLength(1);
    now += 1_000;
    await save(sandbox.url, body, { timestamp: platformTime(now) });
    expect(sandbox.ledger().effects).toHaveLength(2);
  });

  it('has exactly one effect under every interleaving of saves and replays', () => {
    const ids = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 40 });
    fc.assert(
      fc.property(ids, fc.integer({ min: 1, max: 3 }), (sequence, mobiles) => {
        const desk = new CustomerDesk();
        const results = new Map<number, string>();
        for (const id of sequence) {
          const mobile = `1380000000${id % mobiles}`;
          const body = JSON.stringify(testFields({ request_id: `id-${id}`, mobile }));
          const read = readCustomerSave(body);
          if (!('save' in read)) throw new Error('the save must be readable');
          const answer = desk.save(read.save, body, { now: 0, idLifetime: undefined });
          if (answer.kind !== 'success') throw new Error('the save must succeed');
          expect(answer.replayed).toBe(results.has(id));
          expect(answer.customerId).toBe(results.get(id) ?? answer.customerId);
          results.set(id, answer.customerId);
        }
        const { effects, replays, customers } = desk.snapshot();
        expect(effects.map(({ requestId }) => requestId)).toEqual(
          [...results.keys()].map((id) => `id-${id}`),
        );
        const replayed = Object.values(replays).reduce((sum, count) => sum + count, 0);
        expect(effects.length + replayed).toBe(sequence.length);
        expect(effects.filter(({ created }) => created).length).toBe(Object.keys(customers).length);
      }),
    );
  });
});
