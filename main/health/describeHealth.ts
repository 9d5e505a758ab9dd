import { isPlainCode } from '../../app/health/plainCode.ts';
import type { OutboxView, QueuePause } from '../../app/outbox/outboxView.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import type { Protection } from '../vault/dataKey.ts';

/**
 * How a till is, for whoever looks after many: `health.json`, and what its reports are made of. Nothing in it is about a
 * person.
 */
export interface Health {
  format: 1;
  version: string;
  /** ISO 8601, by the till's clock. Older than some minutes: the till does not run. */
  writtenAt: string;
  /** False: it was ended in order. */
  isRunning: boolean;
  waiting: number;
  /** How long the oldest one has waited (s), or null. */
  oldestWaitingSeconds: number | null;
  /** Why nothing is sent just now, `none` where it is. */
  pause: QueuePause['kind'];
  /** Whether anything tells this computer from others, `looking` while that is not known, `shared` where nothing need to: `docs/cloned-pc.md`. */
  computer: 'looking' | 'known' | 'unknown' | 'shared';
  held: number;
  /** How many are held for which answer: its sub-code, else its code, else why the till itself holds it. */
  heldByCode: Record<string, number>;
  /** When the platform accepted the last one (ISO 8601), or null. */
  lastAcceptedAt: string | null;
  /** The gateway's clock minus the till's (s) where that is more than two minutes, or null. */
  clockOffsetSeconds: number | null;
  /** Codes of what the window warns of. */
  warnings: string[];
  /** How often the window's page has ended against its will since the start. */
  pageEnds: number;
  /** Since the start (s). */
  runsForSeconds: number;
  /** What keeps the data key. */
  keyStore: Protection;
  /** Room on the disk with the data folder (bytes), or null: not known. */
  diskFreeBytes: number | null;
}

/** As many codes are told: a gateway may make up any number of them. */
const MAX_CODES = 50;

export interface HealthParts {
  view: Pick<OutboxView, 'waiting' | 'oldestWaitingAt' | 'pause' | 'counts' | 'warnings'> &
    Pick<OutboxView, 'clockOffsetSeconds'>;
  saves: Pick<Saves, 'sequences' | 'findBySequence' | 'acceptances'>;
  version: string;
  /** Ms since 1970. */
  now: number;
  /** Since the start (ms). */
  runsFor: number;
  keyStore: Protection;
  diskFreeBytes: number | null;
  pageEnds: number;
  computer: Health['computer'];
  isRunning: boolean;
}

export function describeHealth(parts: HealthParts): Health {
  const { view, saves, version, now, runsFor, pageEnds, computer, isRunning } = parts;
  const lastAcceptedAt = saves.acceptances.latest();
  return {
    format: 1,
    version,
    writtenAt: new Date(now).toISOString(),
    isRunning,
    waiting: view.waiting,
    oldestWaitingSeconds:
      view.oldestWaitingAt === null
        ? null
        : Math.max(0, Math.round((now - view.oldestWaitingAt) / 1_000)),
    pause: view.pause.kind,
    computer,
    held: view.counts.held,
    heldByCode: heldByCode(saves),
    lastAcceptedAt: lastAcceptedAt === null ? null : new Date(lastAcceptedAt).toISOString(),
    clockOffsetSeconds: view.clockOffsetSeconds,
    warnings: [...new Set(view.warnings.map(({ code }) => code))],
    pageEnds,
    runsForSeconds: Math.floor(runsFor / 1_000),
    keyStore: parts.keyStore,
    diskFreeBytes: parts.diskFreeBytes,
  };
}

function heldByCode(saves: HealthParts['saves']): Record<string, number> {
  const counts = new Map<string, number>();
  for (const sequence of saves.sequences('held').newestFirst()) {
    const save = saves.findBySequence(sequence);
    if (save === undefined) continue;
    const { lastOutcome, heldReason } = save;
    const answer = lastOutcome?.subCode || lastOutcome?.code || heldReason || 'unknown';
    const code = isPlainCode(answer) ? answer : (heldReason ?? 'unknown');
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const most = [...counts].sort(([, one], [, other]) => other - one).slice(0, MAX_CODES);
  return Object.fromEntries(most);
}
