import type { Save } from '../../app/outbox/save.ts';
import { factsKeyOf, factsOf, factsText } from './factsKey.ts';
import type { Vault } from './vault.ts';

/** A save with its body, which opens only in its own place and beside the facts that are there now (`Facts`). */
export function sealedSave(vault: Vault, save: Save, body: string): Save {
  const facts = factsText(save);
  const sealedBody = vault.seal(body, boundText(save, facts));
  return { ...save, factsKey: factsKeyOf(vault, facts), sealedBody };
}

/** A save without a body whose facts hold as they are now. */
export function withFactsKey(vault: Vault, save: Save): Save {
  return { ...save, factsKey: factsKeyOf(vault, factsText(save)) };
}

/**
 * A save whose facts were changed by this till itself, with its body bound to them. Where its body does not open now it keeps
 * the facts of before: with the key that it was sealed under it opens beside those alone. One without a body, or with a
 * new one, is as it is given.
 */
export function reboundSave(vault: Vault, before: Save, after: Save): Save {
  const body = openBody(vault, before);
  if (body !== null) return sealedSave(vault, after, body);
  // Of a format up to 9 nothing is bound to the text.
  const isBound = before.factsKey !== null && before.sealedBody !== null;
  const isSameText = before.sealedBody === after.sealedBody;
  return isBound && isSameText ? { ...after, ...factsOf(before) } : after;
}

/** A save of a format up to 9, bound to its facts as they stand there; the save itself where it is, or does not open. */
export function boundSave(vault: Vault, save: Save): Save {
  return save.factsKey === null ? reboundSave(vault, save, save) : save;
}

/**
 * The frozen JSON text of a save, or null where it was erased, does not open with this key, or is not the save that it
 * says any more: whoever has the folder can rewrite its line, and not what is sealed.
 */
export function openBody(vault: Vault, save: Save): string | null {
  return vault.open(save.sealedBody ?? '', textOf(save));
}

/**
 * Whether the facts of a save are those that this till has stored. Of a format up to 9 its body alone says so, as long as
 * there is one.
 */
export function holdsItsFacts(vault: Vault, save: Save): boolean {
  if (save.factsKey === null) return openBody(vault, save) !== null;
  return save.factsKey === factsKeyOf(vault, factsText(save));
}

/** The body of a save under the present key, or null where it is so, or does not open. */
export function resealedBody(vault: Vault, save: Save): string | null {
  return vault.reseal(save.sealedBody ?? '', textOf(save));
}

/** True when a save surely has this body. Nothing is left to tell it by where its key was not kept. */
export function isSameBody(vault: Vault, save: Save, body: string): boolean {
  if (save.contentKey !== null) return save.contentKey === vault.contentKey(body);
  return openBody(vault, save) === body;
}

/** True when a save surely has another body than this. Where nothing is left to tell it by, nobody knows. */
export function isOtherBody(vault: Vault, save: Save, body: string): boolean {
  if (isSameBody(vault, save, body)) return false;
  return save.contentKey !== null || openBody(vault, save) !== null;
}

function textOf(save: Save): string {
  // Up to format 9 nothing but the place was bound.
  return save.factsKey === null ? placeText(save) : boundText(save, factsText(save));
}

/** What a body is bound to. By the facts themselves, not by their hash: who recovers a till may have its data key alone. */
function boundText(save: Save, facts: string): string {
  return `${placeText(save)}|${facts}`;
}

function placeText({ requestId, sequence }: Save): string {
  return `${requestId}|${sequence}`;
}
