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

function textOf({ requestId, sequence }: Place): string {
  return `${requestId}|${sequence}`;
}
