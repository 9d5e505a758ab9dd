import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { scanner } from '../../testing/doubles/scanner.ts';
import { MoveDesk, states } from '../../testing/tills/moveDesk.ts';

vi.mock('node:fs/promises', async (original) => {
  const { scanned } = await import('../../testing/doubles/scanner.ts');
  return scanned(await original());
});

let desk: MoveDesk;
beforeEach(async () => {
  desk = await MoveDesk.set();
  scanner.looksFor = '.tillside';
});
afterEach(() => desk.clear());

test('an export whose file a virus scanner holds for a moment, at any call, is whole and leaves nothing in doubt', async () => {
  expect(await desk.carryOut(desk.moving(desk.from), 'export')).toBeNull();
  expect(await readdir(desk.outside)).toEqual(['data', 'queue.tillside']);
  expect(states(desk.from)).toMatchObject({ discarded: 2 });
});

test('one that comes to nothing leaves no file there either, and nothing in doubt', async () => {
  const code = await desk.exportWhileWriting(() =>
    desk.from.outbox.decisions.discard('1'.padStart(32, '0'), 'manager'),
  );
  expect(code).toBe('move.decided-meanwhile');
  expect(await readdir(desk.outside)).toEqual(['data']);
  expect(desk.from.state(2)).toMatchObject({ state: 'pending', firstUnknownAt: null });
});
