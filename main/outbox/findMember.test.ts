import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import { MemberIndex } from '../../app/outbox/memberIndex.ts';
import { lookUps } from '../../testing/doubles/lookUps.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { Vault } from '../vault/vault.ts';
import { type Outbox, openOutbox } from './openOutbox.ts';

const vault = new Vault(Buffer.alloc(32, 7));
const WEEK = 7 * 86_400_000;
const BRAND = '1';
const mobile = '13800138000';

const id = (number: number) => String(number).padStart(32, '0');

interface Accepted {
  class: 'accepted';
  customerId: string;
}

function register(outbox: Outbox, number: number, member: object = { mobile }, corrects = 0) {
  return outbox.intake.enqueue({
    requestId: id(number),
    origin: { brandId: BRAND, shopId: '2', operatorId: '3' },
    member,
    app: null,
    correctionOf: corrects === 0 ? null : id(corrects),
    consent: null,
  });
}

describe('finding a member before making one', () => {
  const open = (store: MemoryStore, now = () => 1_000) =>
    openOutbox({ store, vault, now, retention: WEEK });
  const settle = async (outbox: Outbox, answer: { class: 'rejected' } | Accepted) => {
    const [save] = outbox.saves.queue.values();
    const sending = save && (await outbox.delivery.mark(save, 1_000));
    if (!sending) throw new Error('nothing to send');
    const words = { code: '', subCode: '', text: '', traceId: '' };
    const context = { now: 1_000, random: () => 0, isOwnFault: true, isEverybodys: false };
    return outbox.delivery.settle(sending, { ...words, ...answer }, context);
  };
  const accept = (outbox: Outbox) => settle(outbox, { class: 'accepted', customerId: 'c' });

  test('the newest save with a phone number is found, waiting, being sent and accepted alike', async () => {
    const outbox = await open(new MemoryStore());
    expect(outbox.contents.findMember(BRAND, { mobile })).toBeUndefined();
    await register(outbox, 1);
    expect(outbox.contents.findMember(BRAND, { mobile })).toMatchObject({
      sequence: 1,
      state: 'pending',
    });
    await accept(outbox);
    expect(outbox.contents.findMember(BRAND, { mobile })).toMatchObject({
      sequence: 1,
      state: 'accepted',
    });
    await register(outbox, 2);
    expect(outbox.contents.findMember(BRAND, { mobile })).toMatchObject({
      sequence: 2,
      state: 'pending',
    });
    expect(outbox.contents.findMember(BRAND, { mobile: '13800138001' })).toBeUndefined();
    expect(outbox.contents.findMember('another brand', { mobile })).toBeUndefined();
  });

  test('so is one that is held', async () => {
    const outbox = await open(new MemoryStore());
    await register(outbox, 1);
    await settle(outbox, { class: 'rejected' });
    expect(outbox.contents.findMember(BRAND, { mobile })).toMatchObject({
      sequence: 1,
      state: 'held',
    });
  });

  test('it is found after a restart, and until its retention time is over', async () => {
    const store = new MemoryStore();
    const first = await open(store);
    await register(first, 1);
    await accept(first);
    let now = 1_000;
    const second = await open(store, () => now);
    expect(second.contents.findMember(BRAND, { mobile })?.sequence).toBe(1);
    now += WEEK + 1;
    await second.housekeep(null);
    expect(second.contents.findMember(BRAND, { mobile })).toBeUndefined();
  });

  test('a discarded save does not count: the one before it is found again', async () => {
    const outbox = await open(new MemoryStore());
    await register(outbox, 1);
    await register(outbox, 2);
    await outbox.decisions.discard(id(2), 'manager');
    expect(outbox.contents.findMember(BRAND, { mobile })?.sequence).toBe(1);
    await outbox.decisions.requeue(id(2));
    expect(outbox.contents.findMember(BRAND, { mobile })?.sequence).toBe(2);
  });

  test('a corrected number is found under the right one only: the wrong one may be another person’s', async () => {
    const outbox = await open(new MemoryStore());
    await register(outbox, 1, { mobile: '13800148000', outerId: 'x', outerType: 'wechat' });
    await register(outbox, 2, { mobile }, 1);
    expect(outbox.contents.findMember(BRAND, { mobile })?.sequence).toBe(2);
    await outbox.decisions.discard(id(1), 'manager');
    expect(outbox.contents.findMember(BRAND, { mobile: '13800148000' })).toBeUndefined();
    await register(outbox, 3, { outerId: 'x', outerType: 'wechat' }, 2);
    expect(outbox.contents.findMember(BRAND, { mobile })?.sequence).toBe(2);
  });

  const code = { outerId: '2088328921390232', outerType: 'alipay' } as const;
  const found = (outbox: Outbox) => outbox.contents.findMember(BRAND, code)?.sequence;

  test('whoever gave a member code alone is found by it, waiting and accepted alike, and by no code of another kind', async () => {
    const store = new MemoryStore();
    const outbox = await open(store);
    await register(outbox, 1, code);
    expect(found(outbox)).toBe(1);
    await accept(outbox);
    expect(found(outbox)).toBe(1);
    expect(found(await open(store))).toBe(1);
    const other = { ...code, outerType: 'wechat' } as const;
    expect(outbox.contents.findMember(BRAND, other)).toBeUndefined();
    expect(outbox.contents.findMember('another brand', code)).toBeUndefined();
  });

  test('whoever gave a phone number as well is found by the code alone, also in a correction that waits', async () => {
    const outbox = await open(new MemoryStore());
    await register(outbox, 1, { mobile, ...code });
    expect(found(outbox)).toBe(1);
    await register(outbox, 2, { mobile, name: '王芳', ...code }, 1);
    await outbox.decisions.discard(id(1), 'manager');
    expect(found(outbox)).toBe(2);
  });

  test('a code that was corrected away is nobody’s: the wrong one may be another person’s', async () => {
    const outbox = await open(new MemoryStore());
    await register(outbox, 1, { mobile, ...code });
    await register(outbox, 2, { mobile }, 1);
    await outbox.decisions.discard(id(1), 'manager');
    expect(found(outbox)).toBeUndefined();
    await register(outbox, 3, { mobile, ...code, outerId: '2088328921390233' }, 2);
    expect(found(outbox)).toBeUndefined();
    const right = { ...code, outerId: '2088328921390233' };
    expect(outbox.contents.findMember(BRAND, right)?.sequence).toBe(3);
  });

  test('a code that an accepted correction may have left out is its original’s, where that was accepted', async () => {
    const outbox = await open(new MemoryStore());
    await register(outbox, 1, { mobile, ...code });
    await accept(outbox);
    await register(outbox, 2, { mobile, name: '王芳', ...code }, 1);
    await accept(outbox);
    expect(found(outbox)).toBe(1);
  });

  test('what has gone to another till is found as long as it is kept, but not before what is here', async () => {
    const outbox = await open(new MemoryStore());
    await register(outbox, 1);
    await outbox.decisions.discard(id(1), 'moved');
    expect(outbox.contents.findMember(BRAND, { mobile })).toMatchObject({
      sequence: 1,
      closedReason: 'moved',
    });
    await register(outbox, 2, code);
    await outbox.decisions.discard(id(2), 'moved');
    expect(found(outbox)).toBe(2);
    await register(outbox, 3);
    expect(outbox.contents.findMember(BRAND, { mobile })?.sequence).toBe(3);
    await register(outbox, 4);
    await outbox.decisions.discard(id(4), 'moved');
    expect(outbox.contents.findMember(BRAND, { mobile })?.sequence).toBe(3);
    await outbox.decisions.discard(id(3), 'manager');
    expect(outbox.contents.findMember(BRAND, { mobile })?.sequence).toBe(4);
  });

  test('a save that could not be stored is not known', async () => {
    const store = new MemoryStore();
    store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
    const outbox = await open(store);
    await register(outbox, 1);
    expect(outbox.contents.findMember(BRAND, { mobile })).toBeUndefined();
  });

  test('looking does not read the other saves, however many there are', async () => {
    const outbox = await open(new MemoryStore());
    for (let number = 1; number <= 2_000; number += 1)
      await register(outbox, number, { mobile: String(13_800_000_000 + number) });
    const looked = await lookUps(() =>
      expect(outbox.contents.findMember(BRAND, { mobile: '13800000777' })?.sequence).toBe(777),
    );
    expect(looked).toBeLessThan(10);
  });
});

test('the index agrees with a plain list of the saves after any additions and removals', () => {
  const key = fc.constantFrom('a', 'b', 'c');
  const step = fc.record({ keys: fc.uniqueArray(key, { maxLength: 2 }), removes: fc.nat(9) });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const index = new MemberIndex();
      let plain: ReturnType<typeof aSave>[] = [];
      for (const [number, { keys, removes }] of steps.entries()) {
        const save = aSave({ sequence: number + 1, requestId: `r${number}`, identityKeys: keys });
        index.add(save);
        plain.push(save);
        const gone = plain[removes];
        if (gone) {
          index.remove(gone);
          plain = plain.filter((one) => one !== gone);
        }
        for (const one of ['a', 'b', 'c']) {
          const expected = plain.filter(({ identityKeys }) => identityKeys.includes(one));
          expect(index.of(one)).toEqual(expected.map(({ requestId }) => requestId));
        }
      }
    }),
  );
});
