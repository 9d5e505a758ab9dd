import { type Save, slipNumber } from '../app/outbox/save.ts';
import { MinuteLine } from './audit/minuteLine.ts';
import type { Clock } from './clock/clock.ts';
import type { DraftStore } from './draft/draftStore.ts';
import { JournalAdapter, type JournalOptions } from './journal/journalAdapter.ts';
import { mayBeGiven } from './journal/reachable.ts';
import type { Hold } from './lease/hold.ts';
import type { Log } from './log.ts';
import type { OpenedFolder } from './openFolder.ts';
import { LowdbOutboxStore } from './outbox/lowdbOutboxStore.ts';
import { type Outbox, openOutbox } from './outbox/openOutbox.ts';
import { resealed, upgraded } from './outbox/sealedWords.ts';
import { ErasureRecord } from './person/erasureRecord.ts';
import { heedLostErasing } from './person/heedLostErasing.ts';
import { openPerson, type Person } from './person/openPerson.ts';
import type { Replayer } from './replay/replayer.ts';
import type { SettingsStore } from './settings/settingsStore.ts';
import type { Shutdown } from './shutdown.ts';
import { WaitingAside } from './takeIn/waitingAside.ts';
import type { TillWarnings } from './tillWarnings.ts';
import { Totals } from './totals/totals.ts';
import { ManagerWords } from './words/managerWords.ts';

/** A masked line stays this long after acceptance (ms). */
const RETENTION_MS = 7 * 24 * 60 * 60 * 1_000;

interface QueueParts {
  opened: OpenedFolder;
  /** The data folder. */
  folder: string;
  hold: Hold;
  clock: Clock;
  log: Log;
  /** Read already. */
  settings: SettingsStore;
  drafts: DraftStore;
  warnings: TillWarnings;
  shutdown: Shutdown;
  /** `restoreKeyFile`. */
  restoreKeys: () => Promise<void>;
  onChanged: () => void;
  /** Something is over for which nothing was sent; also called before there is anything that sends. */
  onEnded: () => void;
  /** Asked once there is something to send. */
  replayer: () => Pick<Replayer, 'noteDoubt' | 'noteWord' | 'behindLateCalls'>;
  /** The gateway's clock, ms since 1970, or null as long as no answer has proved it, and before anything is sent. */
  knownTime: () => number | null;
  isMoving: () => boolean;
  onReached: NonNullable<JournalOptions['onReached']>;
}

/** The saves, with what is kept beside them: what is counted, what was said about them, and who is to be erased. */
interface OpenedQueue {
  adapter: JournalAdapter;
  store: LowdbOutboxStore;
  totals: Totals;
  waiting: WaitingAside;
  outbox: Outbox;
  words: ManagerWords;
  person: Person;
}

/** Opens the store. An erasure that was broken off has gone on by then: before anything is sent, or comes in. */
export async function openQueue(parts: QueueParts): Promise<OpenedQueue> {
  const { opened, folder, hold, clock, log, settings, drafts, warnings, shutdown } = parts;
  const { restoreKeys, replayer, knownTime, isMoving, onReached, onChanged, onEnded } = parts;
  const { disk, watermarkPath, keys, vault, audit } = opened;
  const adapter = new JournalAdapter({
    disk,
    folder,
    watermarkPath,
    isFromElsewhere: hold.isFromElsewhere,
    // They are not made before it.
    isExpected: settings.provision !== null,
    now: clock.now,
    clock,
    upgrade: (save: Save) => upgraded(vault, save),
    onReached,
    onProblemsChanged: onChanged,
  });
  const store = new LowdbOutboxStore(adapter, (save) => resealed(vault, save));
  // Before the store is opened, which may rewrite it.
  const totals = await Totals.open({ folder, vault, now: clock.now, log });
  warnings.add(totals.warnings);
  // Before it is opened: whatever comes in between closes it. The key of another queue goes aside before the files that it has
  // sealed.
  shutdown.join('store', 'outbox', async () => {
    await restoreKeys();
    await totals.keep();
    await store.close();
  });
  const waiting = await WaitingAside.read(folder, clock.now());
  const erasures = await ErasureRecord.read({
    ...{ disk, folder, vault, now: clock.now, knownTime },
    monotonic: clock.monotonic,
    toldAt: () => audit.erasedAt,
    lastTold: () => audit.lastErasing,
    believedOlder: () => audit.believedOlder,
  });
  const unreadable = new MinuteLine(audit, clock, (slips) => ({
    action: 'saves.unreadable',
    operatorId: null,
    slip: slips.replaceAll(',', ' '),
  }));
  const words = new ManagerWords({ folder, vault, saves: () => outbox.saves });
  const outbox: Outbox = await openOutbox({
    store,
    vault,
    protection: keys.protection,
    now: clock.now,
    clock,
    knownTime,
    doubtClock: {
      note: (before, since) => replayer().noteDoubt(before, since),
      word: (before) => replayer().noteWord(before),
    },
    retention: RETENTION_MS,
    home: () => settings.home,
    isMoving,
    behindLateCalls: () => replayer().behindLateCalls(),
    aside: waiting,
    erasedAt: () => erasures.erasedAt,
    totals,
    onUnreadable: ({ sequence }) => void unreadable.tell([slipNumber(sequence)]),
    onChanged: () => {
      words.look();
      onChanged();
    },
  });
  // That file would say that the queue of here goes on behind what waits in folders. Their marks nothing seals.
  const isBehind = mayBeGiven(waiting.lastSequence, outbox.numbers.lastSequence);
  if (adapter.watermark.heldBy !== null && isBehind)
    outbox.numbers.goOnBehind(waiting.lastSequence);
  const person = openPerson({
    ...{ disk, folder, outbox, drafts, audit, log, record: erasures },
    dropWords: (requestIds) => words.forget(requestIds),
    brandId: () => settings.provision?.brandId ?? '',
    onLeft: (detail) => warnings.tell('store.erasure-left', detail),
    onErased: onChanged,
  });
  await words.open();
  // Before anything is sent, or comes in.
  await person.erasure.goOn();
  const { erasure } = person;
  const lost = { erasure, returning: outbox.returning, audit, settings, log };
  warnings.add(
    await heedLostErasing(lost, (found) => {
      warnings.add(found);
      onChanged();
      onEnded();
    }),
  );
  shutdown.join('store', 'lines of what does not open', () => unreadable.stop());
  shutdown.join('store', 'words', () => words.close());
  return { adapter, store, totals, waiting, outbox, words, person };
}
