import type { Save } from '../../app/outbox/save.ts';
import { saveSchema } from '../outbox/saveSchema.ts';

/**
 * A change as the payload of a line: `NUMBER P JSON TAB SEALED` (put) or `NUMBER E ID` (erase).
 * The sealed body stands behind the JSON as it is, so that opening a store parses only what choosing
 * needs. `NUMBER` counts every change of a store, so that a missing one is known to be missing.
 */
export type Change =
  | { number: number; kind: 'put'; save: Save }
  | { number: number; kind: 'erase'; requestId: string };

export function encodePut(number: number, save: Save): string {
  const { sealedBody, ...head } = save;
  return `${number} P ${asciiJson(head)}\t${sealedBody ?? ''}`;
}

export function encodeErase(number: number, requestId: string): string {
  return `${number} E ${requestId}`;
}

/** The change in a payload whose checksum was right, or null when it is of no shape that we write. */
export function decodeChange(payload: string): Change | null {
  const match = /^(\d{1,15}) ([PE]) /.exec(payload);
  if (match === null) return null;
  const number = Number(match[1]);
  const rest = payload.slice(match[0].length);
  if (match[2] === 'E') return { number, kind: 'erase', requestId: rest };
  const tab = rest.indexOf('\t');
  const save = tab < 0 ? null : decodeSave(rest.slice(0, tab), rest.slice(tab + 1));
  return save === null ? null : { number, kind: 'put', save };
}

function decodeSave(json: string, sealed: string): Save | null {
  let head: unknown;
  try {
    head = JSON.parse(json);
  } catch {
    return null;
  }
  const save = { ...(head as object), sealedBody: sealed === '' ? null : sealed } as Save;
  return hasShape(save) ? save : (saveSchema.safeParse(save).data ?? null);
}

/** Cheap and sufficient behind a checksum; whatever fails it is looked at by the whole schema. */
function hasShape(save: Save): boolean {
  return (
    typeof save.requestId === 'string' &&
    typeof save.sequence === 'number' &&
    typeof save.state === 'string' &&
    typeof save.createdAt === 'number' &&
    typeof save.attempts === 'number' &&
    typeof save.masked === 'object' &&
    Array.isArray(save.identityKeys)
  );
}

/** JSON in ASCII: one byte is one character, which makes lines cheap to cut and to decode. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
