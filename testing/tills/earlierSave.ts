import type { Save } from '../../app/outbox/save.ts';
import { openBody } from '../../main/vault/sealedBody.ts';
import type { Vault } from '../../main/vault/vault.ts';

/** A save as a store up to format 9 has it: its body is bound to its place alone. `parts`: what it says otherwise. */
export function earlierSave(vault: Vault, save: Save, parts: Partial<Save> = {}): Save {
  const body = openBody(vault, save);
  const place = `${save.requestId}|${save.sequence}`;
  const sealedBody = body === null ? save.sealedBody : vault.seal(body, place);
  return { ...save, factsKey: null, sealedBody, ...parts };
}
