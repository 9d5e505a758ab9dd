import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from './projectPaths.ts';

const PAGES = globSync(['*.md', '*/*.md', 'docs/**/*.md'], {
  cwd: projectRoot,
  exclude: (path) => /node_modules|^(?:out|dist|\.data)\b/.test(path),
});

const read = (page: string) => readFileSync(join(projectRoot, page), 'utf8');

/** A heading as the place that a link names, by GitHub's rule. */
function anchorOf(heading: string): string {
  return heading
    .replace(/^#+ /, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}

function anchorsOf(page: string): string[] {
  const withoutCode = read(page).replace(/^```[\s\S]*?^```/gm, '');
  return (withoutCode.match(/^#+ .+$/gm) ?? []).map(anchorOf);
}

test('every link of the pages leads to a file that is there, and to a heading that it has', () => {
  expect(PAGES.length).toBeGreaterThan(25);
  const broken = PAGES.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:)([^)\s#]*)(?:#([^)\s]+))?\)/g)]
      .filter(([, path = '', anchor]) => {
        const target = path === '' ? page : join(dirname(page), path);
        if (!existsSync(join(projectRoot, target))) return true;
        return anchor !== undefined && !anchorsOf(target).includes(anchor);
      })
      .map(([link]) => `${page}: ${link}`),
  );
  expect(broken).toEqual([]);
});

/** Names of what a run makes, which no checkout has. */
const MADE = /^(?:out|dist|\.data)\//;

test('every file and folder of the project that a page names in full is there', () => {
  const rooms = globSync('*/', { cwd: projectRoot }).map((name) => name.replace(/[\\/]$/, ''));
  const missing = PAGES.filter((page) => page !== 'CHANGELOG.md').flatMap((page) =>
    [...read(page).matchAll(/`([\w.-]+(?:\/[\w@+.*-]*)+)`/g)]
      .map(([, path = '']) => path)
      .filter((path) => rooms.includes(path.split('/')[0] ?? '') && !MADE.test(path))
      .filter((path) => globSync(path, { cwd: projectRoot }).length === 0)
      .map((path) => `${page}: ${path}`),
  );
  expect(missing).toEqual([]);
});

test('every page of docs/ is named by the README or by another page', () => {
  const all = PAGES.map(read).join('\n');
  const lonely = PAGES.filter((page) => page.startsWith('docs/') && !page.includes('/decisions/'))
    .map((page) => page.slice('docs/'.length))
    .filter((name) => !new RegExp(`\\]\\((?:\\.\\./)?(?:docs/)?${name}[)#]`).test(all));
  expect(lonely).toEqual([]);
});
