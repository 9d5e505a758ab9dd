import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { atMost, type Report, type Target } from '../report/report.ts';
import { percentile, round } from '../report/statistics.ts';
import { measureClicks } from './clicks.ts';
import type { Contender, OpenedStore } from './contender.ts';
import { appendFifty, bareAppend, zeroFilledAppend } from './floors.ts';
import { enqueue, fill, openOnDisk, tillside } from './ours.ts';
import { betterSqlite, classicLevel, conf, filePerEntry, stockLowdb } from './peers.ts';
import { type Operation, runRounds, type Samples } from './rounds.ts';

const CONTENDERS: readonly Contender[] = [
  bareAppend,
  zeroFilledAppend,
  tillside,
  betterSqlite,
  classicLevel,
  filePerEntry,
  stockLowdb,
  conf,
];

const BACKLOGS = [0, 1_000, 10_000, 100_000];
const TURNS = 40;
const CALLS_A_TURN = 10;
const BUDGET = 15_000;

type Rows = Report['rows'];

/** `npm run bench -- enqueue`: what one durable save costs, next to others in the same run. */
export async function enqueueBench(parent: string, say: (line: string) => void) {
  const rows: Rows = [];
  const targets: Target[] = [];
  const folder = await mkdtemp(join(parent, 'enqueue-'));
  try {
    for (const backlog of BACKLOGS) {
      say(`${backlog} waiting …`);
      const samples = await measureBacklog(join(folder, String(backlog)), backlog);
      rows.push(...samples.map((one) => row(one, samples, backlog)));
      targets.push(...backlogTargets(samples, backlog));
    }
    say('compaction running …');
    targets.push(await whileCompacting(join(folder, 'compacting')));
    say('fifty at once …');
    targets.push(await fiftyAtOnce(join(folder, 'fifty')));
    say('bytes written, cold open …');
    targets.push(...(await bytesAndColdOpen(join(folder, 'cold'), rows)));
    say('clicks in the window …');
    targets.push(await measureClicks(join(folder, 'clicks')));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { rows, targets };
}

async function measureBacklog(folder: string, backlog: number): Promise<Samples[]> {
  const opened: [Contender, OpenedStore][] = [];
  for (const [index, contender] of CONTENDERS.entries()) {
    const own = join(folder, String(index));
    await mkdir(own, { recursive: true });
    opened.push([contender, await contender.open(own, backlog)]);
  }
  const samples = await runRounds(opened, {
    backlog,
    turns: TURNS,
    callsATurn: CALLS_A_TURN,
    budget: BUDGET,
  });
  for (const [, store] of opened) await store.close();
  await rm(folder, { recursive: true, force: true });
  return samples;
}

const at = (samples: Samples, part: number, operation: Operation = 'enqueue') =>
  percentile(samples.times[operation], part);

function find(samples: readonly Samples[], contender: Contender): Samples {
  const found = samples.find((one) => one.contender === contender);
  if (!found) throw new Error(`${contender.name} was not measured`);
  return found;
}

function row(one: Samples, all: readonly Samples[], backlog: number): Rows[number] {
  const floor = find(all, bareAppend);
  const ratio = (part: number, operation: Operation) =>
    round(at(one, part, operation) / at(floor, part, operation), 2);
  return {
    waiting: backlog,
    store: one.contender.name,
    durable: one.contender.isDurable ? 'yes' : 'NO',
    samples: one.times.enqueue.length,
    'enqueue p50 ms': round(at(one, 0.5)),
    '× floor p50': ratio(0.5, 'enqueue'),
    '× floor p99': ratio(0.99, 'enqueue'),
    'update × p50': ratio(0.5, 'update'),
    'update × p99': ratio(0.99, 'update'),
    'delete × p50': ratio(0.5, 'remove'),
    'delete × p99': ratio(0.99, 'remove'),
  };
}

function backlogTargets(samples: readonly Samples[], backlog: number): Target[] {
  const ours = at(find(samples, tillside), 0.5);
  const floor = ours / at(find(samples, bareAppend), 0.5);
  const sqlite = ours / at(find(samples, betterSqlite), 0.5);
  return [
    atMost(`enqueue p50 against bare append, ${backlog} waiting`, round(floor, 2), 1, '×'),
    atMost(
      `enqueue p50 against better-sqlite3 FULL, ${backlog} waiting`,
      round(sqlite, 2),
      1.3,
      '×',
    ),
  ];
}

async function whileCompacting(folder: string): Promise<Target> {
  await mkdir(folder, { recursive: true });
  const opened = await openOnDisk(folder);
  await fill(opened, 1, 100_000);
  const floor = await bareAppend.open(folder, 0);
  const times = { ours: [] as number[], floor: [] as number[] };
  let isRunning = true;
  const compacting = (async () => {
    while (isRunning) await opened.adapter.compact();
  })();
  for (let number = 100_001; number <= 101_500; number += 1) {
    const start = performance.now();
    await enqueue(opened, number);
    const middle = performance.now();
    await floor.enqueue(number);
    times.ours.push(middle - start);
    times.floor.push(performance.now() - middle);
  }
  isRunning = false;
  await compacting;
  await opened.outbox.close();
  await floor.close();
  const ratio = percentile(times.ours, 0.99) / percentile(times.floor, 0.99);
  return atMost('enqueue p99 against the floor’s p99, compaction running', round(ratio, 2), 4, '×');
}

async function fiftyAtOnce(folder: string): Promise<Target> {
  await mkdir(folder, { recursive: true });
  const opened = await openOnDisk(folder);
  const floor = await appendFifty(folder);
  const times = { ours: [] as number[], floor: [] as number[] };
  for (let burst = 0; burst < 300; burst += 1) {
    const start = performance.now();
    const numbers = Array.from({ length: 50 }, (_, index) => burst * 50 + index + 1);
    await Promise.all(numbers.map((number) => enqueue(opened, number)));
    const middle = performance.now();
    await floor.once();
    times.ours.push(middle - start);
    times.floor.push(performance.now() - middle);
  }
  await opened.outbox.close();
  await floor.close();
  const ratio = percentile(times.ours, 0.5) / percentile(times.floor, 0.5);
  return atMost(
    '50 at once against one append + one flush of the same bytes',
    round(ratio, 2),
    1.5,
    '×',
  );
}

async function bytesAndColdOpen(folder: string, rows: Rows): Promise<Target[]> {
  await mkdir(folder, { recursive: true });
  const opened = await openOnDisk(folder);
  await fill(opened, 1, 100_000);
  // The compactions that the filling has begun are not part of what one save writes.
  await opened.adapter.compact();
  await opened.adapter.compact();
  const before = writtenBytes();
  for (let number = 100_001; number <= 100_500; number += 1) await enqueue(opened, number);
  const kilobytes = (writtenBytes() - before) / 500 / 1_000;
  await opened.outbox.close();
  const script = join(import.meta.dirname, 'coldOpen.ts');
  const runs = Array.from({ length: 5 }, () => {
    const printed = execFileSync(process.execPath, [script, folder], { encoding: 'utf8' });
    return JSON.parse(printed) as { milliseconds: number; megabytes: number; saves: number };
  });
  const seconds =
    percentile(
      runs.map((run) => run.milliseconds),
      0.5,
    ) / 1_000;
  const peak = Math.max(...runs.map((run) => run.megabytes));
  rows.push({
    waiting: runs[0]?.saves ?? 0,
    store: 'Tillside, opened cold',
    'peak memory MB': round(peak, 0),
  });
  return [
    atMost('cold open of 100,000', round(seconds, 2), 1, 's'),
    atMost('written per enqueue', round(kilobytes, 1), 12, 'kB'),
  ];
}

/** Bytes that this process has sent to the disk, as the kernel counts them. */
function writtenBytes(): number {
  const match = /^write_bytes: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'));
  return Number(match?.[1] ?? Number.NaN);
}
