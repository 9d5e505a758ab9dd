import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMPTY_MEMBER } from '../../app/member/memberSchema.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Provision } from '../../app/settings/provision.ts';
import { requestId } from '../../bench/enqueue/contender.ts';
import { intention } from '../../bench/enqueue/ours.ts';
import { NewerFormatError } from '../../main/journal/opening.ts';
import { openTill, type Till } from '../../main/till.ts';
import { setAsideTogether } from '../../main/vault/asideFolders.ts';
import { KeyClosedError } from '../../main/vault/dataKey.ts';
import { plainWrapper } from '../../main/vault/keyWrappers.ts';

/** Below a place of its own: the data folder, and what a till keeps beside it. */
export const DATA_FOLDER = 'data';

const provision: Provision = {
  gateway: { url: 'https://gw.example/rest', appKey: '1', appSecret: 'not real' },
  brandId: '244323',
  shopId: '239923231',
  operators: [{ id: '2392313', name: '小林' }],
  managerPin: '246810',
};

const nothing = () => undefined;

/** A whole till without a window on the real disk; it sends nothing. */
export function openAt(place: string, isFirst = false): Promise<Till> {
  return openTill({
    folder: join(place, DATA_FOLDER),
    keyWrapper: plainWrapper,
    post: () => Promise.reject(new TypeError('nothing is sent here')),
    log: { info: nothing, warn: nothing, error: nothing },
    offer: isFirst ? { provision, isTrusted: false } : null,
    isSending: false,
    onChanged: nothing,
  });
}

/**
 * The same on a folder in which anything may be damaged: where the key does not open, somebody begins a new queue.
 * `problem`: why, or null.
 */
export async function openSomehow(place: string): Promise<{ till: Till; problem: string | null }> {
  try {
    return { till: await openAt(place), problem: null };
  } catch (error) {
    const isClosed = error instanceof KeyClosedError || error instanceof NewerFormatError;
    if (!isClosed) throw error;
    await setAsideTogether(join(place, DATA_FOLDER), Date.now());
    return { till: await openAt(place), problem: error.message };
  }
}

/** What a till had when it was closed in order. */
export interface Kept {
  /** Every file below its place, by path. */
  files: ReadonlyMap<string, Buffer>;
  saves: readonly Save[];
  brandId: string;
}

export const SAVES = 12;

/**
 * A till as one is found in a shop: saves that wait, are held, were accepted and discarded; a snapshot and a journal
 * behind it; settings with a PIN, a draft, lines in the audit trail. One till is enough: what is done to it is the test.
 */
export async function keptTill(): Promise<Kept> {
  const place = await mkdtemp(join(tmpdir(), 'tillside-kept-'));
  try {
    await mkdir(join(place, DATA_FOLDER));
    const till = await openAt(place, true);
    for (let number = 1; number <= SAVES / 2; number += 1) await enqueue(till, number);
    await settle(till, 1, 'accepted');
    await settle(till, 2, 'rejected');
    // Erased bodies leave the disk: a snapshot is written.
    await till.outbox.housekeep(null);
    for (let number = SAVES / 2 + 1; number <= SAVES; number += 1) await enqueue(till, number);
    await settle(till, 3, 'rejected');
    await till.outbox.decisions.discard(requestId(4), 'manager');
    await till.drafts.keep({
      requestId: 'd'.repeat(32),
      operatorId: '2392313',
      member: { ...EMPTY_MEMBER, mobile: '13871946520' },
      consent: null,
      correctionOf: null,
      chosen: null,
      isLocked: false,
    });
    await till.audit.record({ action: 'settings.opened', operatorId: null, slip: null });
    const saves = [...till.outbox.saves.values()];
    await till.stop(0);
    return { files: await filesBelow(place), saves, brandId: provision.brandId };
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

export async function enqueue(till: Till, number: number): Promise<void> {
  const result = await till.outbox.intake.enqueue(intention(number));
  if (!result.ok) throw new Error(`not saved: ${result.failure}`);
}

async function settle(till: Till, number: number, kind: 'accepted' | 'rejected'): Promise<void> {
  const pending = till.outbox.saves.find(requestId(number));
  const sending = pending && (await till.outbox.delivery.mark(pending, Date.now()));
  if (!sending) throw new Error('not marked');
  const words = { code: '0', subCode: '', text: '', traceId: '' };
  const outcome =
    kind === 'accepted' ? { ...words, class: kind, customerId: '7' } : { ...words, class: kind };
  const context = { now: Date.now(), random: () => 0, isOwnFault: false, isEverybodys: false };
  if ((await till.outbox.delivery.settle(sending, outcome, context)) === null)
    throw new Error('not settled');
}

/** Every file below a folder with its content; of a link, what it leads to. */
export async function filesBelow(folder: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue;
    const path = join(entry.parentPath, entry.name);
    const content = await readFile(path).catch(() => null);
    if (content !== null) files.set(path.slice(folder.length + 1), content);
  }
  return files;
}
