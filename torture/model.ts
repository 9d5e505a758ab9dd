import type { Randomness } from '../app/backoff/backoff.ts';
import { freezeBody } from '../app/outbox/freezeBody.ts';
import type { SaveState } from '../app/outbox/save.ts';
import { type Outbox, openOutbox } from '../main/outbox/openOutbox.ts';
import { Vault } from '../main/vault/vault.ts';
import { PowerDisk } from '../testing/doubles/powerDisk.ts';
import { openStore } from '../testing/tills/journalHarness.ts';
import { seeded } from './replay/randomness.ts';
import { Troubles } from './troubles.ts';

/** What a save should be, kept in plain memory. */
export interface Expected {
  state: SaveState;
  attempts: number;
  body: string | null;
}

/** The plain model: what the outbox has acknowledged. */
export interface Model {
  saves: Map<string, Expected>;
  /**
   * Saves of which a change was refused, with what was acknowledged before (null: nothing): a process that ends
   * before the journal is cleaned may leave the change there.
   */
  inDoubt: Map<string, Expected | null>;
  /** Files that were damaged: told at every start until they are replaced. */
  damaged: Set<string>;
  /** Sealed bodies that were erased, and have to leave the disk. */
  erased: string[];
}

/** The real thing: the outbox on the journal, on a disk that forgets what was not flushed, and has troubles. */
export interface Real {
  disk: PowerDisk;
  /** What a power cut leaves of what was not flushed. */
  random: Randomness;
  troubles: Troubles;
  opened: Opened;
}

type Opened = Awaited<ReturnType<typeof open>>;

const vault = new Vault(Buffer.alloc(32, 3));
export const origin = { brandId: '1', shopId: '2', operatorId: '3' };

/** Reached after some ten saves, so that every few commands compact. */
const COMPACT_ABOVE = 4_000;
const FILL_AHEAD = 4_096;

/** Far above what forty saves need in three generations; a store that leaks passes it. */
const MOST_BYTES = 400_000;

/** The present generation, and two older ones that cannot be removed. */
const MOST_GENERATIONS = 3;

const MINUTE = 60_000;

/** Longer than the longest wait between two tries. */
const TWO_DAYS = 2 * 24 * 60;

async function open(disk: PowerDisk) {
  const { store, adapter, warnings, clock } = await openStore(disk, COMPACT_ABOVE, FILL_AHEAD);
  const outbox = await openOutbox({ store, vault, now: () => 1, retention: 1_000 });
  return { store, adapter, outbox, warnings, clock };
}

/** `seed`: of what the power cuts leave, so that a failure is the same when it is shown again. */
export async function begin(seed: number): Promise<{ model: Model; real: Real }> {
  const random = seeded(seed);
  const disk = new PowerDisk(random);
  const model: Model = { saves: new Map(), inDoubt: new Map(), damaged: new Set(), erased: [] };
  return { model, real: { disk, random, troubles: new Troubles(), opened: await open(disk) } };
}

export function intention(number: number) {
  const member = { mobile: `1380013${String(number % 7).padStart(4, '0')}` };
  const requestId = String(number).padStart(32, '0');
  return { requestId, origin, member, app: null, correctionOf: null, consent: null };
}

/** A save as the intention of this number makes it. */
export function asMade(number: number): Expected {
  const { requestId, member } = intention(number);
  return { state: 'pending', attempts: 0, body: freezeBody(requestId, origin, member) };
}

/** Everything acknowledged is there, in the state and with the bytes that it should have; nothing else is. */
export function compare({ saves }: Model, { opened, disk }: Real): void {
  const { outbox } = opened;
  for (const [requestId, expected] of saves) {
    const save = outbox.saves.find(requestId);
    if (save?.state !== expected.state || save.attempts !== expected.attempts) {
      const found = `${save?.state}/${save?.attempts}`;
      throw new Error(`${requestId} is ${found}, not ${JSON.stringify(expected)}`);
    }
    if (outbox.contents.openBody(save) !== expected.body)
      throw new Error(`${requestId} has another body`);
  }
  const total = Object.values(outbox.saves.counts).reduce((sum, count) => sum + count, 0);
  if (total !== saves.size) throw new Error(`${total} saves, not ${saves.size}`);
  checkFiles(disk);
}

/** The store's files, whole and unfinished, and of how many generations they are. */
export function storeFilesOf(disk: PowerDisk): { generations: number; files: string[] } {
  const files = [...disk.contents().keys()].filter((path) =>
    /outbox-\d+\.(journal|snapshot)(\.new)?$/.test(path),
  );
  return { generations: new Set(files.map((path) => /\d{6}/.exec(path)?.[0])).size, files };
}

/** Never more than there may be, whatever the disk refuses. */
function checkFiles(disk: PowerDisk): void {
  const { generations, files } = storeFilesOf(disk);
  if (generations > MOST_GENERATIONS) throw new Error(`too many: ${files.join(' ')}`);
  if (disk.used > MOST_BYTES) throw new Error(`${disk.used} bytes on the disk`);
}

/** A new process on the same disk; damage is told only where there is some. */
export async function reopen(model: Model, real: Real): Promise<void> {
  real.troubles.befall(real.disk);
  const files = real.disk.contents();
  const isDamaged = [...model.damaged].some((path) => files.has(path));
  real.opened = await open(real.disk);
  const { warnings, outbox } = real.opened;
  const fine = ['store.torn-tail', ...(isDamaged ? ['store.lines-lost'] : [])];
  const bad = warnings.filter(({ code }) => !fine.includes(code));
  if (bad.length > 0) throw new Error(`at start: ${JSON.stringify(bad)}`);
  for (const expected of model.saves.values()) {
    if (expected.state === 'sending') expected.state = 'pending';
  }
  for (const requestId of model.inDoubt.keys()) adopt(model, requestId, outbox);
  // Until the disk takes changes again, what is there may never have been flushed.
  const isFlushed = real.opened.store.problems().length === 0;
  if (isFlushed) model.inDoubt.clear();
}

/** What was read is what counts from now on; a body is the one that was made, or none. */
function adopt({ saves, inDoubt }: Model, requestId: string, outbox: Outbox): void {
  const save = outbox.saves.find(requestId);
  if (save === undefined) {
    if (inDoubt.get(requestId) === null) saves.delete(requestId);
    return;
  }
  const { body } = asMade(Number(requestId));
  const found = outbox.contents.openBody(save);
  if (found !== null && found !== body) throw new Error(`${requestId} has an invented body`);
  saves.set(requestId, { state: save.state, attempts: save.attempts, body: found });
}

/**
 * What the till does in so many minutes without anybody's hand: it tidies from time to time. Gives how many of the
 * tidyings began a file.
 */
export async function pass(
  { opened, troubles }: Real,
  minutes: number,
  every = 10,
): Promise<number> {
  let begun = 0;
  for (let passed = 0; passed < minutes; passed += every) {
    const before = troubles.creations;
    await opened.clock.pass(every * MINUTE);
    await opened.store.tidy();
    if (troubles.creations > before) begun += 1;
  }
  return begun;
}

/** Every trouble is lifted and days pass: then all is as if there had never been any, without a restart. */
export async function recovers(model: Model, real: Real): Promise<void> {
  const { troubles, disk, opened } = real;
  const stuck = new Set(troubles.isAllStuck ? storeFilesOf(disk).files : troubles.stuck);
  troubles.lift(disk);
  for (const path of stuck) troubles.stuck.add(path);
  await pass(real, TWO_DAYS, 120);
  compare(model, real);
  checkLeftovers(model, disk, stuck);
  troubles.lift(disk);
  await pass(real, TWO_DAYS, 120);
  compare(model, real);
  checkLeftovers(model, disk, new Set());
  const problems = opened.store.problems();
  if (problems.length > 0) throw new Error(`still told: ${JSON.stringify(problems)}`);
  const result = await opened.outbox.intake.enqueue(intention(99));
  if (!result.ok) throw new Error(`refused after all: ${result.failure}`);
  await opened.outbox.close();
  model.saves.set(intention(99).requestId, asMade(99));
  await reopen(model, real);
  compare(model, real);
}

/** Only what cannot be removed is left beside a journal and its snapshot, and nothing that was erased. */
function checkLeftovers(model: Model, disk: PowerDisk, stuck: ReadonlySet<string>): void {
  const { files } = storeFilesOf(disk);
  const free = files.filter((path) => !stuck.has(path));
  if (free.length > 2) throw new Error(`left over: ${files.join(' ')}`);
  // While two generations stay, the third grows on with what was erased in it.
  if (storeFilesOf(disk).generations > 2) return;
  const contents = disk.contents();
  const bytes = Buffer.concat(files.map((path) => contents.get(path) ?? Buffer.alloc(0)));
  const text = bytes.toString('latin1');
  if (model.erased.some((body) => text.includes(body))) throw new Error('an erased body is there');
}
