import type { Bridge, BridgeResult } from '../app/ipc/bridge.ts';
import type { QUEUE_CALLS } from '../app/ipc/calls.ts';
import { EMPTY_MEMBER, type Member } from '../app/member/memberSchema.ts';
import type { AllowedActions } from '../app/outbox/allowedActions.ts';
import type { MadeFor } from '../app/outbox/home.ts';
import type { SaveLine } from '../app/outbox/outboxView.ts';
import { isHeldForApp } from '../app/outbox/save.ts';
import type { SaveFilter, SaveRow } from '../app/outbox/saveList.ts';
import { searchOf } from '../app/outbox/saveSearch.ts';
import type { MemoryOutbox } from './MemoryOutbox.ts';
import type { MemorySettings } from './MemorySettings.ts';

const TO_THE_QUEUE = {
  state: 'pending',
  heldReason: null,
  closedReason: null,
  closing: null,
} as const;
const CLOSED = { state: 'discarded', closedReason: 'manager' } as const;

const BELONGS: Record<SaveFilter, (line: SaveLine) => boolean> = {
  waiting: (line) => line.state === 'pending',
  sending: (line) => line.state === 'sending',
  held: (line) => line.state === 'held',
  'accepted-today': (line) => line.state === 'accepted' && !line.isUpdate,
  discarded: (line) => line.state === 'discarded',
  all: () => true,
};

/** The queue panel's calls on a till in memory; `send`: starts sending one save. */
export function createMemoryQueueCalls(
  outbox: MemoryOutbox,
  settings: MemorySettings,
  send: (requestId: string) => void,
): Pick<Bridge, keyof typeof QUEUE_CALLS> {
  const lineOf = (requestId: string) => outbox.find(requestId)?.line;
  const change = (
    requestId: string,
    to: Parameters<MemoryOutbox['change']>[1],
  ): BridgeResult<null> => {
    outbox.change(requestId, to);
    return { ok: true, value: null };
  };
  /** All that is held for one other app; a till in memory has one such group at the most. */
  const decide = (
    { brandId, app }: MadeFor,
    to: Parameters<MemoryOutbox['change']>[1],
    then: (requestId: string) => void = () => undefined,
  ): BridgeResult<{ saves: number }> => {
    const isThis = (other: MadeFor) => other.brandId === brandId && other.app === app;
    if (!outbox.otherApps.some(isThis)) return failed('save.changed');
    outbox.otherApps = outbox.otherApps.filter((other) => !isThis(other));
    const held = outbox.lines().filter(isHeldForApp);
    for (const { requestId } of held) {
      outbox.change(requestId, to);
      then(requestId);
    }
    return { ok: true, value: { saves: held.length } };
  };
  const isFound = ({ requestId, slip, masked }: SaveLine, text: string) => {
    const search = searchOf(text);
    if (search.kind === 'all' || search.kind === 'nothing') return search.kind === 'all';
    const member = JSON.parse(outbox.find(requestId)?.body ?? '{}') as Member;
    if (search.kind === 'mobile') return member.mobile === search.mobile;
    const isIts = search.end !== null && masked.mobile.endsWith(search.end);
    return isIts || Number(slip.slice(2)) === search.sequence;
  };
  return {
    listSaves: async ({ filter, search, offset, limit }) => {
      const lines = outbox
        .lines()
        .filter(BELONGS[filter])
        .filter((line) => isFound(line, search))
        .reverse();
      const rows = lines.slice(offset, offset + limit).map((line) => rowOf(line, outbox));
      const acceptedToday = outbox.lines().filter(BELONGS['accepted-today']).length;
      return { ok: true, value: { rows, total: lines.length, acceptedToday } };
    },
    readForCorrection: async ({ requestId }) => {
      const save = outbox.find(requestId);
      if (!save || !mayOf(save.line).correct) return failed('save.changed');
      const member = { ...EMPTY_MEMBER, ...(JSON.parse(save.body) as Member) };
      const { slip, heldReason, busyHours, madeFor, code, subCode } = save.line;
      const said = { code, subCode, text: save.text, traceId: '' };
      return {
        ok: true,
        value: { requestId, slip, member, heldReason, busyHours, madeFor, ...said },
      };
    },
    sendHeldAgain: async ({ requestId, pin }) => {
      const by = mayOf(lineOf(requestId)).sendAgain;
      if (by === 'nobody') return failed('save.changed');
      if (by === 'manager' && pin === null) return failed('save.needs-manager');
      const refusal = by === 'manager' ? settings.refuse(pin ?? '') : null;
      if (refusal) return refusal;
      change(requestId, TO_THE_QUEUE);
      send(requestId);
      return { ok: true, value: null };
    },
    discardSave: async ({ requestId, pin, reason, operatorId }) => {
      const refusal = settings.refuse(pin);
      if (refusal) return refusal;
      if (!mayOf(lineOf(requestId)).discard) return failed('save.changed');
      return change(requestId, { ...CLOSED, closing: { reason, operatorId } });
    },
    requeueSave: async ({ requestId, pin }) => {
      if (!mayOf(lineOf(requestId)).requeue) return failed('save.changed');
      const refusal = settings.refuse(pin);
      if (refusal) return refusal;
      change(requestId, TO_THE_QUEUE);
      send(requestId);
      return { ok: true, value: null };
    },
    goOnWithApp: async ({ pin, ...madeFor }) =>
      settings.refuse(pin) ?? decide(madeFor, TO_THE_QUEUE, send),
    discardApp: async ({ pin, reason, operatorId, ...madeFor }) =>
      settings.refuse(pin) ?? decide(madeFor, { ...CLOSED, closing: { reason, operatorId } }),
  };
}

type Failure = Extract<BridgeResult<never>, { ok: false }>;

function failed(code: Failure['error']['code']): Failure {
  return { ok: false, error: { code } };
}

function mayOf(line: SaveLine | undefined): AllowedActions {
  const isHeld = line?.state === 'held';
  const isWaiting = line?.state === 'pending' || line?.state === 'sending';
  const isReadable = line?.heldReason !== 'unreadable';
  return {
    correct: (isHeld || isWaiting) && isReadable,
    sendAgain: !(isHeld && isReadable)
      ? 'nobody'
      : ['stale', 'late-import', 'busy', 'other-app'].includes(line.heldReason ?? '')
        ? 'manager'
        : 'anyone',
    discard: isHeld || line?.state === 'pending',
    requeue: line?.state === 'discarded' && line.closedReason !== 'corrected',
  };
}

function rowOf(line: SaveLine, outbox: MemoryOutbox): SaveRow {
  const save = outbox.find(line.requestId);
  const slipOf = (requestId: string | null | undefined) =>
    outbox.find(requestId ?? '')?.line.slip ?? null;
  return {
    ...line,
    operatorId: save?.operatorId ?? '',
    closing: save?.closing ?? null,
    settledAt: line.state === 'pending' || line.state === 'sending' ? null : line.createdAt,
    corrects: slipOf(save?.correctionOf),
    correctedBy:
      line.closedReason === 'corrected' ? slipOf(outbox.correctionOf(line.requestId)) : null,
    may: mayOf(line),
    word: line.state === 'held' ? outbox.words.get(line.requestId) || null : null,
  };
}
