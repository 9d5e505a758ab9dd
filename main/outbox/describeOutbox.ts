import { shown, shownMask, shownWord } from '../../app/limits/shown.ts';
import { busyHours } from '../../app/outbox/doubt.ts';
import { hostOf } from '../../app/outbox/home.ts';
import { isUpdate } from '../../app/outbox/memberSince.ts';
import type { OutboxView, SaveLine, StoreWarning } from '../../app/outbox/outboxView.ts';
import { refusedShop } from '../../app/outbox/refusedShop.ts';
import { type Save, slipNumber } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import type { Outbox } from './openOutbox.ts';

const RECENT_LINES = 20;

/** What the window may know of the sending. */
interface Sending {
  pause(): OutboxView['pause'];
  progress(): OutboxView['progress'];
  clockOffsetSeconds(): number | null;
}

/** What the window may know of the outbox. */
export function describeOutbox(
  {
    saves,
    apps,
    warnings,
    registeredToday,
  }: Pick<Outbox, 'saves' | 'apps' | 'warnings' | 'registeredToday'>,
  sending: Sending,
  otherWarnings: readonly StoreWarning[],
): OutboxView {
  const [oldest] = saves.queue.values();
  return {
    counts: { ...saves.counts },
    waiting: saves.queue.size,
    today: registeredToday(),
    oldestWaitingAt: oldest?.createdAt ?? null,
    pause: sending.pause(),
    progress: sending.progress(),
    clockOffsetSeconds: sending.clockOffsetSeconds(),
    otherApps: apps.otherApps(),
    recent: saves.recent(RECENT_LINES).map((save) => describeSave(saves, save)),
    warnings: [...otherWarnings, ...warnings],
  };
}

/** A save as a line of a list. */
export function describeSave(saves: Pick<Saves, 'originalOf'>, save: Save): SaveLine {
  return {
    requestId: save.requestId,
    slip: slipNumber(save.sequence),
    masked: shownMask(save.masked),
    state: save.state,
    createdAt: save.createdAt,
    isUpdate: isUpdate(saves, save),
    attempts: save.attempts,
    heldReason: save.heldReason,
    closedReason: save.closedReason,
    busyHours: busyHours(save),
    madeFor: shown(hostOf(save.app)),
    code: shown(save.lastOutcome?.code ?? ''),
    subCode: shown(save.lastOutcome?.subCode ?? ''),
    field: shownWord(save.lastOutcome?.field),
    customerId: save.customerId && shown(save.customerId),
    exportedAt: save.imported?.exportedAt ?? null,
    refusedShop: refusedShop(save),
  };
}
