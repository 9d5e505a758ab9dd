import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { anEntry, macOf, openTrail } from '../../testing/tills/auditHarness.ts';
import { realDisk } from '../disk/realDisk.ts';
import type { AuditTrail } from './auditTrail.ts';

let outside: string;
let folder: string;
let trail: AuditTrail;
beforeEach(async () => {
  outside = await mkdtemp(join(tmpdir(), 'tillside-audit-'));
  folder = join(outside, 'data');
  await mkdir(folder);
  trail = await openTrail(folder);
});
afterEach(async () => {
  await trail.close();
  await rm(outside, { recursive: true, force: true });
});

const actionsIn = async (one: AuditTrail) => (await one.read()).lines.map(({ action }) => action);
const codes = (one: AuditTrail) => one.warnings.map(({ code }) => code);
const reopen = async (more = {}) => {
  await trail.close();
  trail = await openTrail(folder, more);
};
/** A disk that refuses to write whatever has this in its path. */
const refusing = (part: string, code: string): typeof realDisk => ({
  ...realDisk,
  open: (path, mode) =>
    path.includes(part)
      ? Promise.reject(Object.assign(new Error(code), { code }))
      : realDisk.open(path, mode),
});

describe('a trail that cannot be written', () => {
  test('refuses the line, says so at once, and goes on by itself', async () => {
    const clock = new VirtualClock();
    const told: string[][] = [];
    let part = 'audit-';
    const disk: typeof realDisk = {
      ...realDisk,
      open: (path, mode) => (part === '' ? realDisk : refusing(part, 'EROFS')).open(path, mode),
    };
    await reopen({ disk, clock, onChanged: () => told.push(codes(trail)) });
    expect(await trail.record(anEntry('settings.opened'))).toBe(false);
    expect(await trail.ready()).toBe(false);
    expect(trail.warnings).toEqual([{ code: 'audit.refused', detail: 'EROFS' }]);
    part = '';
    await clock.pass(59_999);
    expect(codes(trail)).toEqual(['audit.refused']);
    told.length = 0;
    await clock.pass(1);
    await vi.waitFor(() => expect(trail.warnings).toEqual([]));
    expect(await trail.ready()).toBe(true);
    expect(told).toEqual([[]]);
  });

  test('is tried again by one alarm, however many lines are refused meanwhile', async () => {
    const clock = new VirtualClock();
    let alarms = 0;
    const counting: Pick<VirtualClock, 'after'> = {
      after: (milliseconds, callback) => {
        alarms += 1;
        return clock.after(milliseconds, callback);
      },
    };
    await reopen({ disk: refusing('audit-', 'EROFS'), clock: counting });
    for (let count = 0; count < 5; count += 1) await trail.record(anEntry('settings.opened'));
    expect(alarms).toBe(1);
  });

  test('is one that was closed as well', async () => {
    await trail.close();
    expect(await trail.record(anEntry('settings.opened'))).toBe(false);
    expect(trail.warnings).toEqual([]);
  });

  test('is not tried again once it is closed', async () => {
    const clock = new VirtualClock();
    let opened = 0;
    const disk: typeof realDisk = {
      ...refusing('audit-', 'EROFS'),
      read: (path) => {
        opened += 1;
        return realDisk.read(path);
      },
    };
    await reopen({ disk, clock });
    expect(codes(trail)).toEqual(['audit.refused']);
    await trail.close();
    const before = opened;
    const tries = vi.spyOn(trail, 'ready');
    await clock.pass(600_000);
    expect(tries).not.toHaveBeenCalled();
    expect(opened).toBe(before);
  });

  test('is none where the program is at fault and not the disk: that is thrown, and told as no refusal', async () => {
    let isFaulty = false;
    const mac = (text: string) => {
      if (isFaulty) throw new TypeError('a bug');
      return macOf('a till')(text);
    };
    await reopen({ mac });
    isFaulty = true;
    await expect(trail.record(anEntry('settings.opened'))).rejects.toThrow('a bug');
    expect(trail.warnings).toEqual([]);
  });

  test('owes what has happened meanwhile, says how much, and writes it with its time when it can', async () => {
    const clock = new VirtualClock();
    let isRefused = true;
    const disk: typeof realDisk = {
      ...realDisk,
      open: (...file) => (isRefused ? refusing('audit-', 'ENOSPC') : realDisk).open(...file),
    };
    await reopen({ disk, clock, now: clock.now });
    const time = new Date(clock.now()).toISOString();
    await trail.owe(anEntry('settings.saved'));
    expect(trail.warnings).toContainEqual({ code: 'audit.owed', detail: '1' });
    await clock.pass(1_000);
    await trail.owe(anEntry('pin.changed'));
    expect(trail.warnings).toContainEqual({ code: 'audit.owed', detail: '2' });
    isRefused = false;
    expect(await trail.record(anEntry('settings.opened'))).toBe(true);
    expect(trail.warnings).toEqual([]);
    const { lines } = await trail.read();
    expect(lines.slice(-3).map(({ action }) => action)).toEqual([
      'settings.saved',
      'pin.changed',
      'settings.opened',
    ]);
    expect(lines.at(-3)?.time).toBe(time);
  });

  test('writes what it owes before it is closed, where the disk takes it by then', async () => {
    let isRefused = true;
    const disk: typeof realDisk = {
      ...realDisk,
      open: (...file) => (isRefused ? refusing('audit-', 'EIO') : realDisk).open(...file),
    };
    await reopen({ disk });
    await trail.owe(anEntry('settings.saved'));
    isRefused = false;
    await reopen();
    expect((await actionsIn(trail)).at(-1)).toBe('settings.saved');
  });

  test('owes a thousand entries at the most, the latest ones', async () => {
    let isRefused = true;
    const disk: typeof realDisk = {
      ...realDisk,
      open: (...file) => (isRefused ? refusing('audit-', 'ENOSPC') : realDisk).open(...file),
    };
    await reopen({ disk, clock: new VirtualClock() });
    for (let number = 1; number <= 1_001; number += 1)
      await trail.owe(anEntry('save.discarded', `S-${number}`));
    expect(trail.warnings).toContainEqual({ code: 'audit.owed', detail: '1000' });
    isRefused = false;
    expect(await trail.ready()).toBe(true);
    const slips = (await trail.read()).lines.flatMap(({ slip }) => slip ?? []);
    expect([slips.at(0), slips.at(-1)]).toEqual(['S-2', 'S-1001']);
  });

  test('is not silenced by a folder in the place of its file: it is told, and goes on in the next one', async () => {
    await trail.record(anEntry('pin.locked'));
    await trail.close();
    await rm(join(folder, 'audit-manager-000001.trail'));
    await mkdir(join(folder, 'audit-manager-000001.trail'));
    await reopen();
    expect(codes(trail)).toEqual(['audit.broken']);
    expect(await trail.record(anEntry('save.discarded', 'S-0002'))).toBe(true);
    expect(await actionsIn(trail)).toEqual(['trail.broken', 'save.discarded']);
  });

  test('is not silenced by what has the name of its next file, or of one that it would never come to', async () => {
    await trail.close();
    const many = { bytes: 1_000, files: 99 };
    const sizes = { manager: many, cashier: many };
    for (const file of ['audit-manager-000002.trail', 'audit-manager-999999999.trail'])
      await mkdir(join(folder, file));
    await reopen({ sizes });
    for (let index = 0; index < 20; index += 1)
      expect(await trail.record(anEntry('save.discarded', `S-${index}`))).toBe(true);
    await reopen({ sizes });
    const { lines, findings } = await trail.read();
    expect([findings, lines.at(-1)?.slip]).toEqual([[], 'S-19']);
    expect(codes(trail)).toEqual(['audit.broken']);
    const aside = (await readdir(folder)).filter((name) => name.includes('unreadable'));
    expect(aside).toHaveLength(2);
  });

  test('has another name for its next file where one that is none cannot be put aside', async () => {
    await trail.close();
    for (const number of [2, 3]) await mkdir(join(folder, `audit-manager-00000${number}.trail`));
    const rename = () => Promise.reject(Object.assign(new Error('held'), { code: 'EACCES' }));
    await reopen({ disk: { ...realDisk, rename } });
    expect(await trail.record(anEntry('save.discarded', 'S-0001'))).toBe(true);
    expect(await actionsIn(trail)).toContain('save.discarded');
    const names = (await readdir(folder)).filter((name) => name.includes('manager'));
    expect(names.sort()).toEqual(
      [1, 2, 3, 4].map((number) => `audit-manager-00000${number}.trail`),
    );
  });

  test.skipIf(process.platform === 'win32')(
    'follows no link, neither in the place of a file nor of the head (not on Windows: only administrators make links)',
    async () => {
      await trail.record(anEntry('pin.locked'));
      await trail.close();
      const elsewhere = join(outside, 'elsewhere');
      await writeFile(elsewhere, 'mine');
      for (const path of [join(folder, 'audit-manager-000001.trail'), `${folder}.audit`]) {
        await rm(path);
        await symlink(elsewhere, path);
      }
      await reopen();
      expect(codes(trail)).toEqual(['audit.broken', 'audit.unguarded']);
      expect(await trail.record(anEntry('pin.locked'))).toBe(true);
      expect(await readFile(elsewhere, 'utf8')).toBe('mine');
    },
  );

  test('has its head in the data folder where the place beside it takes none, and says so', async () => {
    const disk = refusing('data.audit', 'EACCES');
    await rm(outside, { recursive: true });
    await mkdir(folder, { recursive: true });
    await reopen({ disk });
    expect(await trail.record(anEntry('pin.locked'))).toBe(true);
    expect(codes(trail)).toEqual(['audit.unguarded']);
    await reopen({ disk });
    expect(await actionsIn(trail)).toEqual(['trail.begun', 'pin.locked']);
    await reopen();
    expect(await trail.record(anEntry('pin.locked'))).toBe(true);
    expect(trail.warnings).toEqual([]);
  });
});
