import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { scanner } from '../../testing/doubles/scanner.ts';
import { answerWitness } from './witnessFolder.ts';

vi.mock('node:fs/promises', async (original) => {
  const { scanned } = await import('../../testing/doubles/scanner.ts');
  return scanned(await original());
});

test('a third place whose files a virus scanner holds for a moment, at any call, is written and read all the same', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tillside-witness-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  // What a process that was killed has left there.
  await writeFile(join(folder, 'x.mark.new'), 'ha');
  scanner.looksFor = 'x.mark';
  const asked = { question: 'witness', folder, name: 'x.mark' } as const;
  expect(await answerWitness({ ...asked, call: 'write', text: 'y' })).toMatchObject({ ok: true });
  expect(await readdir(folder)).toEqual(['x.mark']);
  expect(await answerWitness({ ...asked, call: 'read' })).toEqual({ ok: true, text: 'y' });
});
