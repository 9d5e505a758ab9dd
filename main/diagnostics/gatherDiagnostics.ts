import { statfs } from 'node:fs/promises';
import { freemem, totalmem } from 'node:os';
import type { Diagnostics, DiagnosticValue } from '../../app/diagnostics/diagnostics.ts';
import { redactPhones } from '../../app/member/mask.ts';
import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { UpdateView } from '../../app/update/updateView.ts';
import { errorCode } from '../files/durableFile.ts';
import { describeHealth, type Health } from '../health/describeHealth.ts';
import { freeBytes } from '../health/freeRoom.ts';
import { breathe } from '../move/breathe.ts';
import { describeOutbox } from '../outbox/describeOutbox.ts';
import type { Till } from '../till.ts';
import { describeSettings } from './describeSettings.ts';
import { describeStore } from './describeStore.ts';
import { latestOutcomes } from './latestOutcomes.ts';
import { measureFlush } from './measureFlush.ts';
import { within } from './within.ts';
import { withoutHome } from './withoutHome.ts';

/** What only the program around the till knows. */
export interface Surroundings {
  /** The data folder. */
  folder: string;
  /** The user's own folder. */
  home: string;
  /** The folder that the program lies in. */
  program: string;
  version: string;
  /** The program is installed, and not run by a developer. */
  isPacked: boolean;
  /** The proxies that the system names for an address, as Chromium writes them. */
  proxyFor: (url: string) => Promise<string>;
  /** How often the window's page has ended against its will. */
  pageEnds: () => number;
  /** How it is with updates; null: not known yet. */
  updates: () => UpdateView | null;
}

/** What a till is asked for. */
export type DiagnosedTill = Pick<
  Till,
  | 'settings'
  | 'outbox'
  | 'replayer'
  | 'warnings'
  | 'locks'
  | 'computer'
  | 'hold'
  | 'clock'
  | 'protection'
>;

/** A disk or a script of a proxy that says nothing is told as such after so long (ms). */
const LONGEST_ANSWER = 5_000;

export interface Gathered {
  groups: Diagnostics;
  health: Health;
}

/** How a till is now. Nothing of it is a secret or about a person; the user's own folder is not named. */
export async function gatherDiagnostics(
  till: DiagnosedTill,
  around: Surroundings,
): Promise<Gathered> {
  const { settings, outbox, replayer, locks, computer, hold, clock, warnings } = till;
  const { folder } = around;
  const view = describeOutbox(outbox, replayer, warnings);
  const url = settings.provision?.gateway.url ?? null;
  const [outcomes, disk, store, proxy, free] = await Promise.all([
    latestOutcomes(outbox.saves, breathe()),
    answered(describeDisk(folder)),
    answered(describeStore(folder)),
    url === null ? 'no-gateway' : answered(around.proxyFor(url)),
    answered(freeBytes(folder)),
  ]);
  const health = describeHealth({
    view,
    saves: outbox.saves,
    version: around.version,
    now: clock.now(),
    runsFor: process.uptime() * 1_000,
    pageEnds: around.pageEnds(),
    computer: computer.reading,
    keyStore: till.protection,
    diskFreeBytes: typeof free === 'number' ? free : null,
    isRunning: true,
  });
  const known = replayer.knownTime();
  const { waiting, oldestWaitingSeconds, pause, held, heldByCode, lastAcceptedAt } = health;
  const groups: Diagnostics = {
    program: describeProgram(around),
    paths: { data: folder, program: around.program, home: around.home },
    settings: describeSettings(settings, locks),
    queue: {
      counts: { ...view.counts },
      ...{ waiting, oldestWaitingSeconds, pause, held, heldByCode, lastAcceptedAt },
    },
    outcomes,
    clock: {
      here: new Date(clock.now()).toISOString(),
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      gateway: known === null ? null : new Date(known).toISOString(),
      offsetSeconds: known === null ? null : Math.round((known - clock.now()) / 1_000),
    },
    network: { proxy },
    disk,
    keys: { protection: till.protection, computer: computer.reading },
    store,
    lease: {
      isSure: hold.isSure,
      isFromElsewhere: hold.isFromElsewhere,
      isLost: hold.warning !== null,
    },
    updates: describeUpdates(around.updates()),
    warnings: view.warnings.map(describeWarning),
  };
  return { groups: mapTexts(groups, withoutHome(around.home)) as Diagnostics, health };
}

function describeProgram({ version, isPacked, pageEnds }: Surroundings): DiagnosticValue {
  const { versions, platform, arch } = process;
  return {
    version,
    isPacked,
    electron: versions.electron ?? null,
    chromium: versions.chrome ?? null,
    node: versions.node,
    platform,
    arch,
    // Electron tells Windows' own number; elsewhere the kernel's.
    system: process.getSystemVersion?.() ?? null,
    upSeconds: Math.round(process.uptime()),
    memoryMegabytes: megabytes(process.memoryUsage().rss),
    freeMemoryMegabytes: megabytes(freemem()),
    totalMemoryMegabytes: megabytes(totalmem()),
    pageEnds: pageEnds(),
  };
}

/** Of these the detail is a file's name, a code or a count; of the others it says what somebody has changed, and names operators. */
const TOLD_WHOLE = /^(?:store|audit|queue|window)\./;

function describeWarning({ code, detail }: StoreWarning): DiagnosticValue {
  return { code, detail: TOLD_WHOLE.test(code) ? redactPhones(detail) : '' };
}

function describeUpdates(view: UpdateView | null): DiagnosticValue {
  if (view === null) return null;
  const { version, channel, url, hours, lastCheck, waits, why } = view;
  const at = lastCheck === null ? null : new Date(lastCheck.at).toISOString();
  return {
    ...{ version, channel, url, open: `${hours.from}-${hours.to}` },
    lastCheck: lastCheck === null ? null : { ...lastCheck, at },
    waits: waits === null ? null : { ...waits },
    why,
  };
}

async function describeDisk(folder: string): Promise<DiagnosticValue> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return {
    freeMegabytes: megabytes(bavail * bsize),
    totalMegabytes: megabytes(blocks * bsize),
    flushMilliseconds: await measureFlush(folder),
  };
}

/** A value, or why there is none, as a code. */
function answered(asked: Promise<DiagnosticValue>): Promise<DiagnosticValue> {
  const coded = asked.catch((error: unknown) => errorCode(error) || 'failed');
  return within(LONGEST_ANSWER, coded);
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}

/** Every text of a value by another one. */
function mapTexts(value: DiagnosticValue, map: (text: string) => string): DiagnosticValue {
  if (typeof value === 'string') return map(value);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, map));
  const entries = Object.entries(value).map(([name, one]) => [name, mapTexts(one, map)] as const);
  return Object.fromEntries(entries);
}
