import { appendFile, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type AuditEntry, AuditTrail } from './auditTrail.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillside-audit-'));
  path = join(folder, 'audit.jsonl');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const entry: AuditEntry = { action: 'settings.saved', operatorId: '2392313', slip: null };
const linesOf = async (name: string) =>
  (await readFile(join(folder, name), 'utf8')).trim().split('\n');

test('an action is one line of JSON with its time, for this user alone to read', async () => {
  const trail = new AuditTrail(path, () => Date.UTC(2026, 10, 24, 4));
  expect(await trail.record({ ...entry, slip: 'S-0187' })).toBe(true);
  expect((await linesOf('audit.jsonl')).map((line) => JSON.parse(line))).toEqual([
    { time: '2026-11-24T04:00:00.000Z', ...entry, slip: 'S-0187' },
  ]);
  if (process.platform !== 'win32') expect((await stat(path)).mode & 0o077).toBe(0);
});

test('lines recorded at once stand in order, none is lost', async () => {
  const trail = new AuditTrail(path, () => 0);
  const slips = Array.from({ length: 50 }, (_, index) => `S-${index}`);
  await Promise.all(slips.map((slip) => trail.record({ ...entry, slip })));
  expect((await linesOf('audit.jsonl')).map((line) => JSON.parse(line).slip)).toEqual(slips);
});

test('half a line of a power cut does not spoil the next one', async () => {
  await appendFile(path, '{"time":"2026-');
  await new AuditTrail(path, () => 0).record(entry);
  const [half, whole] = await linesOf('audit.jsonl');
  expect(half).toBe('{"time":"2026-');
  expect(JSON.parse(whole ?? '')).toMatchObject(entry);
});

test('a full file makes room for a new one, and only four older ones stay', async () => {
  const trail = new AuditTrail(path, () => 0, 250);
  for (let index = 0; index < 14; index += 1) {
    await trail.record({ ...entry, slip: `S-${index}` });
  }
  const names = (await readdir(folder)).sort();
  expect(names).toEqual([
    'audit.1.jsonl',
    'audit.2.jsonl',
    'audit.3.jsonl',
    'audit.4.jsonl',
    'audit.jsonl',
  ]);
  const slipsOf = async (name: string) =>
    (await linesOf(name)).map((line) => JSON.parse(line).slip);
  expect(await slipsOf('audit.jsonl')).toEqual(['S-12', 'S-13']);
  expect(await slipsOf('audit.4.jsonl')).toEqual(['S-4', 'S-5']);
});

test('a line that cannot be made does not keep the next ones from being written', async () => {
  let isBroken = true;
  vi.spyOn(Buffer, 'alloc').mockImplementationOnce(() => {
    if (isBroken) throw new TypeError('a bug');
    return Buffer.from([0]);
  });
  const trail = new AuditTrail(path, () => 0);
  await appendFile(path, 'x\n');
  await expect(trail.record(entry)).rejects.toThrow('a bug');
  isBroken = false;
  vi.restoreAllMocks();
  expect(await trail.record(entry)).toBe(true);
});

test('a disk that refuses is told, not thrown', async () => {
  await rm(folder, { recursive: true });
  expect(await new AuditTrail(path, () => 0).record(entry)).toBe(false);
});
