import { copyFile, cp, mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { save, stateOf, tillOfLostKey } from '../../testing/tills/lostKey.ts';

/** As many as are begun with at one start. */
const MANY = 8;

test('copies that somebody has put there, and that cannot be named taken, keep nobody from coming back', async () => {
  const { folder, till, start } = await tillOfLostKey();
  await save(till.till, 1);
  await till.stop();
  const copies: string[] = [];
  for (let at = 0; at < MANY; at += 1) {
    const copy = `${folder}-${at}`;
    await cp(folder, copy, { recursive: true });
    await copyFile(`${folder}.audit`, join(copy, 'audit.head'));
    copies.push(copy);
  }
  for (const [at, copy] of copies.entries()) {
    const name = join(folder, `aside-2026-11-20T06-00-00-00${at}Z`);
    await rename(copy, name);
    await mkdir(join(`${name}.taken`, 'in the way'), { recursive: true });
  }
  await mkdir(join(folder, 'aside-2026-11-24T06-00-00-000Z.moving'));
  const next = await start();
  expect(stateOf(next.till, 1)).toBe('late-import');
  expect(next.till.outbox.saves.counts.held).toBe(1);
  const left = (await readdir(folder)).filter((name) => /^aside-[^.]*$/.test(name));
  expect(left).toEqual([]);
});
