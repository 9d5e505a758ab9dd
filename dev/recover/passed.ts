import { passedByEffect } from '../../app/outbox/allowedActions.ts';
import { CLOCK_TOLERANCE_MS } from '../../app/outbox/doubt.ts';
import { passedUnseen } from '../../app/outbox/forgotten.ts';
import { identityTexts } from '../../app/outbox/identity.ts';
import { joinedByAccepted } from '../../app/outbox/joinedByAccepted.ts';
import { joinedUnseen } from '../../app/outbox/joinedUnseen.ts';
import { misdated } from '../../app/outbox/misdated.ts';
import { hasLeft } from '../../app/outbox/passing.ts';
import { People } from '../../app/outbox/people.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import type { Save } from '../../app/outbox/save.ts';
import { SaveBook } from '../../app/outbox/saveBook.ts';
import type { ReadFolder } from './readFolder.ts';
import { currentVault } from './unwrapKeys.ts';

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
    const people = new People();
    for (const { identityKeys } of folder.content.saves.values())
      people.join(identityKeys, () => undefined);
    const sent = new Set(left.map(({ identityKeys }) => people.of(identityKeys)));
    return (body) => hashesOf(body).some((key) => sent.has(people.of([key])));
  });
  return (body) => tests.some((test) => test(body));
}

/** Every body of the person whose a save is, as all queues together tell who is one person; only those that open here. */
export function bodiesOfPerson(
  folders: readonly ReadFolder[],
  openBody: (folder: ReadFolder, save: Save) => string | null,
): (folder: ReadFolder, save: Save) => { person: string; bodies: readonly string[] } {
  const people = new People();
  const keysOf = (folder: ReadFolder, { requestId, identityKeys }: Save) => [
    `${folders.indexOf(folder)}#${requestId}`,
    ...identityKeys.map((key) => `${folders.indexOf(folder)}|${key}`),
  ];
  const read: { keys: string[]; body: string }[] = [];
  for (const folder of folders)
    for (const save of folder.content.saves.values()) {
      const body = openBody(folder, save);
      const keys = keysOf(folder, save);
      people.join([...keys, ...(body === null ? [] : textsOf(body))], () => undefined);
      if (body !== null) read.push({ keys, body });
    }
  const bodies = Map.groupBy(read, ({ keys }) => people.of(keys));
  return (folder, save) => {
    const person = people.of(keysOf(folder, save));
    return { person, bodies: (bodies.get(person) ?? []).map(({ body }) => body) };
  };
}

function textsOf(body: string): string[] {
  const { origin, member } = readBody(body);
  return identityTexts(origin.brandId, member);
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

/** The hashes that a body has in a queue; null where its key does not come out. */
function hashing({ keys }: ReadFolder): ((body: string) => string[]) | null {
  const vault = currentVault(keys);
  if (vault === null) return null;
  return (body) => textsOf(body).map((text) => vault.identityKey(text));
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
