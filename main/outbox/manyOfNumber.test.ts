import { expect, test } from 'vitest';
import type { Save } from '../../app/outbox/save.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { Vault } from '../vault/vault.ts';
import { openOutbox } from './openOutbox.ts';

const mobile = '13800138000';

/** Counts what is worked out of the facts of saves, which is nearly all that looking for somebody takes. */
class CountedVault extends Vault {
  macs = 0;

  override trailMac(text: string): string {
    this.macs += 1;
    return super.trailMac(text);
  }
}

test('of ever so many saves of one number no more are gone into than it takes to find the newest: a file of them kept the window waiting for each look', async () => {
  const vault = new CountedVault(Buffer.alloc(32, 7));
  const store = new MemoryStore();
  const { intake, contents, decisions, saves } = await openOutbox({
    ...{ store, vault, now: () => 1, retention: 1 },
  });
  const idOf = (number: number) => String(number).padStart(32, '0');
  for (let number = 1; number <= 40; number += 1)
    await intake.enqueue({
      requestId: idOf(number),
      origin: { brandId: '1', shopId: '2', operatorId: '3' },
      member: { mobile, name: `王${number}` },
      ...{ app: null, correctionOf: null, consent: null },
    });
  const found = () => {
    vault.macs = 0;
    const save = contents.findMember('1', { mobile });
    return [save?.requestId, vault.macs];
  };
  expect(found()).toEqual([idOf(40), 1]);
  for (let number = 2; number <= 40; number += 1) await decisions.discard(idOf(number), 'manager');
  expect(found()).toEqual([idOf(1), 1]);
  await decisions.discard(idOf(1), 'moved');
  expect(found()).toEqual([idOf(1), 1]);
  const isGone = ({ requestId }: Save) => requestId === idOf(1);
  expect(contents.findMember('1', { mobile }, idOf(1))).toBeUndefined();
  expect([...saves.values()].filter(isGone)).toHaveLength(1);
});
