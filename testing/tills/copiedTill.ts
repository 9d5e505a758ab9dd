import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import { EMPTY_MEMBER } from '../../app/member/memberSchema.ts';
import { errorCode } from '../../main/files/durableFile.ts';
import type { Reading, Traits } from '../../main/hardware/traits.ts';
import { plainWrapper } from '../../main/vault/keyWrappers.ts';
import type { VirtualClock } from '../doubles/virtualClock.ts';
import { CONSENT, freshFolder, OPERATOR, PIN, startTill } from './openedTill.ts';

/** Computers that have nothing in common. */
export const FIRST: Traits = { board: ['board-1'], disk: ['disk-1'], network: ['lan-1'] };
export const SECOND: Traits = { board: ['board-2'], disk: ['disk-2'], network: ['lan-2'] };
export const THIRD: Traits = { board: ['board-3'], disk: ['disk-3'], network: ['lan-3'] };

/** A form that somebody has begun. */
export const DRAFT = {
  requestId: 'd'.repeat(32),
  operatorId: OPERATOR,
  member: { ...EMPTY_MEMBER, mobile: '13800138009' },
  correctionOf: null,
  chosen: null,
  consent: null,
  isLocked: false,
};

/** So often a copy begins anew while files come and go. */
const COPIED_AT_MOST = 20;

type Opened = Awaited<ReturnType<typeof startTill>>;

/** A whole till on this computer; what came with the disk opens there, as with a user's key that was copied along. */
export async function startOn(
  traits: Reading | (() => Promise<Reading>),
  folder: string,
  more: Parameters<typeof startTill>[1] = {},
): Promise<Opened> {
  const read = typeof traits === 'function' ? traits : async () => traits;
  const opened = await startTill(folder, { keyWrapper: plainWrapper, traits: read, ...more });
  if (typeof traits !== 'function') await opened.till.computer.look();
  return opened;
}

/** The disk of a computer as it is now, once more: the data folder and what stands beside it. */
export async function copyOf(folder: string): Promise<string> {
  const copy = await freshFolder();
  copyNow(folder, copy);
  return copy;
}

/**
 * The same into a data folder that is there, at once; from the beginning where a file comes or goes meanwhile: what a till
 * that runs has just put in the place of another would be in neither of the two.
 */
export function copyNow(folder: string, to: string): void {
  const [from, copy] = [join(folder, '..'), join(to, '..')];
  for (let left = COPIED_AT_MOST; !isCopied(from, copy); left -= 1) {
    if (left === 0) throw new Error('files come and go all the time');
    rmSync(copy, { recursive: true });
    mkdirSync(to, { recursive: true });
  }
}

/** False where a file has come or gone meanwhile. */
function isCopied(from: string, to: string): boolean {
  const names = () => readdirSync(from, { recursive: true }).sort().join('\n');
  const before = names();
  try {
    cpSync(from, to, { recursive: true });
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    return false;
  }
  return names() === before;
}

/** One member by the call of the page; gives the request id. */
export async function registerOn(
  { calls }: Pick<Opened, 'calls'>,
  number: number,
): Promise<string> {
  const requestId = String(number).padStart(32, '0');
  const reply = await calls.registerMember({
    requestId,
    operatorId: OPERATOR,
    member: { mobile: `1380013800${number}` },
    correctionOf: null,
    consent: { ...CONSENT, at: Date.now() },
  });
  if (!reply.ok) throw new Error(reply.error.code);
  return requestId;
}

/** The manager's word about data that have come along. */
export function answerOn({ calls }: Pick<Opened, 'calls'>, answer: 'moved' | 'start-empty') {
  return calls.answerComputer({ pin: PIN, answer });
}

/** What has become of each save, oldest first. */
export function fatesOf({ outbox }: Opened['till']): string[] {
  return [...outbox.saves.values()].map(
    ({ state, closedReason, heldReason }) => closedReason ?? heldReason ?? state,
  );
}

/** Its clock goes on until it is known whose the data are. */
export async function lookedAt(till: Opened['till'], clock: VirtualClock): Promise<void> {
  let isKnown = false;
  void till.computer.look().then(() => {
    isKnown = true;
  });
  await vi.waitFor(async () => {
    await clock.pass(2_000);
    if (!isKnown) throw new Error('not known yet');
  });
}
