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
  const until = (count: number) =>
    expect.poll(() => news.length, { timeout: 20_000, interval: 50 }).toBe(count);

  await until(1);
  expect(readFileSync(made, 'utf8')).toMatch(/first[\s\S]*sourceMappingURL=data:application\/json/);
  writeFileSync(source, `export const word: string = 'second';\n`);
  await until(2);
  expect(readFileSync(made, 'utf8')).toContain('second');
  writeFileSync(source, 'export const word: = \n');
  await until(3);
  expect(readFileSync(made, 'utf8')).toContain('second');
  expect(news).toEqual(['probe built', 'probe built', 'probe failed']);
});
