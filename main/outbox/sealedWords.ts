import { z } from 'zod';
import { withoutEchoes } from '../../app/gateway/echoes.ts';
import type { GatewayWords, OutcomeRecord } from '../../app/gateway/outcome.ts';
import type { Save } from '../../app/outbox/save.ts';
import { toRecord } from '../../app/outbox/transitions.ts';
import { boundSave, openBody, resealedBody } from '../vault/sealedBody.ts';
import type { Vault } from '../vault/vault.ts';

type Place = Pick<Save, 'requestId' | 'sequence'>;

/** What the gateway said beside its codes. */
export type SaidWords = Pick<GatewayWords, 'text' | 'traceId'>;

const wordsSchema = z.object({ text: z.string(), traceId: z.string() });

/** Longer than any trace id (characters). */
const MAX_TRACE_ID_LENGTH = 128;

/** The words of an answer as they lie on the disk: they open only in the place of their own save. */
export function sealWords(vault: Vault, place: Place, { text, traceId }: SaidWords): string | null {
  if (text === '' && traceId === '') return null;
  const words: SaidWords = { text, traceId: traceId.slice(0, MAX_TRACE_ID_LENGTH) };
  return vault.seal(JSON.stringify(words), textOf(place));
}

/** What the gateway said last of a save, or null where nothing is kept or does not open with this key. */
export function openWords(vault: Vault, save: Save): SaidWords | null {
  const json = vault.open(save.sealedWords ?? '', textOf(save));
  try {
    return wordsSchema.parse(JSON.parse(json ?? ''));
  } catch {
    // A queue that was set aside may have been sealed with somebody's own key: it ends no start.
    return null;
  }
}

/** A save as it was read, with what formats up to 9 have readable, or unbound, sealed and bound; otherwise the save itself. */
export function upgraded(vault: Vault, save: Save): Save {
  return boundSave(vault, withSealedWords(vault, save));
}

/** A save as it was read, with the words sealed that a store up to format 4 has readable; otherwise the save itself. */
export function withSealedWords(vault: Vault, save: Save): Save {
  const { customerId, state } = save;
  const lastOutcome: (OutcomeRecord & Partial<SaidWords>) | null = save.lastOutcome;
  if (lastOutcome?.text === undefined) return save;
  const { text, traceId = '' } = lastOutcome;
  const body = openBody(vault, save) ?? '{}';
  const said = withoutEchoes({ ...lastOutcome, text, traceId, customerId }, body);
  return {
    ...save,
    lastOutcome: toRecord(said),
    sealedWords: state === 'accepted' ? null : sealWords(vault, save, said),
    customerId: said.customerId,
  };
}

/** A save with body and words under the present key; the same object where they are, or do not open. */
export function resealed(vault: Vault, save: Save): Save {
  const sealedBody = resealedBody(vault, save);
  const sealedWords = vault.reseal(save.sealedWords ?? '', textOf(save));
  if (sealedBody === null && sealedWords === null) return save;
  return {
    ...save,
    sealedBody: sealedBody ?? save.sealedBody,
    sealedWords: sealedWords ?? save.sealedWords,
  };
}

function textOf({ requestId, sequence }: Place): string {
  return `${requestId}|${sequence}|words`;
}
