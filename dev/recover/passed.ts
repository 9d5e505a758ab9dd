import { passedByEffect } from '../../app/outbox/allowedActions.ts';
import { CLOCK_TOLERANCE_MS } from '../../app/outbox/doubt.ts';
import { passedUnseen } from '../../app/outbox/forgotten.ts';
import { identityTexts } from '../../app/outbox/identity.ts';
import { joinedByAccepted } from '../../app/outbox/joinedByAccepted.ts';
import { misdated } from '../../app/outbox/misdated.ts';
import { hasLeft } from '../../app/outbox/passing.ts';
import { People } from '../../app/outbox/people.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import type { Save } from '../../app/outbox/save.ts';
import { SaveBook } from '../../app/outbox/saveBook.ts';
import type { ReadFolder } from './readFolder.ts';
import { currentVault } from './unwrapKeys.ts';

/** Whose each save is: a name for the person, as all queues together tell who is one, by those bodies that open here. */
export function namesOfPeople(
  folders: readonly ReadFolder[],
  openBody: (folder: ReadFolder, save: Save) => string | null,
): (folder: ReadFolder, save: Save) => string {
  const people = new People();
  const keysOf = (folder: ReadFolder, { requestId, identityKeys }: Save) => [
    `${folders.indexOf(folder)}#${requestId}`,
    ...identityKeys.map((key) => `${folders.indexOf(folder)}|${key}`),
  ];
  for (const folder of folders)
    for (const save of folder.content.saves.values()) {
      const body = openBody(folder, save);
      const told = body === null ? [] : textsOf(body);
      people.join([...keysOf(folder, save), ...told], () => undefined);
    }
  return (folder, save) => people.of(keysOf(folder, save));
}

function textsOf(body: string): string[] {
  const { origin, member } = readBody(body);
  return identityTexts(origin.brandId, member);
}

/**
 * Whether a queue that was set aside before tells another number or code of the same person, by one that was sent from there:
 * `joinedByAccepted`, over queues whose hashes are not the same.
 */
export function joinedBefore(earlier: readonly ReadFolder[]): (body: string) => boolean {
  const tests = earlier.map((folder): ((body: string) => boolean) => {
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
