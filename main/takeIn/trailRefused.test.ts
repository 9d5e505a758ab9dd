import type * as fs from 'node:fs/promises';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { AuditEntry } from '../audit/auditEntry.ts';
import { trailHash } from './trailHash.ts';
import { watchTrails } from './watchTrails.ts';

/** What the disk says to the next calls; null: it does what it is asked. */
const disk = vi.hoisted(() => ({ readdir: '', open: '' }));
const refuse = vi.hoisted(() => (call: 'readdir' | 'open') => {
  if (disk[call] !== '') throw Object.assign(new Error('refused'), { code: disk[call] });
});
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof fs>();
  const readdir = async (path: string) => {
    refuse('readdir');
    return real.readdir(path);
  };
  const open: typeof real.open = async (...all) => {
    refuse('open');
    return real.open(...all);
  };
  return { ...real, readdir, open };
});

const NAME = 'aside-2026-11-24T00-00-00-000Z';

/** What a start writes down of a trail that lies there as it did, and what the log says. */
async function watched(call: 'readdir' | 'open', code: string) {
  const folder = await mkdtemp(join(tmpdir(), 'tillside-'));
  onTestFinished(async () => {
    Object.assign(disk, { readdir: '', open: '' });
    await rm(folder, { recursive: true });
  });
  const taken = join(folder, `${NAME}.taken`);
  await mkdir(taken);
  await writeFile(join(taken, 'audit-manager-000001.trail'), 'a line\n');
  const trailsAside = new Map([[NAME, await trailHash(taken)]]);
  const lines: (string | undefined)[] = [];
  const logged: unknown[] = [];
  disk[call] = code;
  await watchTrails(
    folder,
    { trailsAside, tries: 0, owe: async ({ reason }: AuditEntry) => void lines.push(reason) },
    { warn: (_what, more) => void logged.push(more) },
  );
  return { lines, logged };
}

for (const call of ['readdir', 'open'] as const) {
  test.each(['EBUSY', 'EIO', 'EMFILE', 'ESTALE', 'UNKNOWN'])(
    `a trail that was set aside is not missed for what passes (${call}: %s): the log says so, and the next start looks`,
    async (code) => {
      expect(await watched(call, code)).toEqual({ lines: [], logged: [{ folder: NAME, code }] });
    },
  );

  test.each(['EACCES', 'ELOOP', 'ENOTDIR', 'EISDIR', 'ENXIO', 'ENAMETOOLONG'])(
    `it is missed for what is said of what lies there (${call}: %s), which is so at every start`,
    async (code) => {
      const lines = [`${NAME} is not as it was set aside`];
      expect(await watched(call, code)).toEqual({ lines, logged: [] });
    },
  );
}
