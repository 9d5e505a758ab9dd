import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { mainBundle } from '../build/bundles.ts';
import { watchBundles } from './watchBundles.ts';

test('a bundle is made again when a source changes, with its source map; one that fails keeps the last', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tillside-live-'));
  const source = join(folder, 'part.ts');
  const entry = join(folder, 'entry.ts');
  const made = join(folder, 'out', 'probe.cjs');
  writeFileSync(entry, `import { word } from './part.ts';\nconsole.log(word);\n`);
  writeFileSync(source, `export const word: string = 'first';\n`);
  const news: string[] = [];
  const { close } = await watchBundles([mainBundle('probe', entry, join(folder, 'out'))], {
    onBuilt: (name) => void news.push(`${name} built`),
    onFailure: (name) => void news.push(`${name} failed`),
  });
  onTestFinished(async () => {
    await close();
    rmSync(folder, { recursive: true, force: true });
  });
  // A file that is written may be seen empty before it is seen whole: so many builds there are, at the least.
  const until = (last: string) =>
    expect.poll(() => news.at(-1), { timeout: 20_000, interval: 50 }).toBe(last);
  const written = () => readFileSync(made, 'utf8');

  await until('probe built');
  expect(written()).toMatch(/first[\s\S]*sourceMappingURL=data:application\/json/);
  writeFileSync(source, `export const word: string = 'second';\n`);
  await expect.poll(written, { timeout: 20_000, interval: 50 }).toContain('second');
  await until('probe built');
  writeFileSync(source, 'export const word: = \n');
  await until('probe failed');
  expect(written()).toContain('second');
});
