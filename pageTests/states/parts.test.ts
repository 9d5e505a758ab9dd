import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CATALOGUES } from '../../app/messages/catalogues.ts';
import { NOT_ON_A_SCREEN, PARTS } from './parts.ts';
import { keysOf, partOf } from './wordsOf.ts';

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
