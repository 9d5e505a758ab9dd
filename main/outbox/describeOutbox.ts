import { hostOf } from '../../app/outbox/home.ts';
import type { OutboxView, SaveLine, StoreNotice } from '../../app/outbox/outboxView.ts';
import { type Save, slipNumber } from '../../app/outbox/save.ts';
import type { Outbox } from './outbox.ts';

const RECENT_LINES = 20;

/** What the window may know of the sending. */
interface Sending {
  pause(): OutboxView['pause'];
  progress(): OutboxView['progress'];
  clockOffsetSeconds(): number | null;
}

/** What the window may know of the outbox. */
export function describeOutbox(
  outbox: Outbox,
  sending: Sending,
  otherNotices: readonly StoreNotice[],
): OutboxView {
  const [oldest] = outbox.queue.values();
  return {
    counts: { ...outbox.counts },
    waiting: outbox.queue.size,
    oldestWaitingAt: oldest?.createdAt ?? null,
    pause: sending.pause(),
    progress: sending.progress(),
    clockOffsetSeconds: sending.clockOffsetSeconds(),
    otherApps: outbox.otherApps(),
    recent: outbox.book.recent(RECENT_LINES).map(describeSave),
    notices: [...otherNotices, ...outbox.notices],
  };
}

/** A save as a line of a list. */
export function describeSave(save: Save): SaveLine {
  return {
    requestId: save.requestId,
    slip: slipNumber(save.sequence),
    masked: save.masked,
    state: save.state,
    createdAt: save.createdAt,
    attempts: save.attempts,
    heldReason: save.heldReason,
    madeFor: hostOf(save.app),
    code: save.lastOutcome?.code ?? '',
    subCode: save.lastOutcome?.subCode ?? '',
    field: save.lastOutcome?.field ?? null,
    customerId: save.customerId,
    exportedAt: save.imported?.exportedAt ?? null,
  };
}
