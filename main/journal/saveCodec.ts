import type { OutcomeRecord } from '../../app/gateway/outcome.ts';
import { asOnceReckoned } from '../../app/outbox/dates.ts';
import type { ClosedReason, HeldReason, Imported, Save, SaveState } from '../../app/outbox/save.ts';
import {
  type ClosingColumns,
  type ConsentColumns,
  decodeClosing,
  decodeConsent,
  encodeClosing,
  encodeConsent,
} from './partColumns.ts';
import { hasShape } from './saveShape.ts';

/**
 * A change as the payload of a line: `NUMBER P SEQUENCE ID JSON TAB SEALED` (put) or `NUMBER E ID`
 * (erase); `p` and `e` where the line was flushed together with the one before it. What tells which
 * line is the last word on a save stands in front, so that opening a store parses only those lines;
 * the sealed body stands behind the JSON as it is. `NUMBER` counts every change of a store, so that a
 * missing one is known to be missing.
 */
export interface Change {
  number: number;
  isFirstOfFlush: boolean;
  kind: 'put' | 'erase';
  requestId: string;
  /** Of a put: the save's sequence; of an erase: 0. */
  sequence: number;
  /** Of a put: true when it has no body (any more). */
  isBodiless: boolean;
  /** Of a put: where its JSON begins (position in the bytes); of an erase: the end. */
  jsonStart: number;
}

/** A save's fields in the order in which a line has them: names would be half of its bytes. */
type Columns = [
  identityKeys: readonly string[],
  maskedMobile: string,
  maskedName: string,
  operatorId: string,
  createdAt: number,
  state: SaveState,
  attempts: number,
  undecided: number,
  firstUnknownAt: number | null,
  nextAttemptAt: number | null,
  lastOutcome: OutcomeRecord | null,
  heldReason: HeldReason | null,
  customerId: string | null,
  correctionOf: string | null,
  settledAt: number | null,
  sentAt: number | null,
  consent: ConsentColumns | null,
  // From format 4 on.
  brandId: string | null,
  app: string | null,
  contentKey: string | null,
  imported: Imported | null,
  // From format 5 on; before, the words stood readable in `lastOutcome`.
  sealedWords: string | null,
  // From format 6 on; before, what closed a save stood in the place of what had held it.
  closedReason: ClosedReason | null,
  // From format 7 on; before, nothing said by whose word.
  closing: ClosingColumns | null,
  // From format 8 on; before, nothing but its doubt said that it had gone into a file.
  lentAt: number | null,
  // From format 9 on; before, nothing but the sealed body said in which shop.
  shopId: string | null,
  // From format 10 on; before, nothing but the place of a body was bound to it.
  factsKey: string | null,
  // Only where it is so: whoever knows nothing of it reads the line without it, and an older one has none.
  isDatedAfterwards?: 1,
];

export function encodePut(number: number, save: Save, isFirstOfFlush: boolean): string {
  const columns: Columns = [
    save.identityKeys,
    save.masked.mobile,
    save.masked.name,
    save.operatorId,
    save.createdAt,
    save.state,
    save.attempts,
    save.undecided,
    save.firstUnknownAt,
    save.nextAttemptAt,
    save.lastOutcome,
    save.heldReason,
    save.customerId,
    save.correctionOf,
    save.settledAt,
    save.sentAt,
    encodeConsent(save.consent),
    save.brandId,
    save.app,
    save.contentKey,
    save.imported,
    save.sealedWords,
    save.closedReason,
    encodeClosing(save.closing),
    save.lentAt,
    save.shopId,
    save.factsKey,
  ];
  if (save.isDatedAfterwards) columns.push(1);
  const tag = isFirstOfFlush ? 'P' : 'p';
  const json = JSON.stringify(columns);
  return `${number} ${tag} ${save.sequence} ${save.requestId} ${json}\t${save.sealedBody ?? ''}`;
}

export function encodeErase(number: number, requestId: string, isFirstOfFlush: boolean): string {
  return `${number} ${isFirstOfFlush ? 'E' : 'e'} ${requestId}`;
}

const TAB = 0x09;

/** Longer than number, tag, sequence and id of any line that we write (bytes). */
const MAX_PREFIX_BYTES = 120;

/** The change in a payload whose checksum was right, or null when it is of no kind that we write. */
export function decodeChange(bytes: Buffer, start: number, end: number): Change | null {
  const prefix = bytes.toString('latin1', start, Math.min(end, start + MAX_PREFIX_BYTES));
  const match = /^(\d{1,15}) (?:([Pp]) (\d{1,15}) (\S+) \[|([Ee]) (\S+)$)/.exec(prefix);
  if (match === null) return null;
  const [matched, number, put, sequence, putId, erase, eraseId] = match;
  return {
    number: Number(number),
    isFirstOfFlush: put === 'P' || erase === 'E',
    kind: put === undefined ? 'erase' : 'put',
    requestId: putId ?? eraseId ?? '',
    sequence: Number(sequence ?? 0),
    isBodiless: isBodilessAt({ bytes, end }),
    jsonStart: start + matched.length - 1,
  };
}

/** True when a put's payload that ends there has no body (any more). */
export function isBodilessAt({ bytes, end }: { bytes: Buffer; end: number }): boolean {
  return bytes[end - 1] === TAB;
}

/** The save whose JSON begins at `jsonStart`, or null when it is of no shape that we write. */
export function decodeSave(
  bytes: Buffer,
  { requestId, sequence, jsonStart }: Pick<Change, 'requestId' | 'sequence' | 'jsonStart'>,
  end: number,
): Save | null {
  // Within the line: one without it must not have all the others looked at.
  const length = bytes.subarray(jsonStart, end).indexOf(TAB);
  if (length < 0) return null;
  const tab = jsonStart + length;
  const sealedBody = tab + 1 === end ? null : bytes.toString('latin1', tab + 1, end);
  let columns: Columns;
  try {
    columns = JSON.parse(bytes.toString('utf8', jsonStart, tab));
  } catch {
    return null;
  }
  const save: Save = {
    requestId,
    sequence,
    sealedBody,
    identityKeys: columns[0],
    masked: { mobile: columns[1], name: columns[2] },
    operatorId: columns[3],
    createdAt: columns[4],
    state: columns[5],
    attempts: columns[6],
    undecided: columns[7],
    firstUnknownAt: asOnceReckoned(columns[8]),
    lentAt: columns[24] ?? null,
    nextAttemptAt: columns[9],
    lastOutcome: decodeOutcome(columns[10], columns[21] === undefined),
    heldReason: hasNoClosedReason(columns) ? null : columns[11],
    closedReason: closedReasonOf(columns),
    closing: decodeClosing(columns[23]),
    customerId: columns[12],
    correctionOf: columns[13],
    settledAt: columns[14],
    isDatedAfterwards: columns[27] === 1,
    sentAt: columns[15],
    consent: decodeConsent(columns[16]),
    brandId: columns[17] ?? null,
    shopId: columns[25] ?? null,
    app: columns[18] ?? null,
    contentKey: columns[19] ?? null,
    factsKey: columns[26] ?? null,
    imported: decodeImported(columns[20] ?? null),
    sealedWords: columns[21] ?? null,
  };
  return hasShape(save) ? save : null;
}

/** A save of an older format that is closed: the reason stands in the place of what had held it. */
function hasNoClosedReason(columns: Columns): boolean {
  return columns[22] === undefined && columns[5] === 'discarded';
}

/** Of an older format: by a word that it has for it, or by the manager where it has none. */
function closedReasonOf(columns: Columns): ClosedReason | null {
  if (!hasNoClosedReason(columns)) return columns[22] ?? null;
  const told: string | null = columns[11];
  return told === 'moved' || told === 'corrected' ? told : 'manager';
}

/**
 * What a till writes of it, and nothing that somebody has added: a line is written again, and what is too deep to be
 * written would keep whatever goes along with it from the disk. `hasWords`: of a format up to 4, where they stood beside it.
 */
function decodeOutcome(outcome: unknown, hasWords: boolean): OutcomeRecord | null {
  if (typeof outcome !== 'object' || outcome === null) return outcome as null;
  const told = outcome as OutcomeRecord & { text?: string; traceId?: string };
  const { class: kind, code, subCode, field, text, traceId } = told;
  return {
    ...{ class: kind, code, subCode },
    ...(field !== undefined && { field }),
    ...(hasWords && text !== undefined && { text }),
    ...(hasWords && traceId !== undefined && { traceId }),
  };
}

function decodeImported(imported: Imported | null): Imported | null {
  if (typeof imported !== 'object' || imported === null) return imported;
  const { exportedAt, before, madeAt } = imported;
  return { exportedAt, before, madeAt: asOnceReckoned(madeAt) };
}
