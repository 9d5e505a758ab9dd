import { createHash } from 'node:crypto';
import type { AuditAction } from '../../app/audit/auditActions.ts';
import type { BulkDeed, LeftReason } from '../../app/outbox/bulk.ts';
import { hasLeft } from '../../app/outbox/passing.ts';
import type { DiscardReason, Save } from '../../app/outbox/save.ts';
import type { Provision } from '../../app/settings/provision.ts';
import type { IsStill } from '../outbox/decisions.ts';
import type { Outbox } from '../outbox/openOutbox.ts';
import type { RunRecord } from './bulkFile.ts';
import { correctField } from './correctField.ts';
import { heldFor } from './heldGroups.ts';

export interface DeedParts {
  outbox: Pick<
    Outbox,
    'saves' | 'contents' | 'permissions' | 'decisions' | 'intake' | 'lending' | 'time'
  >;
  provision: () => Provision | null;
}

/** Does it with one save, as long as the save is what was judged (`isStill`); null: it is not, or the disk refuses. */
export type Act = (isStill: IsStill) => Promise<Save | null>;

/** What is done with many saves, one after the other: each by the rules and the decisions of a single one. */
export interface Deed {
  /** What it is about, in the order in which it is done. */
  candidates: () => Promise<Save[]>;
  /** Why a save is left alone, or what is done with it: to be done in the same turn of the loop. */
  judge: (save: Save) => LeftReason | Act;
  /** Whether it goes by the manager's word alone: it may have taken effect, or what is forgotten may be later. */
  byWord: (save: Save) => boolean;
  /** The number by which a run remembers the save. */
  sequenceOf: (save: Save) => number;
  /** Whether a save shows that it was done with it: asked where a run was cut off. */
  isDone: (sequence: number) => boolean;
  /** For the line of the audit trail about each of them; `reason`: a code, or empty. */
  line: { action: AuditAction; reason: string };
}

/** `run`: its id, from which the ids of the corrections that it makes are made. */
export function deedOf(
  parts: DeedParts,
  deed: Exclude<BulkDeed, { kind: 'undo' }>,
  operatorId: string,
  run: string,
): Deed {
  const { saves } = parts.outbox;
  const candidates = () => heldFor(saves, deed.cause);
  const sequenceOf = ({ sequence }: Save) => sequence;
  switch (deed.kind) {
    case 'resend':
      return { ...resending(parts), candidates, sequenceOf };
    case 'discard':
      return { ...discarding(parts, deed.reason, operatorId, run), candidates, sequenceOf };
    case 'correct':
      return { ...correcting(parts, deed, operatorId, run), candidates, sequenceOf };
  }
}

/** Undoes what a run has done, as far as the rules allow it; null where they never do. */
export function undoOf(parts: DeedParts, undone: RunRecord, operatorId: string): Deed | null {
  switch (undone.kind) {
    case 'discard':
      return takingBack(parts, undone);
    case 'correct':
      return withdrawing(parts, undone, operatorId);
    default:
      return null;
  }
}

/** The id of the correction that a run makes of a save: one run makes one at the most, however often it is begun. */
export function correctionId(run: string, { requestId }: Pick<Save, 'requestId'>): string {
  return createHash('sha256').update(`${run}\n${requestId}`).digest('hex').slice(0, 32);
}

type Doing = Omit<Deed, 'candidates' | 'sequenceOf'>;

/**
 * Sends them again as they are: as the cashier may, or by the word of the manager, in whose session it happens. A word about
 * many is none about the newer data of one: where the same person has a later save, somebody has to look at it.
 */
function resending({ outbox }: DeedParts): Doing {
  const { permissions, decisions, saves } = outbox;
  return {
    judge: (save) => {
      const by = permissions.of(save).sendAgain;
      if (by === 'nobody') return whyNobody(save);
      if (by === 'manager' && permissions.isFollowed(save)) return 'one-by-one';
      const { requestId } = save;
      return (isStill) =>
        by === 'manager'
          ? decisions.requeue(requestId, isStill)
          : decisions.sendAgain(requestId, isStill);
    },
    byWord: (save) => permissions.of(save).sendAgain === 'manager',
    isDone: (sequence) => saves.findBySequence(sequence)?.state !== 'held',
    line: { action: 'save.sent-again', reason: '' },
  };
}

function discarding(
  { outbox }: DeedParts,
  reason: DiscardReason,
  operatorId: string,
  run: string,
): Doing {
  const { decisions, saves } = outbox;
  return {
    judge: ({ requestId, state }) =>
      state === 'held'
        ? (isStill) => decisions.discard(requestId, 'manager', { reason, operatorId, run }, isStill)
        : 'changed',
    byWord: () => false,
    isDone: (sequence) => isClosedBy(saves.findBySequence(sequence), run),
    line: { action: 'save.discarded', reason },
  };
}

/**
 * Makes a correction of each. Nobody looks at what it says, as somebody does who corrects one: so what may have taken effect
 * long ago, and what the same person has a later save of, is left for that.
 */
function correcting(
  { outbox, provision }: DeedParts,
  { change }: Extract<BulkDeed, { kind: 'correct' }>,
  operatorId: string,
  run: string,
): Doing {
  const { saves, contents, permissions, intake, time } = outbox;
  const fieldCorrection = correctField({ contents, operatorId, change });
  return {
    judge: (save) => {
      const settings = provision();
      const isOperator = change.field === 'operator';
      // The settings of now, as where somebody corrects it by hand: whoever has left is nobody's operator.
      if (settings === null || (isOperator && !isOneOf(settings, change.value))) return 'changed';
      const may = permissions.of(save);
      if (!may.correct) return whyNobody(save);
      if (may.sendAgain !== 'anyone' || permissions.isFollowed(save)) return 'one-by-one';
      const intention = fieldCorrection(save, correctionId(run, save), settings, time());
      if (typeof intention === 'string') return intention;
      return async (isStill) => {
        if (!isStill(save)) return null;
        const result = await intake.enqueue(intention);
        return result.ok ? result.save : null;
      };
    },
    byWord: () => false,
    isDone: (sequence) => {
      const save = saves.findBySequence(sequence);
      return save !== undefined && saves.find(correctionId(run, save)) !== undefined;
    },
    line: { action: 'save.corrected', reason: '' },
  };
}

/** What a run has discarded goes back into the queue, unless the same person has a later save since. */
function takingBack({ outbox }: DeedParts, undone: RunRecord): Deed {
  const { saves, permissions, decisions } = outbox;
  return {
    candidates: async () => undone.sequences.flatMap((one) => saves.findBySequence(one) ?? []),
    judge: (save) => {
      if (!isClosedBy(save, undone.id) || !permissions.of(save).requeue) return 'changed';
      if (permissions.isFollowed(save)) return 'one-by-one';
      return (isStill) => decisions.requeue(save.requestId, isStill);
    },
    byWord: (save) => permissions.of(asHeld(save)).sendAgain !== 'anyone',
    sequenceOf: ({ sequence }) => sequence,
    isDone: (sequence) => !isClosedBy(saves.findBySequence(sequence), undone.id),
    line: { action: 'save.taken-back', reason: '' },
  };
}

/** What a run has corrected is held again as it was, where its correction has not left. */
function withdrawing({ outbox }: DeedParts, undone: RunRecord, operatorId: string): Deed {
  const { saves, decisions } = outbox;
  const correctionOf = (sequence: number) => {
    const save = saves.findBySequence(sequence);
    return save && saves.find(correctionId(undone.id, save));
  };
  const reason = 'mistake';
  return {
    candidates: async () => undone.sequences.flatMap((one) => correctionOf(one) ?? []),
    judge: (save) => {
      const { requestId, state, lentAt } = save;
      const isGone = hasLeft(save) || lentAt !== null;
      if (isGone || state !== 'pending') return isGone ? 'sent' : 'changed';
      return (isStill) => decisions.discard(requestId, 'manager', { reason, operatorId }, isStill);
    },
    byWord: () => false,
    sequenceOf: (save) => saves.originalOf(save)?.sequence ?? save.sequence,
    isDone: (sequence) => correctionOf(sequence)?.closedReason === 'manager',
    line: { action: 'save.discarded', reason },
  };
}

function isOneOf({ operators }: Provision, operatorId: string): boolean {
  return operators.some(({ id }) => id === operatorId);
}

/** As it was before somebody closed it. */
function asHeld(save: Save): Save {
  return { ...save, state: 'held', closedReason: null, closing: null };
}

/** By this run, and not by a decision about it alone since, for the same reason and by the same operator. */
function isClosedBy(save: Save | undefined, run: string): boolean {
  return save?.closedReason === 'manager' && save.closing?.run === run;
}

/** Why nobody may send or correct a save that was held a moment ago. */
function whyNobody({ state, sealedBody, heldReason }: Save): LeftReason {
  if (state !== 'held') return 'changed';
  return sealedBody === null || heldReason === 'unreadable' ? 'unreadable' : 'other-brand';
}
