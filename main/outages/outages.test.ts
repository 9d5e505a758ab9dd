import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { OutageReason } from '../../app/outages/outage.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { Vault } from '../vault/vault.ts';
import { MOST_OUTAGES, Outages, type OutagesOptions } from './outages.ts';
import { OUTAGES_FILE, writeOutages } from './outagesFile.ts';

const vault = new Vault(Buffer.alloc(32, 7));
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let folder: string;
let clock: VirtualClock;
let reason: OutageReason | null;
let written: number;
/** What is on its way to the disk; nothing gets there any more once the power is gone. */
let writing: Promise<void>;
let hasPower: boolean;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillside-outages-'));
  // A minute of this clock is enough for the disk.
  clock = new VirtualClock(undefined, async () => {
    await writing;
    await new Promise((resolve) => setImmediate(resolve));
  });
  reason = null;
  written = 0;
  writing = Promise.resolve();
  hasPower = true;
  onTestFinished(async () => {
    hasPower = false;
    await writing;
    await rm(folder, { recursive: true, force: true });
  });
});

/** The disk has what was written until now; whatever runs writes nothing more. */
async function cutPower(): Promise<void> {
  hasPower = false;
  await writing;
}

/** A start on what lies in the folder. */
function start(more: Partial<OutagesOptions> = {}): Promise<Outages> {
  return Outages.open({
    folder,
    vault,
    clock,
    log: { warn: () => undefined },
    isOurs: () => true,
    reason: () => reason,
    confirmedTime: () => null,
    write: (...content) => {
      written += 1;
      if (hasPower) writing = writeOutages(...content);
      return writing;
    },
    ...more,
  });
}

/** Something changes to this. */
function become(outages: Outages, now: OutageReason | null): void {
  reason = now;
  outages.look();
}

const listOf = (outages: Outages) => outages.list(Number.NEGATIVE_INFINITY);

test('an outage is kept with its beginning, its length and its reason, also by the next start', async () => {
  const outages = await start();
  const from = clock.now();
  become(outages, 'unreachable');
  await clock.pass(25 * MINUTE + 3 * SECOND);
  become(outages, null);
  const kept = { from, length: 25 * MINUTE + 3 * SECOND, reason: 'unreachable', ending: 'over' };
  expect(listOf(outages)).toEqual([kept]);
  await outages.close();
  expect(listOf(await start())).toEqual([kept]);
});

test('one that lasts has the length that it has now', async () => {
  const outages = await start();
  become(outages, 'quota');
  await clock.pass(90 * SECOND);
  expect(listOf(outages)).toMatchObject([{ length: 90 * SECOND, ending: 'lasting' }]);
});

test('another reason is another outage, which begins where the one before ends', async () => {
  const outages = await start();
  const from = clock.now();
  become(outages, 'unreachable');
  await clock.pass(5 * MINUTE);
  become(outages, 'configuration');
  await clock.pass(2 * MINUTE);
  become(outages, null);
  expect(listOf(outages)).toEqual([
    { from, length: 5 * MINUTE, reason: 'unreachable', ending: 'over' },
    { from: from + 5 * MINUTE, length: 2 * MINUTE, reason: 'configuration', ending: 'over' },
  ]);
});

test('a call that fails and is made again within ten seconds is no outage, and writes nothing', async () => {
  const outages = await start();
  for (let call = 0; call < 20; call += 1) {
    become(outages, 'unreachable');
    await clock.pass(9 * SECOND);
    become(outages, null);
    await clock.pass(2 * MINUTE);
  }
  await outages.close();
  expect(listOf(outages)).toEqual([]);
  expect(written).toBe(0);
});

test('a network that comes for less than a minute does not end one', async () => {
  const outages = await start();
  for (let time = 0; time < 30; time += 1) {
    become(outages, 'unreachable');
    await clock.pass(20 * SECOND);
    become(outages, null);
    await clock.pass(50 * SECOND);
  }
  expect(listOf(outages)).toMatchObject([{ length: 29 * 70 * SECOND + 20 * SECOND }]);
  await clock.pass(11 * SECOND);
  become(outages, 'unreachable');
  await clock.pass(30 * SECOND);
  expect(listOf(outages)).toHaveLength(2);
});

test('it is written once a minute at the most, and when one ends', async () => {
  const outages = await start();
  become(outages, 'unreachable');
  await clock.pass(HOUR);
  expect(written).toBeGreaterThan(50);
  expect(written).toBeLessThanOrEqual(60);
  const before = written;
  for (let look = 0; look < 1_000; look += 1) outages.look();
  expect(written).toBe(before);
  become(outages, null);
  expect(written).toBe(before + 1);
  await clock.pass(DAY);
  expect(written).toBe(before + 1);
  // An end has just been written: what begins then waits for its minute.
  become(outages, 'busy');
  await clock.pass(30 * SECOND);
  become(outages, 'quota');
  const atEnd = written;
  await clock.pass(59 * SECOND);
  expect(written).toBe(atEnd);
  await clock.pass(30 * SECOND);
  expect(written).toBe(atEnd + 1);
});

describe('a power cut', () => {
  test('ends one when it was last written, a minute ago at the most, and not at the next start', async () => {
    const killed = await start();
    const from = clock.now();
    become(killed, 'unreachable');
    await clock.pass(HOUR + 59 * SECOND);
    await cutPower();
    await clock.pass(10 * HOUR);
    hasPower = true;
    const [found, ...others] = listOf(await start());
    expect(others).toEqual([]);
    expect(found).toMatchObject({ from, reason: 'unreachable', ending: 'unseen' });
    expect(found?.length).toBeGreaterThanOrEqual(HOUR - MINUTE);
    expect(found?.length).toBeLessThanOrEqual(HOUR + 59 * SECOND);
  });

  test('at any moment of a writing leaves what was written before or now', async () => {
    const outages = await start({
      write: async (...content) => {
        await writeFile(join(folder, `${OUTAGES_FILE}.0a1b2c3d.new`), '{"format":1,"outa');
        await writeOutages(...content);
      },
    });
    become(outages, 'busy');
    await clock.pass(MINUTE);
    become(outages, null);
    await outages.close();
    expect(listOf(await start())).toMatchObject([{ reason: 'busy', ending: 'over' }]);
  });

  test('at the next start, with the same reason, another one begins when it is seen', async () => {
    const killed = await start();
    become(killed, 'unreachable');
    await clock.pass(5 * MINUTE);
    await cutPower();
    await clock.pass(8 * HOUR);
    hasPower = true;
    const next = await start();
    const from = clock.now();
    become(next, 'unreachable');
    await clock.pass(3 * MINUTE);
    expect(listOf(next)).toMatchObject([
      { ending: 'unseen', length: 4 * MINUTE + 10 * SECOND },
      { from, ending: 'lasting', length: 3 * MINUTE },
    ]);
  });
});

test('the end of the program ends what is seen of one, and no outage begins behind it', async () => {
  const outages = await start();
  become(outages, 'unreachable');
  await clock.pass(95 * SECOND);
  await outages.close();
  const file = await readFile(join(folder, OUTAGES_FILE), 'utf8');
  become(outages, 'quota');
  await clock.pass(HOUR);
  expect(await readFile(join(folder, OUTAGES_FILE), 'utf8')).toBe(file);
  expect(listOf(await start())).toMatchObject([{ length: 95 * SECOND, ending: 'unseen' }]);
});

describe('the length is the monotonic clock’s, and never below nothing', () => {
  test.each([
    ['back', -3 * DAY],
    ['forward', 400 * DAY],
  ])(
    'where the clock is set %s, what was seen keeps its time, and the rest begins by the new one',
    async (_, jump) => {
      const outages = await start();
      const from = clock.now();
      become(outages, 'unreachable');
      await clock.pass(10 * MINUTE);
      clock.jump(jump);
      await clock.pass(10 * MINUTE);
      become(outages, null);
      const list = listOf(outages);
      expect(list.map(({ ending }) => ending)).toEqual(['unseen', 'over']);
      const [before, after] = list;
      expect(before?.from).toBe(from);
      expect(after?.from).toBeGreaterThan(from + jump);
      for (const { length } of list) {
        expect(length).toBeGreaterThan(8 * MINUTE);
        expect(length).toBeLessThanOrEqual(11 * MINUTE);
      }
    },
  );

  test('a clock that is put right by some seconds changes nothing', async () => {
    const outages = await start();
    become(outages, 'unreachable');
    await clock.pass(10 * MINUTE);
    clock.jump(-30 * SECOND);
    await clock.pass(10 * MINUTE);
    become(outages, null);
    expect(listOf(outages)).toMatchObject([{ length: 20 * MINUTE, ending: 'over' }]);
  });

  test('a PC that slept has seen nothing of it meanwhile', async () => {
    const outages = await start();
    become(outages, 'unreachable');
    await clock.pass(10 * MINUTE);
    outages.look();
    // The monotonic clock of some systems stands still in a sleep.
    clock.jump(9 * HOUR);
    become(outages, 'unreachable');
    await clock.pass(5 * MINUTE);
    become(outages, null);
    expect(listOf(outages)).toMatchObject([
      { length: 10 * MINUTE, ending: 'unseen' },
      { length: 5 * MINUTE, ending: 'over' },
    ]);
  });
});

describe('what lies there', () => {
  async function oneKept(): Promise<string> {
    const outages = await start();
    become(outages, 'unreachable');
    await clock.pass(20 * MINUTE);
    become(outages, null);
    await outages.close();
    return readFile(join(folder, OUTAGES_FILE), 'utf8');
  }

  test('counts for nothing where anything of it was changed, and is written anew with the next one', async () => {
    const text = await oneKept();
    for (const [from, to] of [
      ['unreachable', 'quota'],
      [`${20 * MINUTE}`, `${21 * MINUTE}`],
      ['true', 'false'],
    ] as const) {
      expect(text).toContain(from);
      await writeFile(join(folder, OUTAGES_FILE), text.replace(from, to));
      expect(listOf(await start())).toEqual([]);
    }
    await writeFile(join(folder, OUTAGES_FILE), text.slice(0, 40));
    const outages = await start();
    expect(listOf(outages)).toEqual([]);
    become(outages, 'busy');
    await clock.pass(MINUTE);
    become(outages, null);
    await outages.close();
    expect(listOf(await start())).toMatchObject([{ reason: 'busy' }]);
  });

  test('counts for nothing where it is another till’s', async () => {
    await oneKept();
    expect(listOf(await start({ vault: new Vault(Buffer.alloc(32, 8)) }))).toEqual([]);
  });

  test('is times, lengths and reasons, and nothing else', async () => {
    const { outages, ...rest } = JSON.parse(await oneKept());
    expect(outages).toEqual([[expect.any(Number), 20 * MINUTE, 'unreachable', true]]);
    expect(Object.keys(rest).sort()).toEqual(['format', 'mac']);
  });

  test('is not touched while another program has the folder', async () => {
    const text = await oneKept();
    const outages = await start({ isOurs: () => false });
    become(outages, 'quota');
    await clock.pass(HOUR);
    become(outages, null);
    await outages.close();
    expect(await readFile(join(folder, OUTAGES_FILE), 'utf8')).toBe(text);
  });
});

test('of more than 2,000 the oldest go', async () => {
  const many = Array.from({ length: MOST_OUTAGES + 500 }, (_, number) => ({
    from: clock.now() + number * HOUR,
    length: MINUTE,
    reason: 'unreachable' as const,
    ending: 'over' as const,
  }));
  await writeOutages(folder, vault, many);
  const outages = await start();
  become(outages, 'quota');
  await clock.pass(MINUTE);
  become(outages, null);
  await outages.close();
  const left = listOf(await start());
  expect(left.length).toBeLessThanOrEqual(MOST_OUTAGES);
  expect(left.length).toBeGreaterThan(MOST_OUTAGES - 3);
  expect(left.at(-1)).toMatchObject({ reason: 'quota' });
  expect(left[0]?.from).toBeGreaterThanOrEqual(clock.now());
});

test('what is older than 90 days goes when the gateway has said which day it is, and by no other clock', async () => {
  const old = {
    from: clock.now() - 91 * DAY,
    length: MINUTE,
    reason: 'busy',
    ending: 'over',
  } as const;
  const young = { ...old, from: clock.now() - 89 * DAY };
  await writeOutages(folder, vault, [old, young]);
  const next = async (confirmed: number | null) => {
    const outages = await start({ confirmedTime: () => confirmed });
    become(outages, 'quota');
    await clock.pass(MINUTE);
    become(outages, null);
    await outages.close();
    return listOf(outages).filter((one) => one.reason === 'busy');
  };
  const trueTime = clock.now();
  clock.jump(4_000 * DAY);
  expect(await next(null)).toHaveLength(2);
  expect(await next(trueTime)).toEqual([young]);
});

test('a gateway that lies about the time takes no outage away that the till’s own clock has for young', async () => {
  const seen = {
    from: clock.now() - DAY,
    length: MINUTE,
    reason: 'busy',
    ending: 'over',
  } as const;
  await writeOutages(folder, vault, [seen]);
  const outages = await start({ confirmedTime: () => Date.UTC(2099, 0, 1) });
  become(outages, 'quota');
  await clock.pass(MINUTE);
  become(outages, null);
  await outages.close();
  expect(listOf(outages)).toContainEqual(seen);
});

test('a disk that takes nothing costs one line in the log, and no outage of this run', async () => {
  const logged: unknown[] = [];
  let isFull = true;
  const outages = await start({
    log: { warn: (...line) => void logged.push(line) },
    write: (...content) =>
      isFull
        ? Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }))
        : writeOutages(...content),
  });
  become(outages, 'unreachable');
  await clock.pass(HOUR);
  expect(logged).toEqual([['outages not written', { problem: 'ENOSPC' }]]);
  isFull = false;
  become(outages, null);
  await outages.close();
  expect(listOf(await start())).toMatchObject([{ length: HOUR }]);
});
