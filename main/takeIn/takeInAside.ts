import { readdir } from 'node:fs/promises';
import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { AuditTrail } from '../audit/auditTrail.ts';
import type { Clock } from '../clock/clock.ts';
import { errorCode } from '../files/durableFile.ts';
import { watermarkIn } from '../journal/asideWatermark.ts';
import { hasGoneBack, hasLost } from '../journal/lostChanges.ts';
import type { Log } from '../log.ts';
import type { ComingBack } from '../outbox/comeBack.ts';
import type { Outbox } from '../outbox/openOutbox.ts';
import type { Taken } from '../outbox/takeInSaves.ts';
import type { PersonErasure } from '../person/personErasure.ts';
import { readRecoveryRecord } from '../recovered/recoveryRecord.ts';
import type { SettingsStore } from '../settings/settingsStore.ts';
import type { Totals } from '../totals/totals.ts';
import { readTotals } from '../totals/totalsFile.ts';
import { type AsideFolder, asideFolders } from '../vault/asideFolders.ts';
import type { KeyWrappers, Protection } from '../vault/dataKey.ts';
import type { DataKeys } from '../vault/dataKeys.ts';
import { isOfAnother } from '../vault/keyOfFolder.ts';
import type { AskWitness } from '../witness/witnessElsewhere.ts';
import type { ManagerWords } from '../words/managerWords.ts';
import { aloneAmong } from './aloneAmong.ts';
import { eachPlaceOnce, hearAside } from './asideWitness.ts';
import { clearTaken, waitsIn } from './clearTaken.ts';
import { tellErasings, withoutErased } from './leftOfErasing.ts';
import { isNamedTaken } from './namedTaken.ts';
import { openKeys } from './openKeys.ts';
import { isOpen, openedWith, openIn, settingsIn, trailIn } from './readAside.ts';
import { isOfTheSameApp } from './sameApp.ts';
import { surelyGiven } from './surelyGiven.ts';
import { noteTrail, takeInSettings } from './takeInSettings.ts';
import { takeInTotals } from './takeInTotals.ts';
import { wasForgotten, wasTakenBefore } from './takenBefore.ts';
import type { WaitingAside } from './waitingAside.ts';
import { watchTrails } from './watchTrails.ts';

export interface TakeInOptions {
  /** The data folder. */
  folder: string;
  wrappers: KeyWrappers;
  /** What keeps the present data key. */
  protection: Protection;
  /** Before the first settings: a key of this start in place of all that are there; false where there is none. */
  renewKey: () => Promise<boolean>;
  outbox: Pick<Outbox, 'saves' | 'contents' | 'returning' | 'warnings'>;
  waiting: WaitingAside;
  settings: SettingsStore;
  audit: Pick<AuditTrail, 'record' | 'owe' | 'tries' | 'trailsAside'>;
  totals: Pick<Totals, 'takeIn' | 'lastUncounted'>;
  erasures: Pick<PersonErasure, 'takeIn' | 'isAllFrom' | 'tellTaken'>;
  words: Pick<ManagerWords, 'takeIn'>;
  /** Nobody knows whether the store of here has gone backwards, nor what slips were given: the disk does not give its mark. */
  isMarkUnread: boolean;
  /** What is here was recovered by the chain, as this start has heard. */
  wasRecovered: boolean;
  /** Asks the third places. */
  ask: AskWitness;
  /** No slip up to this one is given any more. Throws what the disk throws. */
  goOnBehind: (lastSequence: number) => Promise<void>;
  /** As `clearTaken` has it. */
  isSure: () => boolean;
  clock: Clock;
  log: Log;
}

/** Each has its lines beside the manager's; there are never more than a few, unless somebody has put them there. */
const MAX_AT_ONE_START = 8;

/**
 * Takes in what was set aside with a key that opens again, and tells of what still waits. To be called before anything
 * is sent: `docs/keys.md`, "What waits for its key".
 */
export async function takeInAside(options: TakeInOptions): Promise<StoreWarning[]> {
  const { folder, log, waiting } = options;
  const warnings: StoreWarning[] = [];
  // Two of them: folders in which nobody is stand in nobody's way.
  const [mayBegin, mayTell] = [atMost(MAX_AT_ONE_START), atMost(MAX_AT_ONE_START)];
  const asking = { ...options, ask: eachPlaceOnce(options.ask, options.clock) };
  const all = await asideFolders(folder);
  const folders = all.filter(({ name }) => waiting.looksInto(name));
  const left = all.length - folders.length;
  // Together: one line each would be no word that anybody reads.
  if (left > 0) warnings.push({ code: 'store.key-unreadable', detail: `aside-… (${left})` });
  // Before any of them comes back: then it waits no longer.
  const alone = aloneAmong(await readdir(folder), folders, waiting);
  for (const aside of folders) {
    try {
      const told = await takeIn(aside, asking, {
        isAlone: alone.has(aside.name),
        mayBegin,
        mayTell,
      });
      for (const warning of told) warnings.push(warning);
    } catch (error) {
      const code = errorCode(error);
      if (code === '') throw error;
      // A disk that refuses hinders no start; the folder waits for the next one.
      log.warn('set aside and not taken in', { folder: aside.name, code });
      warnings.push({ code: 'store.key-unreadable', detail: `${aside.name} ${code}` });
    }
  }
  await tellErasings(options);
  await watchTrails(folder, options.audit, log);
  return [...warnings, ...(await clearTaken(options))];
}

interface TakingIn {
  /** `aloneAmong`, before any has come back. */
  isAlone: boolean;
  /** One in which somebody is who comes back. */
  mayBegin: () => boolean;
  /** One of which nothing comes but what its trail did not get. */
  mayTell: () => boolean;
}

/** True so many times. */
function atMost(most: number): () => boolean {
  let left = most;
  return () => {
    left -= 1;
    return left >= 0;
  };
}

async function takeIn(
  aside: AsideFolder,
  options: TakeInOptions,
  { isAlone, mayBegin, mayTell }: TakingIn,
): Promise<StoreWarning[]> {
  const { outbox, audit, clock, log } = options;
  const content = await options.waiting.contentOf(aside, clock.now());
  if (content === null) return [{ code: 'store.key-unreadable', detail: aside.name }];
  const keys = await openKeys(aside, options.wrappers);
  const waiting = waitsIn(aside, openIn(content).length);
  const ifAny = (told: StoreWarning) => (openIn(content).length > 0 ? [told] : []);
  const vault = keys?.vault() ?? null;
  // What nobody knows now the next start may: in doubt for it all would wait for the manager, for good.
  if (keys === null || vault === null || isWeaker(keys, options) || options.isMarkUnread)
    return ifAny(waiting);
  const numbered = [...content.saves.values()];
  const trail = await trailIn(aside.path, vault, clock.now);
  const erasing = await withoutErased(aside.path, vault, { ...content, trail }, clock);
  const opened = openedWith(vault, content, Math.max(clock.now(), aside.at));
  const { saves, refused, opensAny } = opened;
  if (!opensAny || (await isOfAnother(aside.path, keys))) return ifAny(waiting);
  const theirs = await settingsIn(aside.path, vault, trail);
  const isFirst = options.settings.provision === null && !options.settings.isLost;
  // Also where nobody is in it: its record of erasings, its words and its totals would be believed, and its lines written.
  if (!isOfTheSameApp(theirs, options.settings)) {
    if (openIn(content).length > 0) return [{ ...waiting, code: 'store.other-secret' }];
    // Nothing waits that would be told: a till that begins anew has to say that there was a trail, and where it lies.
    if (isFirst && theirs !== null) await noteTrail(aside, theirs, audit);
    return [];
  }
  if (saves.some((one) => isOtherHere(one, outbox))) return [{ ...waiting, code: 'store.same-id' }];
  const count = saves.filter(({ save }) => outbox.saves.find(save.requestId) === undefined).length;
  if (count > 0 && !mayBegin()) return [waiting];
  if (count === 0 && erasing.owed.length > 0 && !mayTell()) return ifAny(waiting);
  const { totals } = options;
  const isPutBack = (await wasTakenBefore(aside)) || wasForgotten(openIn(content), totals);
  const mark = await watermarkIn(aside.path);
  // The queue of here goes on behind this number.
  const lastSequence = mark?.lastSequence ?? content.lastSequence;
  const come = {
    lastNumber: content.lastNumber,
    // A power cut may have taken the last of the mark, which is not flushed, and not of the journal.
    lastSequence: Math.max(lastSequence, content.lastSequence),
  };
  const recovered = await readRecoveryRecord(aside.path, clock.now());
  const heard = await hearAside(aside.path, content, { vault, theirs, come, ...options });
  if (heard === 'not-kept') return [waiting];
  // Before anything is told of it: what the disk does not give now leaves it waiting, and no line of what comes to nothing.
  const counted = await readTotals(aside.path, vault);
  const surely = await surelyGiven(aside.path, vault, { saves: numbered, totals: counted });
  // The less, the more waits for the manager.
  const given = Math.min(lastSequence, surely);
  // Whoever had this key before the till was set up may have set up a copy of it, with a PIN of his own.
  if (isFirst && theirs !== null && !(await options.renewKey())) return [waiting];
  if (refused > 0) log.warn('bodies that no form has made', { folder: aside.name, saves: refused });
  const line = (action: 'queue.taken-in' | 'queue.not-moved') =>
    ({ action, operatorId: null, slip: null, saves: count, reason: String(count) }) as const;
  if (count > 0 && !(await audit.record(line('queue.taken-in')))) return [waiting];
  const isOldCopy = hasGoneBack(outbox.warnings);
  const isRecovered = recovered !== null || options.wasRecovered;
  const isNewest = mark !== null && heard === 'newest';
  const isWhole = isNewest && !hasLost([...content.warnings, ...outbox.warnings]);
  const from = {
    at: Math.min(aside.at, recovered?.at ?? aside.at),
    // Out of an old copy that was put back it may have been taken in before; and surely where it is put back itself.
    isRecoverable: keys.isRecoverable || recovered !== null || isOldCopy || isPutBack,
    saidSequence: lastSequence,
    isAlone,
    hasAllErasings: options.erasures.isAllFrom(aside.name),
    isSound: isWhole && !isRecovered && !isPutBack && !opened.isEdited && !erasing.record.isLost,
  };
  const lost: StoreWarning[] = [];
  let taken = NOTHING;
  const comesIn = async () => {
    // The settings first: saves without any would be a sign at the next start that they are gone.
    if (theirs !== null && !(await takeInSettings(aside, theirs, options))) return false;
    taken = await outbox.returning.comeBack(saves, { ...from, lastSequence: given });
    if (!taken.isWhole) return false;
    // Once, however often this is begun.
    const back = { saves: numbered, lastSequence };
    if (!(await takeInTotals(aside, back, { ...options, theirs: counted, lost }))) return false;
    return (
      (await options.words.takeIn(aside.path, vault)) &&
      (await options.erasures.takeIn(erasing.record, aside.name))
    );
  };
  const undo = async () => {
    await outbox.returning.undo(taken);
    if (count > 0) await audit.owe(line('queue.not-moved'));
  };
  // Whether the disk says no or throws: what the line has told comes to nothing.
  const isIn = await comesIn().catch(async (error: unknown) => {
    await undo();
    throw error;
  });
  // Throws where nobody can tell whether it was done: then nothing is undone.
  if (!isIn || !(await isNamedTaken(aside, content, erasing, options))) {
    await undo();
    return [waiting];
  }
  options.waiting.release(aside.name);
  log.info('taken in', { folder: aside.name, saves: count });
  return [...content.warnings, ...lost];
}

/** It waits under an id under which something else is known here: by the id alone it would be lost with its folder. */
function isOtherHere(
  { save, body }: ComingBack,
  { saves, contents }: Pick<Outbox, 'saves' | 'contents'>,
): boolean {
  const here = saves.find(save.requestId);
  return isOpen(save) && body !== null && here !== undefined && contents.isOtherBody(here, body);
}

const NOTHING: Taken = { isWhole: false, taken: [] };

/** A key that lies open beside a till whose own does not: whoever can write to the folder can have put it there. */
function isWeaker(keys: DataKeys, { protection }: TakeInOptions): boolean {
  return keys.protection === 'none' && protection !== 'none';
}
