import { beforeCorrection, isSaidCorrected } from '../../app/outbox/beforeCorrection.ts';
import { arrive } from '../../app/outbox/doubt.ts';
import { lastForgotten, nobodys } from '../../app/outbox/forgotten.ts';
import { joinedUnseen } from '../../app/outbox/joinedUnseen.ts';
import { compareSaves, madeAt, Places, placeOf } from '../../app/outbox/order.ts';
import { PassedWhile } from '../../app/outbox/passedWhile.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import type { Imported, Save } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import { discard, recover } from '../../app/outbox/transitions.ts';
import type { Vault } from '../vault/vault.ts';
import { type ComingBack, comeBack } from './comeBack.ts';
import type { CorrectedSaves } from './correctedSaves.ts';
import { heldForManager } from './heldForManager.ts';
import { identityKeysOf, inheritedKeys } from './identityKeys.ts';
import { isPlainReturn, type ReturnOf } from './plainReturn.ts';
import type { SaveWriter } from './saveWriter.ts';
import type { SequenceNumbers } from './sequenceNumbers.ts';

/** Flushed together at the most. */
const AT_ONCE = 500;

/** Where saves come back from. */
export interface SetAside extends ReturnOf {
  /** Somebody else could have opened it meanwhile, and have sent what is in it: the chain, or this till before. */
  isRecoverable: boolean;
}

export interface Taken {
  /** False where the disk has refused some of it. */
  isWhole: boolean;
  /** What is here now and was not before. */
  taken: Save[];
}

interface TakingInto {
  writer: SaveWriter;
  vault: Vault;
  numbers: SequenceNumbers;
  corrected: CorrectedSaves;
  /** The best clock that there is (ms since 1970). */
  now: number;
  /** When somebody's saves were last erased here (ms since 1970): nobody remembers whose. */
  erasedAt: number;
}

/**
 * Saves that this till had under another key come back with their ids, bytes and history, in their place of time
 * (`docs/keys.md`, "What waits for its key"). One that is here already stays as it is. Nothing may be sent meanwhile.
 */
export async function takeInSaves(
  back: readonly ComingBack[],
  from: SetAside,
  { writer, vault, numbers, corrected, now, erasedAt }: TakingInto,
): Promise<Taken> {
  const { saves } = writer;
  const { lastSequence: last, nextUnknown } = numbers;
  const here = new Set([...saves.values()].map(({ requestId }) => requestId));
  const coming = back
    .filter(({ save }) => !here.has(save.requestId))
    .map((one) => ({ ...one, save: recover(one.save, now) }))
    .sort((one, other) => compareSaves(one.save, other.save));
  const areFree = keepTheirNumbers(coming, saves, { last, at: from.at });
  const placeOfNext = areFree ? () => null : placesBefore(saves, from.at, nextUnknown);
  const keys = new Map<string, readonly string[]>();
  /** Of what comes back the last that corrects each, where that itself may be gone. */
  const corrections = new Map<string, readonly string[]>();
  const theirs = new Set(back.map(({ save }) => save.requestId));
  // Whose an edited line says that it is nobody believes, and a later look would tell too late.
  for (const save of [...saves.values()]) writer.judge(save);
  const isPlain = isPlainReturn(back, from, { saves, last, now, erasedAt });
  const isUnknown = hasLeftUnknown(from, { saves, last, theirs });
  // Also where nothing else is here: who is saved under that later is not known to be the same either.
  const isJoinedUnseen = joinedUnseen(back);
  // What was made here stands behind; what a file has brought meanwhile may stand anywhere, whatever a clock says.
  const passed = new PassedWhile(saves, {
    bringsHome: () => false,
    isOrdered: ({ imported, requestId }) => theirs.has(requestId) || imported === null,
  });
  for (const { save, body } of coming) {
    const identityKeys = body === null ? [] : identityKeysOf(vault, readBody(body));
    passed.expect({ ...save, identityKeys });
  }
  const change = (save: Save): Save => {
    keys.set(save.requestId, save.identityKeys);
    if (save.correctionOf !== null) corrections.set(save.correctionOf, save.identityKeys);
    passed.learn(save);
    const doubted = from.isRecoverable && isOpen(save) ? arrive(save, from.at, now) : save;
    if (!isOpen(doubted)) return doubted;
    // Another till had it too, and has corrected it: after that it would undo it.
    if (saves.correctionOf(doubted) !== undefined) return discard(doubted, 'corrected', now);
    const isLate =
      !isPlain ||
      isUnknown ||
      isJoinedUnseen(save) ||
      passed.isBeside(save) ||
      // It says to be the later one, by the clock of another till.
      isSaidCorrected(saves, doubted) ||
      passed.isPassed(doubted);
    return isLate ? heldForManager(doubted, from.at, now) : doubted;
  };
  const keysOfOriginal = ({ correctionOf }: Save) => {
    const original = keys.get(correctionOf ?? '') ?? inheritedKeys(writer, correctionOf);
    const besides = corrections.get(correctionOf ?? '') ?? [];
    return besides.some((key) => original.includes(key)) ? original : [...original, ...besides];
  };
  const taken: Save[] = [];
  for (let first = 0; first < coming.length; first += AT_ONCE) {
    const some = await Promise.all(
      coming.slice(first, first + AT_ONCE).map((one) => {
        const { save } = one;
        const place = placeOfNext(save);
        const to = { place, originalKeys: keysOfOriginal(save), change };
        return comeBack(one, to, { writer, vault, numbers });
      }),
    );
    taken.push(...some.filter((save) => save !== null));
    if (some.includes(null)) return { isWhole: false, taken };
  }
  // Of two that corrected each other one may have been here.
  await corrected.closeAll();
  return { isWhole: true, taken };
}

/**
 * Whether their slip numbers are theirs alone, and tell their place in time: nothing of here stands between them, no later
 * one is still to be given, and nothing that another till has made stands behind them and was made before the last of them.
 */
function keepTheirNumbers(
  coming: readonly ComingBack[],
  here: Saves,
  { last, at }: { last: number; at: number },
): boolean {
  const lowest = coming[0]?.save.sequence ?? 0;
  let [least, most] = [lowest, lowest];
  let made = Number.NEGATIVE_INFINITY;
  for (const { save } of coming) {
    least = Math.min(least, save.sequence);
    most = Math.max(most, save.sequence);
    made = Math.max(made, Math.min(madeAt(save), at));
  }
  for (const save of here.values()) {
    if (save.sequence >= least && save.sequence <= most) return false;
    if (save.imported !== null && placeOf(save) > most && madeAt(save) < made) return false;
  }
  return most <= last;
}

/**
 * Whether a later save may have left of which nobody knows any more whose it was: it was forgotten, or has no hashes left.
 * Where the numbers of here do not go on behind theirs, any that was given may be a later one's. `theirs`: the ids of the folder.
 */
function hasLeftUnknown(
  { at, lastSequence }: Pick<SetAside, 'at' | 'lastSequence'>,
  { saves, last, theirs }: { saves: Saves; last: number; theirs: ReadonlySet<string> },
): boolean {
  // What waits in other folders has not left; but then it is not the plain case, and all of this waits anyhow.
  const hasNotLeft = () => false;
  const isGivenAnew = [...saves.values()].some(
    ({ requestId, sequence, createdAt }) =>
      sequence <= lastSequence && createdAt > at && !theirs.has(requestId),
  );
  const before = isGivenAnew || last < lastSequence ? 0 : lastSequence;
  if (lastForgotten(saves, { lastSequence: last, hasNotLeft }) > before) return true;
  return nobodys(saves).some(({ sequence }) => sequence > before);
}

/**
 * The place of one after the other, in their own order. Whatever the clock was, none was made before the one that it
 * stood behind, nor after they were set aside (`at`, ms since 1970). What this till has made itself it has made since, but for
 * what has come back out of other folders: as for that the numbers tell.
 */
function placesBefore(saves: Saves, at: number, next: number): (save: Save) => Imported {
  const places = new Places(saves.values(), next);
  const former: number[] = [];
  let firstSince = Number.POSITIVE_INFINITY;
  for (const { imported, sequence, createdAt } of saves.values()) {
    if (imported !== null) continue;
    if (createdAt <= at) former.push(sequence);
    else firstSince = Math.min(firstSince, sequence);
  }
  former.sort((one, other) => one - other);
  let count = 0;
  let latest = Number.NEGATIVE_INFINITY;
  return (save) => {
    while ((former[count] ?? Number.POSITIVE_INFINITY) < placeOf(save)) count += 1;
    const behind = (former[count - 1] ?? 0) + 1;
    const first = Math.min(former[count] ?? Number.POSITIVE_INFINITY, firstSince);
    latest = Math.max(latest, madeAt(save));
    const made = Math.min(latest, at, beforeCorrection(saves, save));
    const before = Math.min(Math.max(places.of(made), behind), first);
    return { exportedAt: at, before, madeAt: made };
  };
}

function isOpen({ state }: Save): boolean {
  return state === 'pending' || state === 'held';
}
