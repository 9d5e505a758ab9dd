import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { save, stateOf, tillOfLostKey } from '../../testing/tills/lostKey.ts';
import { freshFolder, startTill } from '../../testing/tills/openedTill.ts';
import { fewOf, MOST_LOOKED_INTO } from './fewFolders.ts';

const listed = vi.hoisted((): string[] => []);
vi.mock('node:fs/promises', async (original) => {
  const actual = await original<typeof import('node:fs/promises')>();
  const readdir = (...given: Parameters<typeof actual.readdir>) => {
    listed.push(String(given[0]));
    return actual.readdir(...given);
  };
  return { ...actual, readdir };
});

/** Empty folders, as soon made as anything. */
async function plant(folder: string, count: number): Promise<void> {
  for (let at = 0; at < count; at += 1) {
    const time = new Date(Date.UTC(2026, 10, 20) + at).toISOString().replace(/[:.]/g, '-');
    await mkdir(join(folder, `aside-${time}`));
  }
}

/** How often a start lists its data folder, and how many of the folders in it more than once: for the names alone all are. */
async function listings(count: number) {
  const folder = await freshFolder();
  await (await startTill(folder)).stop();
  await plant(folder, count);
  listed.length = 0;
  const { till, stop } = await startTill(folder, { offer: null });
  await stop();
  const inside = listed.filter((path) => path.startsWith(join(folder, 'aside-')));
  const again = inside.filter((path, at) => inside.indexOf(path) < at);
  return {
    ofFolder: listed.filter((path) => path === folder).length,
    inside: new Set(again).size,
    warnings: till.warnings,
  };
}

test('however many folders somebody has put into the data folder, a start lists it as often as with a few', async () => {
  const few = await listings(4);
  const many = await listings(40);
  expect(many.ofFolder).toBe(few.ofFolder);
  expect(many).toMatchObject({ inside: 40, warnings: [] });
});

test('of ever so many a start looks into so many, and tells that the others are left', async () => {
  const { inside, warnings } = await listings(MOST_LOOKED_INTO + 44);
  expect(inside).toBe(MOST_LOOKED_INTO);
  expect(warnings).toEqual([{ code: 'store.key-unreadable', detail: 'aside-… (44)' }]);
}, 30_000);

test('what was set aside at this start comes back, however many folders lie beside it', async () => {
  const { folder, till, start } = await tillOfLostKey();
  await save(till.till, 1);
  await till.stop();
  await plant(folder, MOST_LOOKED_INTO * 2);
  await mkdir(join(folder, 'aside-2026-11-24T06-00-00-000Z.moving'));
  const next = await start();
  expect(stateOf(next.till, 1)).toBe('late-import');
  expect(next.till.settings.provision).not.toBeNull();
}, 30_000);

test('nobody pushes one out for ever: which of them a start looks into nobody knows before', async () => {
  const folder = await freshFolder();
  await plant(folder, 12);
  const all = Array.from({ length: 12 }, (_, at) => ({
    name: `${at}`,
    path: join(folder, `aside-2026-11-20T00-00-00-${String(at).padStart(3, '0')}Z`),
    at,
  }));
  const seen = new Set<string>();
  for (let starts = 0; starts < 200; starts += 1) {
    const few = await fewOf(all, 4);
    expect(few).toHaveLength(4);
    expect(few.map(({ at }) => at)).toEqual(few.map(({ at }) => at).toSorted((a, b) => a - b));
    for (const { name } of few) seen.add(name);
  }
  expect(seen.size).toBe(12);
});
