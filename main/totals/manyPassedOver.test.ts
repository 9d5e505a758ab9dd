import { expect, test } from 'vitest';
import { SaveBook } from '../../app/outbox/saveBook.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { Vault } from '../vault/vault.ts';
import { Totals } from './totals.ts';

test('the first start that counts passes over ever so many numbers, and does not end with them', async () => {
  const folder = await freshFolder();
  const vault = new Vault(Buffer.alloc(32, 7));
  const log = { warn: () => undefined };
  const totals = await Totals.open({ folder, vault, now: () => 0, log });
  const beingStored = Array.from({ length: 300_000 }, (_, at) => 2 * at + 1);
  await totals.beside({ saves: new SaveBook(), numbers: { lastSequence: 600_000, beingStored } });
  expect(totals.view().missing).toEqual([]);
});
