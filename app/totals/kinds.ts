import { DISCARD_REASONS, type DiscardReason, type Save } from '../outbox/save.ts';
import { type Day, dayOf, hourOf } from './days.ts';
import { waitClass } from './waits.ts';

/** What may have become of a save. `discarded.unknown`: by a version that did not keep why; `erased`: for a person. */
export const KINDS = [
  'accepted',
  'waiting',
  'sending',
  'held',
  'discarded.duplicate',
  'discarded.declined',
  'discarded.mistake',
  'discarded.test',
  'discarded.other',
  'discarded.unknown',
  'corrected',
  'moved',
  'erased',
] as const;
export type Kind = (typeof KINDS)[number];

/** Where a save came from: typed in here, or out of the file or the folder of another queue. */
export const ORIGINS = ['registered', 'taken-over'] as const;
export type Origin = (typeof ORIGINS)[number];

/** What a save counts as now. */
export function kindOf({ state, closedReason, closing }: Save): Kind {
  switch (state) {
    case 'pending':
      return 'waiting';
    case 'discarded':
      if (closedReason === 'moved' || closedReason === 'corrected') return closedReason;
      return `discarded.${knownReason(closing?.reason)}`;
    default:
      return state;
  }
}

export function originOf({ imported }: Pick<Save, 'imported'>): Origin {
  return imported === null ? 'registered' : 'taken-over';
}

/** Longer than any id that a till is set up with: what is longer is nobody's (characters). */
export const MAX_ID_LENGTH = 128;

/** What a save counts as, without anything of its person. */
export interface Counted {
  day: Day;
  hour: number;
  /** Null where it is not known. */
  shopId: string | null;
  operatorId: string | null;
  origin: Origin;
  kind: Kind;
  /** Of what was accepted: `waitClass`; else null. */
  wait: number | null;
}

/** `as`: what it counts as from now on, whatever its state. `read`: `dayReader`, for many of them. */
export function countedAs(save: Save, as: Kind = kindOf(save), read = dayOf): Counted {
  const { createdAt, settledAt, shopId, operatorId } = save;
  const waited = as === 'accepted' && settledAt !== null;
  return {
    day: read(createdAt),
    hour: hourOf(createdAt),
    shopId: idOf(shopId),
    operatorId: idOf(operatorId),
    origin: originOf(save),
    kind: as,
    wait: waited ? waitClass(settledAt - createdAt) : null,
  };
}

function idOf(id: string | null): string | null {
  return id === null || id.length > MAX_ID_LENGTH ? null : id;
}

function knownReason(reason: DiscardReason | undefined): DiscardReason | 'unknown' {
  return reason !== undefined && DISCARD_REASONS.includes(reason) ? reason : 'unknown';
}
