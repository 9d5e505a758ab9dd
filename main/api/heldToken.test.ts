import type * as fs from 'node:fs/promises';
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { dropLeftToken, writeToken } from './apiToken.ts';

/** How often each call to a file of a token is still refused, as while a scanner looks at it. */
const held = vi.hoisted(() => ({ refusals: 0 }));
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof fs>();
  const refused = new Map<string, number>();
  const refuse = (call: string, path: unknown) => {
    const times = refused.get(`${call} ${path}`) ?? 0;
    if (times >= held.refusals || !String(path).includes('.token')) return;
    refused.set(`${call} ${path}`, times + 1);
    throw Object.assign(new Error('held'), { code: 'EBUSY' });
  };
  const rm: typeof real.rm = async (path, ...more) => {
    refuse('rm', path);
    return real.rm(path, ...more);
  };
  const readFile = async (path: string, ...more: []) => {
    refuse('read', path);
    return real.readFile(path, ...more);
  };
  return { ...real, rm, readFile };
});

test('the token that a kill has left goes also where a scanner holds it, or the file that says whose it is, for a moment', async () => {
  const place = await mkdtemp(join(tmpdir(), 'tillside-token-'));
  onTestFinished(async () => {
    held.refusals = 0;
    const { rm } = await vi.importActual<typeof fs>('node:fs/promises');
    await rm(place, { recursive: true, force: true });
  });
  const path = join(place, 'api', '24817.token');
  await writeToken(path, 'one', place);
  held.refusals = 3;
  await dropLeftToken(path, place);
  expect(await readdir(dirname(path))).toEqual([]);
});
