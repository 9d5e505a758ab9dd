import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from './projectPaths.ts';

interface Proof {
  story: number;
  file: string;
  title: string;
}

const byPlace = (a: Proof, b: Proof) =>
  a.story - b.story || a.file.localeCompare(b.file) || a.title.localeCompare(b.title);

/** The rows of the table in `docs/failure-stories.md`; an empty number means the story above. */
function proofsInDocs(): Proof[] {
  const text = readFileSync(join(projectRoot, 'docs/failure-stories.md'), 'utf8');
  const proofs: Proof[] = [];
  let story = 0;
  for (const row of text.split('\n').filter((line) => /^\| +(\d+ )?.*\.test\.ts/.test(line))) {
    const [number = '', , file = '', title = ''] = row
      .split(/(?<!\\)\|/)
      .slice(1)
      .map((cell) => cell.trim());
    if (number !== '') story = Number(number);
    proofs.push({ story, file: file.replaceAll('`', ''), title });
  }
  return proofs;
}

/** Every title of a test, or of a group of tests, that has a story's number. */
function proofsInTests(): Proof[] {
  const files = globSync('*/**/*.test.{ts,tsx}', {
    cwd: projectRoot,
    exclude: (path) => path.includes('node_modules'),
  });
  return files.flatMap((file) => {
    const source = readFileSync(join(projectRoot, file), 'utf8');
    const titles = source.matchAll(/(['"`])story (\d+): (.*?)\1/g);
    return [...titles].map(([, , story, title = '']) => ({ story: Number(story), file, title }));
  });
}

test('the table of the failure stories names the tests that have their numbers, and no others', () => {
  expect(proofsInDocs().sort(byPlace)).toEqual(proofsInTests().sort(byPlace));
});

test('each of the failure stories is proven by a test, and no number is left out', () => {
  const proven = new Set(proofsInTests().map((proof) => proof.story));
  const told = new Set(proofsInDocs().map((proof) => proof.story));
  const all = Array.from({ length: told.size }, (_, index) => index + 1);
  expect([...proven].sort((a, b) => a - b)).toEqual(all);
  expect(all.length).toBeGreaterThanOrEqual(16);
});
