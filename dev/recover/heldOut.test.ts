import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { scanner } from '../../testing/doubles/scanner.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { copyOf, runTool, save, startRecoverable } from './testing/deadTill.ts';

vi.mock('node:fs/promises', async (original) => {
  const { scanned } = await import('../../testing/doubles/scanner.ts');
  return scanned(await original());
});

test('a recovery whose export a virus scanner holds for a moment, at any call, is whole', async () => {
  const folder = await freshFolder();
  const { till } = await startRecoverable(folder);
  await save(till, 1);
  const dead = await copyOf(folder);
  const share = await freshFolder();
  scanner.looksFor = 'queue.tillside';
  const { result } = await runTool(dead, { out: join(share, 'queue.tillside') });
  expect(result).toMatchObject({ ok: true, saves: 1 });
  expect(await readdir(share)).toEqual(['queue.tillside']);
});
