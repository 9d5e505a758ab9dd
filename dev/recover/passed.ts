import { passedByEffect } from '../../app/outbox/allowedActions.ts';
import { CLOCK_TOLERANCE_MS } from '../../app/outbox/doubt.ts';
import { passedUnseen } from '../../app/outbox/forgotten.ts';
import { identityTexts } from '../../app/outbox/identity.ts';
import { joinedByAccepted } from '../../app/outbox/joinedByAccepted.ts';
import { joinedUnseen } from '../../app/outbox/joinedUnseen.ts';
import { misdated } from '../../app/outbox/misdated.ts';
import { hasLeft } from '../../app/outbox/passing.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import type { Save } from '../../app/outbox/save.ts';
import { SaveBook } from '../../app/outbox/saveBook.ts';
import { lastChange } from '../../main/journal/lostChanges.ts';
import { hasLeftUnknown } from '../../main/outbox/takeInSaves.ts';
import { openIn } from '../../main/takeIn/readAside.ts';
import { Vault } from '../../main/vault/vault.ts';
import type { ReadFolder } from './readFolder.ts';

/** Whether a later save of the same person has left, by the body of the earlier one. */
export type Passed = (body: string) => boolean;

/**
 * Of a queue that was set aside: whether somebody's save in it would write older data over newer, because a later queue
 * has sent one of the same person. Where the hashes of such a queue cannot be made, nobody knows, and it counts as so.
 */
export function passedBy(later: readonly ReadFolder[]): Passed {
  const tests = later.map((folder): Passed => {
    const left = [...folder.content.saves.values()].filter(hasLeft);
    if (left.length === 0) return () => false;
    const hashesOf = hashing(folder);
    if (hashesOf === null) return () => true;
    const people = new Set(left.flatMap(({ identityKeys }) => identityKeys));
    return (body) => hashesOf(body).some((key) => people.has(key));
  });
  return (body) => tests.some((test) => test(body));
}

/**
 * Whether a queue that was set aside before tells another number or code of the same person, by one that was sent from there:
 * `joinedByAccepted`, over queues whose hashes are not the same.
 */
export function joinedBefore(earlier: readonly ReadFolder[]): Passed {
  const tests = earlier.map((folder): Passed => {
    const { saves } = folder.content;
    if (![...saves.values()].some((save) => hasLeft(save) && save.identityKeys.length > 1))
      return () => false;
    const hashesOf = hashing(folder);
    if (hashesOf === null) return () => true;
    const isJoined = joinedByAccepted(new SaveBook(new Map(saves)));
    return (body) => {
      const identityKeys = hashesOf(body);
      return isJoined({ identityKeys }, identityKeys.length);
    };
  });
  return (body) => tests.some((test) => test(body));
}

/**
 * Of a queue that was set aside: whether a later one has sent anybody of whom it does not know any more who they were, as on
 * the till itself. `earlier`: what was set aside before it.
 */
export function forgottenSince(
  later: readonly ReadFolder[],
  { content, lastSequence, setAsideAt }: ReadFolder,
  earlier: readonly ReadFolder[],
): boolean {
  if (later.length === 0) return false;
  const oldestFirst = [...later].reverse();
  const saves = new SaveBook(new Map(oldestFirst.flatMap((one) => [...one.content.saves])));
  const waiting = earlier.flatMap((one) => openIn(one.content));
  return hasLeftUnknown(
    {
      at: setAsideAt ?? lastChange(content.saves.values()),
      lastSequence,
      elsewhere: new Set(waiting.map(({ sequence }) => sequence)),
    },
    {
      saves,
      last: Math.max(...later.map((one) => one.lastSequence)),
      theirs: new Set(content.saves.keys()),
    },
  );
}

/** The hashes that a body has in a queue; null where its key does not come out. */
function hashing({ keys }: ReadFolder): ((body: string) => string[]) | null {
  const [current, ...former] = keys?.hasCurrent ? keys.keys : [];
  if (current === undefined) return null;
  const vault = new Vault(current, former, keys?.hashing ?? null);
  return (body) => {
    const { origin, member } = readBody(body);
    return identityTexts(origin.brandId, member).map((text) => vault.identityKey(text));
  };
}

/**
 * Of a queue that was set aside: whether somebody has another number or code in it that no body tells any more, and a later
 * queue has sent anything: it may be theirs.
 */
export function joinedUnseenBy(
  later: readonly ReadFolder[],
  { content }: ReadFolder,
  openBody: (save: Save) => string | null,
): (save: Save) => boolean {
  if (!later.some((one) => [...one.content.saves.values()].some(hasLeft))) return () => false;
  return joinedUnseen([...content.saves.values()].map((save) => ({ save, body: openBody(save) })));
}

/** Of a queue that was set aside: what a later one has a correction of, as of a save that another till had too. */
export function correctedIn(later: readonly ReadFolder[]): (save: Save) => boolean {
  const originals = new Set<string>();
  for (const { content } of later)
    for (const { correctionOf, closedReason } of content.saves.values())
      if (correctionOf !== null && closedReason !== 'manager') originals.add(correctionOf);
  return ({ requestId }) => originals.has(requestId);
}

/**
 * Of what is held in a queue: whether a later save of the same person in it may have taken effect, or one that is
 * forgotten, as on the till itself.
 */
export function passedWithin({ content }: ReadFolder): (save: Save) => boolean {
  const saves = new SaveBook(new Map(content.saves));
  const isPassed = passedByEffect(saves);
  const numbers = { lastSequence: content.lastSequence, hasNotLeft: () => false };
  const isUnseen = passedUnseen(saves, numbers, Number.NEGATIVE_INFINITY);
  return (save) => isPassed(save) || isUnseen(save);
}

/** What nobody knows of when it was made, by the dates and numbers of one queue, and by the time that it is (`now`: ms since 1970). */
export function misdatedIn({ content }: ReadFolder, now: number): Save[] {
  return misdated(content.saves.values(), { now, tolerance: CLOCK_TOLERANCE_MS });
}
