import { mayBeGiven } from '../journal/reachable.ts';
import type { Watermark } from '../journal/watermark.ts';
import type { Vault } from '../vault/vault.ts';
import type { AskWitness } from './witnessElsewhere.ts';
import { readWitnessText } from './witnessText.ts';

interface ReadWitnessOptions {
  ask: AskWitness;
  vault: Pick<Vault, 'trailMac'>;
  folder: string;
  /** `witnessName`. */
  name: string;
  /** The highest sequence that the till itself knows of. */
  known: number;
  /** How long it may take (ms). */
  longest: number;
}

/** `there`: null where no number of this till's stands there; `isStrange`: something else does. `code`: why nobody knows. */
type WitnessReading =
  | { ok: true; there: Watermark | null; isStrange: boolean }
  | { ok: false; code: string };

/** What a till's file in the third place says. */
export async function readWitness(options: ReadWitnessOptions): Promise<WitnessReading> {
  const { ask, vault, folder, name, known, longest } = options;
  const answer = await ask({ question: 'witness', call: 'read', folder, name }, longest);
  if (!answer.ok) return answer;
  if (answer.text === null) return { ok: true, there: null, isStrange: false };
  const text = readWitnessText(vault, name, answer.text);
  // No till comes to such a slip: whoever has the till's key has written it.
  const there = text !== null && mayBeGiven(text.lastSequence, known) ? text : null;
  return { ok: true, there, isStrange: there === null };
}
