import { expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { openFiles } from './opening.ts';
import type { Watermark } from './watermark.ts';

/** More than what one call takes as arguments. */
const COUNTLESS = 150_000;

test('however many files with the names of journals somebody has put into the folder, the store opens and tells of each of them', async () => {
  const nameOf = (at: number) => `/data/outbox-${String(at).padStart(6, '0')}.journal`;
  const files = Array.from(
    { length: COUNTLESS },
    (_, at) => [nameOf(at + 1), Buffer.from('x')] as const,
  );
  const watermark: Watermark = { lastNumber: 0, lastSequence: 0 };
  const opening = await openFiles({
    disk: PowerDisk.of(new Map(files)),
    folder: '/data',
    watermark,
    now: 0,
    upgrade: (save) => save,
    isFromElsewhere: false,
  });
  expect(opening.content.saves.size).toBe(0);
  expect(opening.warnings.length).toBeGreaterThanOrEqual(COUNTLESS);
});
