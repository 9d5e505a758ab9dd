import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { anEntry, macOf, openTrail } from '../../testing/tills/auditHarness.ts';
import type { Disk } from '../disk/disk.ts';
import { realDisk } from '../disk/realDisk.ts';
import { encodeLine, scanLines } from '../journal/journalLine.ts';

let outside: string;
let folder: string;
let file: string;
let head: string;
beforeEach(async () => {
  outside = await mkdtemp(join(tmpdir(), 'tillside-audit-'));
  folder = join(outside, 'data');
  file = join(folder, 'audit-manager-000001.trail');
  head = `${folder}.audit`;
  await mkdir(folder);
  await write('S-0001', 'S-0002', 'S-0003', 'S-0004');
});
afterEach(() => rm(outside, { recursive: true, force: true }));

/** One start of the till in which these saves are discarded. */
async function write(...slips: string[]): Promise<void> {
  const trail = await openTrail(folder);
  for (const slip of slips) await trail.record(anEntry('save.discarded', slip));
  await trail.close();
}

/** What the next start finds, and what the one after it does. */
async function starts(
  more = {},
): Promise<{ told: string[]; toldAgain: string[]; slips: unknown[] }> {
  const tell = async () => {
    const trail = await openTrail(folder, more);
    const { lines } = await trail.read();
    const broken = lines.filter(({ action }) => action === 'trail.broken');
    const slips = lines.flatMap(({ slip }) => slip ?? []);
    const codes = trail.warnings.map(({ code }) => code);
    await trail.close();
    return { codes, broken: broken.map(({ reason }) => reason ?? ''), slips };
  };
  const first = await tell();
  const second = await tell();
  // Nobody has looked yet: it is told on, and found once.
  expect(second.codes).toEqual(first.codes);
  expect(second.broken).toEqual(first.broken);
  expect(first.codes.includes('audit.broken')).toBe(first.broken.length > 0);
  return { told: first.broken, toldAgain: second.broken, slips: second.slips };
}

async function payloads(): Promise<string[]> {
  const bytes = await readFile(file);
  const found: string[] = [];
  scanLines(bytes, (from, to) => found.push(bytes.toString('utf8', from, to)));
  return found;
}

const rewrite = async (change: (lines: string[]) => string[]) => {
  const before = await payloads();
  await writeFile(
    file,
    change(before)
      .map((line) => encodeLine(line))
      .join(''),
  );
};

const COPY = 512;

/** Without any key: the copy of the head that was written last becomes zeros, or the one before it takes its place. */
async function spoilNewestCopy(how: 'zeros' | 'the one before' = 'zeros'): Promise<void> {
  const bytes = await readFile(head);
  const turnAt = (at: number) =>
    Number(/"turn":(\d+)/.exec(bytes.toString('latin1', at * COPY, (at + 1) * COPY))?.[1]);
  const newest = turnAt(0) > turnAt(1) ? 0 : 1;
  if (how === 'zeros') bytes.fill(0, newest * COPY, (newest + 1) * COPY);
  else bytes.copyWithin(newest * COPY, (1 - newest) * COPY, (2 - newest) * COPY);
  await writeFile(head, bytes);
}

test('a trail that nobody has touched is whole at every start', async () => {
  expect((await starts()).told).toEqual([]);
});

describe('is seen at the next start, told once in the trail and in the window until the manager has looked:', () => {
  test.each<[string, (lines: string[]) => string[], RegExp]>([
    ['a tail that was cut off', (lines) => lines.slice(0, -2), /manager ends 2 too soon/],
    ['a line taken out', (lines) => lines.toSpliced(3, 1), /lacks lines before 4/],
    [
      'two lines that have changed places',
      (lines) => lines.toSpliced(3, 2, lines[4] ?? '', lines[3] ?? ''),
      /lacks lines before/,
    ],
    [
      'a line that says something else',
      (lines) => lines.map((line) => line.replace('S-0002', 'S-0009')),
      /another line 3/,
    ],
    [
      'the last line, which says something else',
      (lines) => lines.map((line) => line.replace('S-0004', 'S-0009')),
      /another line 5/,
    ],
    ['a line of nobody in between', (lines) => lines.toSpliced(3, 0, 'x'), /odd line/],
    ['another header', (lines) => lines.with(0, `H x ${'{}'}`), /not of this till/],
  ])('%s', async (_, change, finding) => {
    await rewrite(change);
    const { told } = await starts();
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(finding);
  });

  test.each(['zeros', 'the one before'] as const)(
    'the last line that was cut off, with the newest copy of the head: %s in its place',
    async (how) => {
      await rewrite((lines) => lines.slice(0, -1));
      await spoilNewestCopy(how);
      expect((await starts()).told).toEqual(['a copy of its head is missing']);
    },
  );

  test.each(['EBUSY', 'EIO'])(
    'the same where the cashiers’ lines cannot be read (%s), by which it may have been further: nobody counts it as whole',
    async (code) => {
      await rewrite((lines) => lines.slice(0, -1));
      await spoilNewestCopy();
      const disk: Disk = {
        ...realDisk,
        read: async (path, limit) => {
          if (path.includes('audit-cashier')) throw Object.assign(new Error(code), { code });
          return realDisk.read(path, limit);
        },
      };
      const trail = await openTrail(folder, { disk });
      expect([trail.isRead, trail.isBroken]).toEqual(
        code === 'EIO' ? [true, true] : [false, false],
      );
      await trail.close();
      const found = expect.stringContaining('a copy of its head is missing');
      expect((await starts()).told).toEqual([found]);
    },
  );

  test('the last of lines that were written at once, in the same way', async () => {
    const trail = await openTrail(folder);
    const slips = ['S-0005', 'S-0006', 'S-0007', 'S-0008'];
    await Promise.all(slips.map((slip) => trail.record(anEntry('save.discarded', slip))));
    await trail.close();
    await rewrite((lines) => lines.slice(0, -1));
    await spoilNewestCopy();
    expect((await starts()).told).toEqual(['a copy of its head is missing']);
  });

  test('the last line of the manager behind which one of a cashier was written at once, in the same way', async () => {
    const trail = await openTrail(folder);
    const actions = ['save.read', 'save.discarded', 'save.read'] as const;
    await Promise.all(actions.map((action) => trail.record(anEntry(action))));
    await trail.close();
    await rewrite((lines) => lines.slice(0, -1));
    await spoilNewestCopy();
    expect((await starts()).told).toEqual(['manager ends 1 too soon']);
  });

  test('the first line behind a trail that was found broken, in the same way', async () => {
    await rm(head);
    await starts();
    file = join(folder, 'audit-manager-000002.trail');
    await write('S-0005');
    await rewrite((lines) => lines.slice(0, -1));
    await spoilNewestCopy();
    expect((await starts()).told.at(-1)).toBe('a copy of its head is missing');
  });

  test('bytes that were spoiled in the middle, and what is whole behind them is kept', async () => {
    const bytes = await readFile(file);
    bytes.fill('#', bytes.indexOf('S-0002'), bytes.indexOf('S-0002') + 3);
    await writeFile(file, bytes);
    const { told, slips } = await starts();
    expect(told[0]).toMatch(/is damaged/);
    expect(slips).toEqual(['S-0001', 'S-0003', 'S-0004']);
  });

  test('a file that is gone', async () => {
    await rm(file);
    expect((await starts()).told[0]).toMatch(/manager ends 5 too soon/);
  });

  test('a file set back to a copy from before', async () => {
    await cp(file, join(outside, 'copy'));
    await write('S-0005');
    await cp(join(outside, 'copy'), file);
    expect((await starts()).told[0]).toMatch(/manager ends 1 too soon/);
  });

  test('a file of a till with another key', async () => {
    const other = join(outside, 'other');
    await mkdir(other);
    const trail = await openTrail(other, { mac: macOf('another till') });
    for (let index = 0; index < 9; index += 1) await trail.record(anEntry('save.discarded'));
    await trail.close();
    await cp(join(other, 'audit-manager-000001.trail'), file);
    expect((await starts()).told[0]).toMatch(/not of this till/);
  });

  test('a file of the same till that went on otherwise', async () => {
    await cp(file, join(outside, 'copy'));
    await cp(head, join(outside, 'head'));
    await write('S-0005');
    const wantedHead = await readFile(head);
    await cp(join(outside, 'copy'), file);
    await cp(join(outside, 'head'), head);
    await write('S-0006', 'S-0007');
    await writeFile(head, wantedHead);
    expect((await starts()).told[0]).toMatch(/manager is another one/);
  });

  test('a head that is gone, or says nothing', async () => {
    await rm(head);
    expect((await starts()).told).toEqual([expect.stringMatching(/head is missing/)]);
    const names = await readdir(folder);
    // Nobody knows what each of them had: both begin anew.
    for (const kind of ['manager', 'cashier'])
      expect(names).toContain(`audit-${kind}-000002.trail`);
    await writeFile(head, 'x');
    expect((await starts()).told).toHaveLength(2);
  });

  test('a whole trail that is gone, head and all, where the till has settings', async () => {
    for (const name of await readdir(folder)) await rm(join(folder, name));
    await rm(head);
    expect((await starts({ isExpected: true })).told).toEqual(['all of it is missing']);
  });

  test('all of it but its head: it goes on behind that, and does not begin as a new one', async () => {
    for (const name of await readdir(folder)) await rm(join(folder, name));
    const trail = await openTrail(folder);
    const actions = (await trail.read()).lines.map(({ action }) => action);
    await trail.close();
    expect(actions).toEqual(['trail.broken']);
    // One that began and four that were discarded were written before.
    expect((await payloads()).at(-1)).toMatch(/^6 /);
  });

  test('a file in the middle that is gone, once there are several', async () => {
    const sizes = { manager: { bytes: 600, files: 9 }, cashier: { bytes: 600, files: 9 } };
    const trail = await openTrail(folder, { sizes });
    for (let index = 0; index < 12; index += 1) await trail.record(anEntry('save.discarded'));
    await trail.close();
    await rm(join(folder, 'audit-manager-000003.trail'));
    expect((await starts({ sizes })).told[0]).toMatch(/audit-manager-000004.trail does not follow/);
  });

  test('the first of two files that is gone', async () => {
    const sizes = { manager: { bytes: 600, files: 9 }, cashier: { bytes: 600, files: 9 } };
    const trail = await openTrail(folder, { sizes });
    await trail.record(anEntry('save.discarded'));
    await trail.close();
    expect((await readdir(folder)).filter((name) => name.includes('manager'))).toHaveLength(2);
    await rm(file);
    expect((await starts({ sizes })).told[0]).toMatch(/000002\.trail does not follow/);
  });

  test('lines of the cashier that are gone', async () => {
    const trail = await openTrail(folder);
    await trail.record(anEntry('save.read', 'S-0001'));
    await trail.close();
    await rm(join(folder, 'audit-cashier-000001.trail'));
    expect((await starts()).told[0]).toMatch(/cashier ends 1 too soon/);
  });
});

test.each<[string, (number: number) => string]>([
  [
    'no mark',
    (number) =>
      `${number} x {"time":"2026-11-26T10:00:00.000Z","operatorId":null,"slip":null,"action":"pin.right","tries":0}`,
  ],
  [
    'a count that is none',
    (number) =>
      `${number} x {"time":"2026-11-26T10:00:00.000Z","operatorId":null,"slip":null,"action":"pin.wrong","tries":"x"}`,
  ],
  [
    'a gap before it',
    (number) =>
      `${number + 7} x {"time":"2026-11-26T10:00:00.000Z","operatorId":null,"slip":null,"action":"pin.right","tries":-9}`,
  ],
  ['no sense', (number) => `${number} x {}`],
])('a line that somebody has added is not believed: %s', async (_, line) => {
  await rewrite((lines) => [...lines, line(lines.length)]);
  const trail = await openTrail(folder);
  expect(trail.tries).toBe(5);
  expect(trail.warnings.map(({ code }) => code)).toEqual(['audit.broken']);
  const { lines } = await trail.read();
  expect(lines.filter(({ action, isSure }) => isSure && action.startsWith('pin.'))).toEqual([]);
  await trail.close();
});

test('a file that is removed under the running till costs no further line, and is told', async () => {
  const trail = await openTrail(folder);
  await rm(file);
  expect(await trail.record(anEntry('save.discarded', 'S-0005'))).toBe(false);
  expect(await trail.record(anEntry('save.discarded', 'S-0006'))).toBe(true);
  expect(trail.warnings.map(({ code }) => code)).toEqual(['audit.broken']);
  await trail.close();
  expect((await starts()).slips).toEqual(['S-0006']);
});

test.skipIf(process.platform === 'win32')(
  'so does one that an earlier copy replaces under the running till',
  async () => {
    const trail = await openTrail(folder);
    await cp(file, `${file}.copy`);
    await trail.record(anEntry('save.discarded', 'S-0005'));
    await rename(`${file}.copy`, file);
    expect(await trail.record(anEntry('save.discarded', 'S-0006'))).toBe(false);
    expect(await trail.record(anEntry('save.discarded', 'S-0007'))).toBe(true);
    expect(trail.warnings.map(({ code }) => code)).toEqual(['audit.broken']);
    await trail.close();
    expect((await starts()).slips.slice(-2)).toEqual(['S-0004', 'S-0007']);
  },
);
