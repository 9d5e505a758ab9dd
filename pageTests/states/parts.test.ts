import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CATALOGUES } from '../../app/messages/catalogues.ts';
import { NOT_ON_A_SCREEN, PARTS } from './parts.ts';
import { keysOf, partOf } from './wordsOf.ts';

const DARK = /@media[^{]*color-scheme[^{]*\{\s*(?:[^{}]+ \{([^}]*)\}\s*)\}/g;

test('every word of the catalogues belongs to a part of the window, which has to show it', () => {
  const parts = Object.values(PARTS);
  const unclaimed = [...keysOf(CATALOGUES.en)]
    .map(([key]) => key)
    .filter((key) => partOf(key, parts) === undefined);
  expect(unclaimed.sort()).toEqual(Object.keys(NOT_ON_A_SCREEN).sort());
});

test('no style looks at the language: the colours of a state are the same in each', () => {
  const folder = join(import.meta.dirname, '../../renderer');
  const files = globSync('**/*.css', { cwd: folder });
  expect(files.length).toBeGreaterThan(10);
  const asking = files.filter((file) =>
    /:lang\(|\[lang/.test(readFileSync(join(folder, file), 'utf8')),
  );
  expect(asking).toEqual([]);
});

test('the dark theme changes nothing but colours: nothing has another size or place in it', () => {
  const folder = join(import.meta.dirname, '../../renderer');
  const blocks = globSync('**/*.css', { cwd: folder }).flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(DARK)].map(([, block = '']) => block),
  );
  // Those of all, and those of charts.
  expect(blocks).toHaveLength(2);
  const set = blocks.flatMap((block) => block.split(';')).map((one) => one.trim());
  const others = set.filter((one) => one !== '' && !/^--[a-z0-9-]+: #[0-9a-f]{6}$/.test(one));
  expect(others).toEqual(['--shadow: 0 8px 24px rgb(0 0 0 / 60%)']);
  const scripts = globSync('**/*.{ts,tsx}', { cwd: folder });
  expect(scripts.length).toBeGreaterThan(100);
  const asking = scripts.filter((file) =>
    readFileSync(join(folder, file), 'utf8').includes('color-scheme'),
  );
  expect(asking).toEqual([]);
});
