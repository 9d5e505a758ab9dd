import { expect, test } from 'vitest';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import type { Save } from '../../app/outbox/save.ts';
import { SaveBook } from '../../app/outbox/saveBook.ts';
import { heldGroups } from '../bulk/heldGroups.ts';
import { AppBinding } from './appBinding.ts';
import { HandingOver } from './handingOver.ts';

const MANY = 1_000;
/** Many times what a window shows of them (characters). */
const LITTLE = 40_000;

/** What a file may bring: each save made for an app of its own, and refused with a code of its own. */
function bookOf(more: Partial<Save>): SaveBook {
  const book = new SaveBook();
  for (let sequence = 1; sequence <= MANY; sequence += 1) {
    const lastOutcome = { class: 'rejected', code: `isv.${sequence}`, subCode: '' } as const;
    const app = `https://gw.example ${sequence}`;
    book.keep(
      aSave({ sequence, app, lastOutcome, state: 'held', heldReason: 'other-app', ...more }),
    );
  }
  return book;
}

function bindingOf(saves: SaveBook): AppBinding {
  const home = () => ({ brandId: '1', app: 'https://gw.example k', formerly: [] });
  const numbers = { lastSequence: MANY, hasNotLeft: () => false };
  const writer = { saves } as never;
  const handingOver = new HandingOver(writer);
  return new AppBinding({
    ...{ writer, home, numbers, handingOver },
    now: () => 0,
    rememberedSince: () => 0,
  });
}

test('of ever so many other apps the window is told the first, and of the others once these are decided about', () => {
  const book = bookOf({});
  const binding = bindingOf(book);
  const decided = new Set<string | null>();
  while (decided.size < MANY) {
    const told = binding.otherApps();
    expect(told.length).toBeGreaterThan(0);
    expect(JSON.stringify(told).length).toBeLessThan(LITTLE);
    for (const { app, brandId } of told) {
      decided.add(app);
      for (const save of binding.heldOf({ app, brandId }))
        book.keep({ ...save, state: 'discarded', closedReason: 'manager' });
    }
  }
  expect(binding.otherApps()).toEqual([]);
});

test('of ever so many reasons for which saves are held the manager is given those of most saves', async () => {
  const book = bookOf({ heldReason: 'rejected' });
  const lastOutcome = { class: 'rejected', code: '15', subCode: '' } as const;
  for (const sequence of [MANY + 1, MANY + 2])
    book.keep(aSave({ sequence, lastOutcome, state: 'held', heldReason: 'rejected' }));
  const groups = await heldGroups(book, () => null);
  expect(groups[0]).toMatchObject({ code: '15', count: 2 });
  expect(JSON.stringify(groups).length).toBeLessThan(LITTLE);
});
