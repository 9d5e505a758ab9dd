import type { Save } from '../../app/outbox/save.ts';
import type { Vault } from '../vault/vault.ts';

type Place = Pick<Save, 'requestId' | 'sequence'>;

/** A body as it lies on the disk: it opens only in the place of its own save. */
export function sealBody(vault: Vault, place: Place, body: string): string {
  return vault.seal(body, textOf(place));
}

/** The frozen JSON text of a save, or null where it was erased or does not open with this key. */
export function openBody(vault: Vault, save: Save): string | null {
  return vault.open(save.sealedBody ?? '', textOf(save));
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

function textOf({ requestId, sequence }: Place): string {
  return `${requestId}|${sequence}`;
}
