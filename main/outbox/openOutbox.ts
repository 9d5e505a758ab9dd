import { type Numbers, passedUnseen } from '../../app/outbox/forgotten.ts';
import type { Home } from '../../app/outbox/home.ts';
import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { OfFile } from '../../app/outbox/passedWhile.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import { type Clock, systemClock } from '../clock/clock.ts';
import { lastChange } from '../journal/lostChanges.ts';
import { mayBeGiven } from '../journal/reachable.ts';
import { holdsItsFacts, reboundSave, withFactsKey } from '../vault/sealedBody.ts';
import type { Vault } from '../vault/vault.ts';
import { AppBinding } from './appBinding.ts';
import { CorrectedSaves } from './correctedSaves.ts';
import { type Counting, NOT_COUNTED } from './counting.ts';
import { Decisions } from './decisions.ts';
import { Delivery } from './delivery.ts';
import { type DoubtClock, tillsClock } from './doubtClock.ts';
import { Erasing } from './erasing.ts';
import { HandingOver } from './handingOver.ts';
import { Intake } from './intake.ts';
import { Lending } from './lending.ts';
import type { LoadedOutbox } from './outboxStore.ts';
import { type PassedHere, passedHere } from './passedHere.ts';
import { Permissions } from './permissions.ts';
import { Returning } from './returning.ts';
import { SaveContents } from './saveContents.ts';
import type { SaveNews } from './saveNews.ts';
import { SaveWriter, type SaveWriterOptions } from './saveWriter.ts';
import { SendingHold } from './sendingHold.ts';
import { SequenceNumbers } from './sequenceNumbers.ts';
import { UnreadableSaves } from './unreadableSaves.ts';
import { Upkeep } from './upkeep.ts';

export interface OutboxOptions extends Omit<SaveWriterOptions, 'facts'> {
  vault: Vault;
  /** Waits by it; default: the system's. */
  clock?: Clock;
  /** The gateway's clock, ms since 1970, or null while no answer has proved it; default: the till's own. */
  knownTime?: () => number | null;
  /** Default: the till's own clock, and nothing is dated anew. */
  doubtClock?: DoubtClock;
  /** How long a masked line stays after acceptance (ms). */
  retention: number;
  /** No right clock stands before it (ms since 1970); default: the day of the build. */
  builtAt?: number;
  /** When somebody's saves were last erased here (ms since 1970): nobody remembers whose; default: never. */
  erasedAt?: () => number;
  /** What the settings say now of brand and app, or null before the first ones: then nothing fits. Default: null. */
  home?: () => Home | null;
  /** As in `Outbox`; default: nobody sends, and none does. */
  behindLateCalls?: () => (save: Save) => boolean;
  /** While this is true none may leave: they are on their way to another till, or from it. Default: never. */
  isMoving?: () => boolean;
  /**
   * What lies in a folder that waits for its key as well: it does not leave, is not forgotten, and its id is taken by no
   * other. Default: nothing.
   */
  aside?: AsideIds;
  /** Keeps count of what is forgotten. Default: nobody does. */
  totals?: Counting;
  /** Told of each that is held from now on because it does not open, or is not what was stored any more. */
  onUnreadable?: (save: Save) => void;
}

/** Which saves lie in a folder that was set aside as well. */
export interface AsideIds {
  /** It waits there: nothing of it is sent from here, and nothing else comes under its id. */
  holds(save: Pick<Save, 'requestId'>): boolean;
  /** It waits there, or may: its id must not be forgotten here. */
  keeps(save: Save): boolean;
  /** When the last of them was set aside (ms since 1970), or before all time. Default: none was. */
  readonly knownSince?: number;
  /** Whether any of them had given one, or may have. Default: none had. */
  readonly hasGiven?: boolean;
}

export const NOTHING_ASIDE: AsideIds = { holds: () => false, keeps: () => false };

/**
 * Every save of this till, handed out by role (`docs/decisions/0011-outbox-by-role.md`): whoever works with saves names
 * the roles that it needs, and can do nothing else. Behind all of them stands one `SaveWriter`.
 */
export interface Outbox {
  /** Every save, to look at. */
  saves: Saves;
  /** Tells of each that is on the disk now. */
  news: Pick<SaveNews, 'on' | 'onDoubted'>;
  /** What only the data key shows of them. */
  contents: SaveContents;
  /** How an intention becomes a save. */
  intake: Pick<
    Intake,
    'enqueue' | 'takeOver' | 'foresee' | 'isClear' | 'isIdle' | 'idle' | 'idleOf'
  >;
  /** Which numbers were given, and what is known by them. */
  numbers: Numbers & Pick<SequenceNumbers, 'nextUnknown' | 'goOnBehind' | 'misdated'>;
  /** What of a file is older than what has left from here: `passedHere`. */
  passedHere(file: OfFile): PassedHere;
  /** What people may decide about them. */
  permissions: Permissions;
  /** What people decide about single saves. */
  decisions: Decisions;
  /** What is held for its app, and the manager's word about all of it. */
  apps: Pick<AppBinding, 'otherApps' | 'heldOf' | 'goOn'>;
  /** What sending does to a save. */
  delivery: Delivery;
  /** What leaves for another till. */
  lending: Lending;
  /** Which saves stay because of a call that may still arrive, as things are now: no other till knows of it. */
  behindLateCalls(): (save: Save) => boolean;
  /** What leaves for good, by somebody's right. */
  erasing: Erasing;
  returning: Pick<Returning, 'comeBack' | 'undo' | 'holdCameBack' | 'holdAll' | 'doubtRecovered'>;
  /** What was found at start, and what hinders the store now. */
  readonly warnings: StoreWarning[];
  /** When the store had last changed before this start, as far as it shows (ms since 1970); 0 for an empty one. */
  changedAt: number;
  /** False where it could not be stored for which app older saves were made: then it must stay the present one. */
  isBound: boolean;
  /** How many new members were registered here today, by the till's own calendar. */
  registeredToday(): number;
  /** The gateway's clock as far as it is known, else the till's own; ms since 1970. */
  time(): number;
  /**
   * Forgets what has outlived its retention time, in memory and on disk. `confirmedTime`: the gateway's clock, ms
   * since 1970, or null while fewer than two answers have proved it.
   */
  housekeep(confirmedTime: number | null): Promise<void>;
  /** Looks once whether every save is what was stored, in the background of everything else; told by `onUnreadable`. */
  lookForEdited(): Promise<void>;
  close(): Promise<void>;
}

/** The last slip that was given; also by a store that is lost, which was passed over, and of which nothing stands in this one. */
function lastGiven(
  { lastSequence }: Pick<LoadedOutbox, 'lastSequence'>,
  { lastPassedOver }: Pick<Counting, 'lastPassedOver'>,
): number {
  return mayBeGiven(lastPassedOver, lastSequence)
    ? Math.max(lastSequence, lastPassedOver)
    : lastSequence;
}

/**
 * Loads the store; saves that were being sent are pending again, and held ones whose correction had been stored are
 * closed. Throws only if the store does.
 */
export async function openOutbox(options: OutboxOptions): Promise<Outbox> {
  const { store, vault, now, knownTime = now, retention } = options;
  const { home = () => null, isMoving = () => false, aside = NOTHING_ASIDE } = options;
  const { doubtClock = tillsClock(now), clock = systemClock, totals = NOT_COUNTED } = options;
  const { onUnreadable = () => undefined, behindLateCalls = () => () => false } = options;
  const never = Number.NEGATIVE_INFINITY;
  const { erasedAt = () => never } = options;
  const loaded = await store.load();
  const changedAt = Math.max(0, Math.trunc(lastChange(loaded.saves.values())));
  const writer = new SaveWriter(
    {
      ...options,
      facts: {
        hold: (save) => holdsItsFacts(vault, save),
        bound: (save) => withFactsKey(vault, save),
        rebound: (before, after) => reboundSave(vault, before, after),
      },
    },
    loaded,
  );
  const { saves } = writer;
  const sending = new SendingHold(saves, clock);
  const time = () => knownTime() ?? now();
  const contents = new SaveContents(vault, saves);
  // Who was sent by the time that a folder was set aside, or erased, is known to it alone.
  const setAsideAt = () => byRightClock(aside.knownSince ?? never);
  /** A time by the till's own clock (ms since 1970), no earlier than it was where that is known to be behind. */
  const byRightClock = (at: number) => at + Math.max(0, time() - now());
  // A clock that was ahead, and was put right since, may have let what is younger than that be forgotten.
  const rememberedSince = () =>
    Math.max(
      ...[now() - retention, byRightClock(erasedAt()), setAsideAt()],
      totals.forgottenUntil(time()),
    );
  const corrected = new CorrectedSaves(writer);
  const handingOver = new HandingOver(writer);
  const startedAt = clock.monotonic();
  // By the clock as it is then: a PC without a battery may have begun years ago, and been put right since. Whatever a folder
  // says of its numbers: nothing seals that, and one with nothing else in it may have been put there.
  const lostBefore = () => time() - (clock.monotonic() - startedAt);
  const numbers = new SequenceNumbers(
    { saves, now, bestNow: time, builtAt: options.builtAt, aside, totals, lostBefore },
    lastGiven(loaded, totals),
  );
  const intake = new Intake({
    ...{ writer, corrected, vault, numbers, now },
    ...{ bestNow: time, aside, handingOver },
  });
  await totals.beside({ saves, numbers });
  const permissions = new Permissions({ saves, numbers, home, now, rememberedSince });
  const decisions = new Decisions({
    ...{ writer, corrected, permissions, home, now },
    ...{ knownTime, doubtClock, handingOver },
  });
  const binding = new AppBinding({ writer, now, home, rememberedSince, numbers, handingOver });
  const upkeep = new Upkeep({ writer, store, now, retention, aside, totals });
  const present = home();
  const isAdopted = await binding.adopt(present, (save) => contents.openBody(save));
  const unreadable = new UnreadableSaves({ writer, now, onUnreadable });
  await unreadable.holdUnbelieved();
  await corrected.closeAll();
  await corrected.reopenLeft(() => passedUnseen(saves, numbers, rememberedSince()), now());
  await upkeep.forgetOld(null);
  return {
    saves,
    news: writer.news,
    contents,
    intake,
    numbers,
    passedHere: (file) =>
      passedHere({ saves, news: writer.news, vault, numbers, rememberedSince }, file),
    decisions,
    permissions,
    apps: binding,
    delivery: new Delivery({
      ...{ writer, binding, vault, aside, unreadable },
      isMoving: () => isMoving() || sending.isHeld,
    }),
    lending: new Lending({ writer, intake, decisions, doubtClock, handingOver }),
    behindLateCalls,
    erasing: new Erasing({ writer, store, intake, aside, totals, sending }),
    returning: new Returning({
      ...{ writer, vault, numbers, corrected, sending, totals, handingOver, now, erasedAt },
    }),
    get warnings() {
      return writer.warnings;
    },
    changedAt,
    // Without settings there was no app that new ones could take the place of.
    isBound: isAdopted || present === null,
    registeredToday: () => saves.registeredAt(now()),
    time,
    housekeep: (confirmedTime) => upkeep.run(confirmedTime),
    lookForEdited: () => unreadable.lookAtAll(),
    close: () => store.close(),
  };
}
