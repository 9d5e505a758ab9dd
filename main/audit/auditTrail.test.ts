import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { anEntry, openTrail } from '../../testing/tills/auditHarness.ts';
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

const small = { manager: { bytes: 1_000, files: 3 }, cashier: { bytes: 1_000, files: 3 } };
const actionsIn = async (one: AuditTrail) => (await one.read()).lines.map(({ action }) => action);
const reopen = async (more = {}) => {
  await trail.close();
  trail = await openTrail(folder, more);
};
describe('a line', () => {
  test('has its time, its action and its slip, can be read as text, and by this user alone', async () => {
    expect(await trail.record({ ...anEntry('save.discarded', 'S-0187'), reason: 'test' })).toBe(
      true,
    );
    const { lines, findings } = await trail.read();
    const { operatorId } = anEntry('save.read');
    expect(lines.at(-1)).toEqual({
      time: new Date(new VirtualClock().now()).toISOString(),
      action: 'save.discarded',
      operatorId,
      slip: 'S-0187',
      reason: 'test',
      isSure: true,
    });
    expect(findings).toEqual([]);
    const file = join(folder, 'audit-manager-000001.trail');
    const text = await readFile(file, 'utf8');
    expect(text).toContain('"action":"save.discarded"');
    // Whoever counts the lines of a new till begins with 1.
    expect([...text.matchAll(/(\d+) \S+ \{"time"/g)].map(([, number]) => number)).toEqual([
      '1',
      '2',
    ]);
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o077).toBe(0);
  });

  test('that was recorded at once with others stands in its order, and none is lost over a restart', async () => {
    const slips = Array.from({ length: 50 }, (_, index) => `S-${index}`);
    await Promise.all(slips.map((slip) => trail.record(anEntry('save.discarded', slip))));
    await reopen();
    const { lines, findings } = await trail.read();
    expect(lines.slice(1).map(({ slip }) => slip)).toEqual(slips);
    expect([findings, trail.warnings]).toEqual([[], []]);
  });

  test('that cannot be made does not keep the next ones from being written', async () => {
    const broken = { ...anEntry('save.read'), saves: 1n as unknown as number };
    const both = [trail.record(broken), trail.record(anEntry('save.read', 'S-0002'))];
    await expect(both[0]).rejects.toThrow(TypeError);
    expect(await both[1]).toBe(true);
  });

  test('about the manager is not pushed out by whatever number of lines about a cashier', async () => {
    await reopen({ sizes: small });
    await trail.record(anEntry('pin.locked'));
    for (let reads = 0; reads < 200; reads += 1) await trail.record(anEntry('save.read', 'S-0001'));
    await reopen({ sizes: small });
    expect(await actionsIn(trail)).toContain('pin.locked');
    expect(trail.warnings).toEqual([]);
    const names = (await readdir(folder)).filter((name) => name.includes('cashier'));
    expect(names).toHaveLength(3);
  });

  test('of a full file goes into the next one; the oldest files go, and nothing seems to be missing', async () => {
    await reopen({ sizes: small });
    for (let index = 0; index < 40; index += 1)
      await trail.record(anEntry('save.discarded', `S-${index}`));
    await reopen({ sizes: small });
    const { lines, findings } = await trail.read();
    expect(findings).toEqual([]);
    expect(lines.at(-1)?.slip).toBe('S-39');
    expect(lines.length).toBeLessThan(30);
    expect((await readdir(folder)).filter((name) => name.includes('manager'))).toHaveLength(3);
  });
});

test('the trail of the version before stays where it is; the new one says in its first line where it ended', async () => {
  await trail.close();
  await rm(outside, { recursive: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'audit.jsonl'), '{"action":"pin.locked"}\n');
  await writeFile(join(folder, 'audit.1.jsonl'), '{}\n');
  await reopen();
  const { lines } = await trail.read();
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({ action: 'trail.begun' });
  expect(lines[0]?.reason).toMatch(
    /^audit\.1\.jsonl 3 [0-9a-f]{16}, audit\.jsonl 24 [0-9a-f]{16}$/,
  );
  expect(await readFile(join(folder, 'audit.jsonl'), 'utf8')).toBe('{"action":"pin.locked"}\n');
  await reopen();
  expect(await actionsIn(trail)).toEqual(['trail.begun']);
});

test('a line that this version does not write any more is read, and is no news', async () => {
  await trail.record({ ...anEntry('gateway.private-root' as 'pin.set'), reason: 'sha256/root' });
  await reopen();
  expect((await trail.read()).lines.at(-1)).toMatchObject({
    action: 'gateway.private-root',
    reason: 'sha256/root',
    isSure: true,
  });
  expect(trail.warnings).toEqual([]);
});

test('what the manager and the cashiers did is read in the order of its time', async () => {
  const clock = new VirtualClock();
  await reopen({ clock, now: clock.now });
  const actions = ['save.read', 'save.discarded', 'save.read', 'pin.changed'] as const;
  for (const action of actions) {
    await clock.pass(1_000);
    await trail.record(anEntry(action));
  }
  expect((await actionsIn(trail)).slice(-4)).toEqual(actions);
});

test('an old file that cannot be removed is tried again, and is nothing that is missing meanwhile', async () => {
  const one = { bytes: 400, files: 1 };
  let held = 'audit-manager-000001.trail';
  const disk: typeof realDisk = {
    ...realDisk,
    remove: (path) =>
      held !== '' && path.endsWith(held)
        ? Promise.reject(Object.assign(new Error('held'), { code: 'EBUSY' }))
        : realDisk.remove(path),
  };
  const sizes = { manager: one, cashier: one };
  await reopen({ disk, sizes });
  for (let index = 0; index < 6; index += 1) await trail.record(anEntry('save.discarded'));
  expect(await readdir(folder)).toContain(held);
  held = '';
  for (let index = 0; index < 3; index += 1) await trail.record(anEntry('save.discarded'));
  expect(await readdir(folder)).not.toContain('audit-manager-000001.trail');
  await reopen({ disk, sizes });
  expect(trail.warnings).toEqual([]);
});

describe('what the manager has not seen yet', () => {
  const takenOver = { ...anEntry('provision.taken-over'), reason: 'brand,pin' };

  test('is told until the settings are opened with the PIN, over restarts', async () => {
    await trail.record(takenOver);
    await reopen();
    expect(trail.warnings).toEqual([{ code: 'provision.taken-over', detail: 'brand,pin' }]);
    await trail.record(anEntry('settings.opened'));
    expect(trail.warnings).toEqual([]);
    await reopen();
    expect(trail.warnings).toEqual([]);
  });

  test('is told at once, and so is that he has looked', async () => {
    const told: number[] = [];
    await reopen({ onChanged: () => told.push(trail.warnings.length) });
    await trail.record(anEntry('save.discarded'));
    expect(told).toEqual([]);
    await trail.record(takenOver);
    await trail.record(anEntry('settings.opened'));
    expect(told).toEqual([1, 0]);
  });

  test('is told for a week at the most, and the first settings are no news', async () => {
    const clock = new VirtualClock();
    await reopen({ clock, now: clock.now });
    await trail.record({ ...takenOver, reason: 'first' });
    expect(trail.warnings).toEqual([]);
    await trail.record(takenOver);
    await clock.pass(7 * 86_400_000 + 1);
    await reopen({ clock, now: clock.now });
    expect(trail.warnings).toEqual([]);
  });
});

test('the wrong tries of the PIN are known from the trail; where it was cut, as many as lock', async () => {
  expect(trail.tries).toBe(0);
  await trail.record({ ...anEntry('pin.wrong'), tries: 1 });
  await trail.record({ ...anEntry('pin.wrong'), tries: 2 });
  await reopen();
  expect(trail.tries).toBe(2);
  await trail.record({ ...anEntry('pin.right'), tries: 0 });
  await trail.record(anEntry('settings.opened'));
  await reopen();
  expect(trail.tries).toBe(0);
  await trail.close();
  await rm(join(folder, 'audit-manager-000001.trail'));
  await reopen();
  expect(trail.tries).toBe(5);
  await reopen();
  expect(trail.tries).toBe(5);
});
