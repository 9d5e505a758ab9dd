import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CATALOGUES } from '../app/messages/catalogues.ts';
import { projectRoot } from './projectPaths.ts';

/** The rows of the table in `docs/glossary.md`. */
const ROWS = readFileSync(join(projectRoot, 'docs', 'glossary.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(2)
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, word = '', onScreen = '', meaning = '', inCode = '']) => ({
    word,
    // Without what stands in code: a slip's number, say.
    onScreen: onScreen.replace(/`[^`]*`/g, '').match(/\p{Script=Han}+/gu) ?? [],
    meaning,
    inCode: [...inCode.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  }));

test('each word has one row, and a meaning', () => {
  expect(ROWS.length).toBeGreaterThan(20);
  expect(new Set(ROWS.map(({ word }) => word)).size).toBe(ROWS.length);
  for (const { word, meaning } of ROWS) expect(meaning, word).not.toBe('');
});

test('what the glossary says of the screen is what the screen says', () => {
  const shown = JSON.stringify(CATALOGUES['zh-CN']);
  const unknown = ROWS.flatMap(({ onScreen }) => onScreen.filter((word) => !shown.includes(word)));
  expect(unknown).toEqual([]);
});

test('what the glossary says of the code is in the code', () => {
  const files = globSync('{app,main,renderer,relay}/**/*.{ts,tsx}', { cwd: projectRoot });
  const names = files.join('\n').replaceAll('\\', '/');
  const sources = files.map((file) => readFileSync(join(projectRoot, file), 'utf8')).join('\n');
  const unknown = ROWS.flatMap(({ inCode }) => inCode).filter((name) =>
    /\.ts$|\/$/.test(name) ? !names.includes(name) : !new RegExp(`\\b${name}\\b`).test(sources),
  );
  expect(unknown).toEqual([]);
});
