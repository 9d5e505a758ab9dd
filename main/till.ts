import { OUTCOME_TABLE } from '../app/gateway/outcomeTable.ts';
import type { StoreWarning } from '../app/outbox/outboxView.ts';
import type { ConnectionReport } from '../app/settings/connectionTest.ts';
import type { GatewayAccount } from '../app/settings/provision.ts';
import type { ProxyAccount } from '../app/settings/proxyAccount.ts';
import type { AuditTrail } from './audit/auditTrail.ts';
import { MinuteLine } from './audit/minuteLine.ts';
import { beginSending } from './beginSending.ts';
import type { BulkRunner } from './bulk/bulkRunner.ts';
import { openBulk } from './bulk/openBulk.ts';
import { type Clock, systemClock } from './clock/clock.ts';
import type { ComputerWatch } from './computer/computerWatch.ts';
import { openComputer } from './computer/openComputer.ts';
import { DraftStore } from './draft/draftStore.ts';
import { isDone } from './files/isDone.ts';
import { connectionTests } from './gateway/connectionTests.ts';
import { GatewayClient } from './gateway/gatewayClient.ts';
import { GatewayClock } from './gateway/gatewayClock.ts';
import type { Post } from './gateway/line.ts';
import type { Reading } from './hardware/traits.ts';
import { startHousekeeping } from './housekeeping.ts';
import type { Watermark } from './journal/watermark.ts';
import { type Hold, SOLE_HOLD } from './lease/hold.ts';
import { LookupRate } from './limits/lookupRate.ts';
import { OpenedSaves } from './limits/openedSaves.ts';
import { RegisterRate } from './limits/registerRate.ts';
import { SendAgainRate } from './limits/sendAgainRate.ts';
import { SendNowRate } from './limits/sendNowRate.ts';
import type { Log } from './log.ts';
import { type QueueFiles, queueFiles } from './move/queueFiles.ts';
import { QueueMove } from './move/queueMove.ts';
import { openFolder } from './openFolder.ts';
import { openQueue } from './openQueue.ts';
import type { WaitedFor } from './openWhenReadable.ts';
import { Outages } from './outages/outages.ts';
import { eachMidnight } from './outbox/eachMidnight.ts';
import type { Outbox } from './outbox/openOutbox.ts';
import { Registering } from './outbox/registering.ts';
import type { Person } from './person/openPerson.ts';
import { phaseOf } from './phaseOf.ts';
import { heedRecovery } from './recovered/heedRecovery.ts';
import { Replayer } from './replay/replayer.ts';
import { replayLog } from './replay/replayLog.ts';
import { Rotation } from './rotation/rotation.ts';
import { type MachineSettings, NO_MACHINE_SETTINGS } from './settings/machineSettings.ts';
import type { Offer } from './settings/offer.ts';
import type { OtherFiles } from './settings/otherFiles.ts';
import { Provisioning } from './settings/provisioning.ts';
import { receiveAtStart } from './settings/receiveAtStart.ts';
import { SettingLocks } from './settings/settingLocks.ts';
import { SettingsStore } from './settings/settingsStore.ts';
import { Shutdown } from './shutdown.ts';
import { forgetAllKnown } from './takeIn/allKnown.ts';
import { clearTaken } from './takeIn/clearTaken.ts';
import { takeInAside } from './takeIn/takeInAside.ts';
import { TillWarnings } from './tillWarnings.ts';
import type { Totals } from './totals/totals.ts';
import type { Protection } from './vault/dataKey.ts';
import { keepWrapped } from './vault/keepWrapped.ts';
import { restoreKeyFile } from './vault/restoreKeyFile.ts';
import type { TillWrappers } from './vault/wrappersHere.ts';
import { doubtOpening } from './witness/doubtOpening.ts';
import { HeldMark } from './witness/heldMark.ts';
import { isNameless, openWitness } from './witness/openWitness.ts';
import { ReachedFile } from './witness/reachedFile.ts';
import type { Witness } from './witness/witness.ts';
import type { AskWitness } from './witness/witnessElsewhere.ts';
import { answerWitness } from './witness/witnessFolder.ts';
import type { ManagerWords } from './words/managerWords.ts';

export interface TillOptions extends TillWrappers {
  /** The data folder; it must exist. */
  folder: string;
  /** How calls travel to the gateway. */
  post: Post;
  /** And those of a connection test; default: the same way. */
  testPost?: Post;
  log: Log;
  /** A checked provisioning to take over, or null. */
  offer: Offer | null;
  /** What policies and the machine's file say; default: nothing. */
  machine?: MachineSettings;
  /** What the start has found that the window has to tell. */
  warnings?: readonly StoreWarning[];
  clock?: Clock;
  /** How long the disk has kept the till waiting for a file; default: not at all. */
  waitedFor?: WaitedFor;
  /** Whether a file of somebody else is there; default: asked in place. */
  isThere?: OtherFiles['isThere'];
  /** What this computer is known by; default: nothing, as where it cannot be read. */
  traits?: () => Promise<Reading>;
  /** Resolves when somebody can use the window: what sending alone waits for begins then. Default: at once. */
  whenCalm?: () => Promise<void>;
  /** Asks about the second place of the highest numbers; default: in place. */
  askWitness?: AskWitness;
  /** Where a queue is moved to and from; default: in place. */
  queueFiles?: QueueFiles;
  /** Default: nobody else can know the folder. */
  hold?: Hold;
  /** False for a till that only opens its store. */
  isSending: boolean;
  onChanged: () => void;
  /** Default: one that goes by `clock`. */
  shutdown?: Shutdown;
}

/** Everything behind the window: settings, outbox and replayer, wired once. */
export interface Till {
  settings: SettingsStore;
  outbox: Outbox;
  /** What is forgotten, and still counted. */
  totals: Totals;
  replayer: Replayer;
  drafts: DraftStore;
  /** What is here of one person, and how it is erased. */
  person: Person;
  /** Takes over files that say who and where this till is, or asks about them. */
  provisioning: Provisioning;
  /** What of the settings nobody changes at this till. */
  locks: SettingLocks;
  /** Tells that a second start's file was not taken over (`detail`: its name and a count or code); null: one was. */
  provisionNotRead(detail: string | null): void;
  /** Tells the window of something that holds now (`detail`), or no longer (null). */
  warn(code: StoreWarning['code'], detail: string | null): void;
  /** Whether the data are this computer's, or another one's that may send the same. */
  computer: ComputerWatch;
  /** When nothing could be sent though something waited. */
  outages: Outages;
  /** Moves the queue into a file and out of one, by the manager's word. */
  moving: QueueMove;
  /** What the manager does with many held saves at once. */
  bulk: BulkRunner;
  /** What the manager has left for the cashier. */
  words: ManagerWords;
  /** Where every action that needs the manager's PIN is written down. */
  audit: AuditTrail;
  /** Replaces the data key, by the manager's word. */
  rotation: Rotation;
  /** Who is being registered, by the window or by another program. */
  registering: Registering;
  /** How often somebody without the PIN may ask about a person. */
  lookups: LookupRate;
  /** How often a held save may be sent again without the PIN. */
  sendings: SendAgainRate;
  /** How often "send now" is heard. */
  presses: SendNowRate;
  /** How often a new member may be registered. */
  registrations: RegisterRate;
  /** Which saves the window was shown in order to correct them. */
  opened: OpenedSaves;
  /** Dangerous switches that starts were given, by name. */
  leftOut: MinuteLine;
  clock: Clock;
  /** This till's place among all tills, from 0 to 1. */
  phase: number;
  /** What keeps the data key. */
  readonly protection: Protection;
  /** That no other program has the data folder. */
  hold: Hold;
  /** Sends one harmless call with this account (`proxy`: what a proxy is told that asks), and says how far it came; null where too many wait for that. */
  testConnection(
    account: GatewayAccount,
    proxy: ProxyAccount | null,
  ): Promise<ConnectionReport | null>;
  /** What was found at start and must not stay silent, and what the audit trail has to tell now. */
  readonly warnings: readonly StoreWarning[];
  /** Whoever has something to end when the program does joins it. */
  shutdown: Shutdown;
  /** `Shutdown.run`: stops sending and closes the store; waits `deadline` ms at the most for answers under way. */
  stop(deadline: number): Promise<void>;
}

/**
 * Throws `KeyClosedError` where the data key does not open now; nothing has been written then. Whatever it throws, nothing is
 * open behind it, and nothing goes on: it may be tried without end, and the next try opens the same files.
 */
export async function openTill(options: TillOptions): Promise<Till> {
  const { log, clock = systemClock } = options;
  const shutdown = options.shutdown ?? new Shutdown({ clock, log });
  try {
    return await openAll({ ...options, clock, shutdown });
  } catch (error) {
    await shutdown.run(0);
    throw error;
  }
}

async function openAll(options: TillOptions & { clock: Clock; shutdown: Shutdown }): Promise<Till> {
  const { folder, log, clock, shutdown, hold = SOLE_HOLD } = options;
  let outages: Outages | null = null;
  const onChanged = () => {
    options.onChanged();
    outages?.look();
  };
  const opened = await openFolder({ ...options, hold });
  const { wrappers, keys, vault, audit, recovery: record } = opened;
  shutdown.join('trail', 'audit trail', () => audit.close());
  const warnings = new TillWarnings([...(options.warnings ?? []), ...opened.warnings], onChanged);
  const settings = new SettingsStore(folder, vault, clock, audit);
  await settings.load();
  warnings.add(settings.warnings);

  const drafts = new DraftStore({
    folder,
    vault,
    now: clock.now,
    monotonic: clock.monotonic,
  });
  shutdown.join('store', 'drafts', () => drafts.close());
  const onRestored = (warning: StoreWarning) => {
    warnings.add([warning]);
    onChanged();
  };
  const restoreKeys = restoreKeyFile({ keys, audit, hold, clock, log, onRestored });
  let witness: Witness | null = null;
  let reached: Watermark | null = null;
  let started: Replayer | null = null;
  /** Something is over for which nothing was sent. */
  const onEnded = () => started?.wake('answer');
  const { adapter, store, totals, waiting, outbox, words, person } = await openQueue({
    ...{ opened, folder, hold, clock, log, settings, drafts, warnings, shutdown, restoreKeys },
    onChanged,
    onEnded,
    replayer: () => replayer,
    knownTime: () => started?.knownTime() ?? null,
    isMoving: () => moving.isUnderWay,
    onReached: (watermark) => {
      reached = watermark;
      witness?.note(watermark);
    },
  });
  const gatewayClock = new GatewayClock(clock.now, clock.monotonic);
  // What came in a file from another till says nothing of this one.
  const hasOwnSaves = [...outbox.saves.values()].some(({ imported }) => imported === null);
  // Nor is a till known for a new one whose key is older than its trail, or whose trail was ever found broken.
  const isUnknown = !keys.isNew && !audit.tellsAll;
  settings.lookForLoss(hasOwnSaves || audit.tellsOfSettings || isUnknown);
  if (settings.isLost && !audit.warnings.some(({ code }) => code === 'settings.missing')) {
    await audit.owe({ action: 'settings.missing', operatorId: null, slip: null });
  }
  const rotation = new Rotation({
    ...{ folder, keys, vault, store, settings, words, audit, log, clock },
    erasures: person.erasure,
  });
  settings.beforeFirst(() => rotation.beginForFirstSettings());
  settings.beforeReplaced((what) => rotation.beginForReplaced(what));
  // Before anything comes back: what is here may have been sent since, and passes what comes.
  const recovery = await heedRecovery({ folder, record, returning: outbox.returning, audit, log });
  const hasThirdPlace = () =>
    [settings.provision, options.offer?.provision].some((one) => Boolean(one?.watermarkFolder));
  const isSure = () =>
    adapter.watermark.heldBy === null && (!hasThirdPlace() || witness?.hasAnswered === true);
  warnings.add(
    await takeInAside({
      ask: options.askWitness ?? answerWitness,
      goOnBehind: async (sequence) => {
        await new ReachedFile(folder, vault).goOnBehind(sequence);
        outbox.numbers.goOnBehind(sequence);
      },
      isSure,
      isMarkUnread: adapter.watermark.heldBy !== null,
      wasRecovered: recovery.wasRecovered,
      folder,
      wrappers,
      protection: keys.protection,
      renewKey: () => isDone(rotation.beginForFirstSettings()),
      outbox,
      waiting,
      settings,
      audit,
      totals,
      erasures: person.erasure,
      words,
      clock,
      log,
    }),
  );
  warnings.add(recovery.warnings);
  const machine = options.machine ?? NO_MACHINE_SETTINGS;
  const locks = new SettingLocks(machine);
  const provisioning = new Provisioning(settings, audit, clock, options.isThere, locks);
  let wrapping = Promise.resolve();
  shutdown.join('store', 'provisioning', async () => {
    await provisioning.stop();
    // The settings that came last have begun these two.
    await wrapping;
    await rotation.stop();
  });
  const moving = new QueueMove({
    outbox,
    audit,
    log,
    clock,
    folder,
    files: options.queueFiles ?? queueFiles,
    home: () => settings.home,
    isErasing: () => outbox.erasing.isUnderWay,
    computer: () => computer,
    secondPlace: () => lookAtBoth(),
    onEnded,
  });
  shutdown.join('finish', 'moving', (deadline) => moving.stop(deadline));
  // Not before: what was saved so far was made for the settings that were there.
  const { isBound } = outbox;
  const { offer } = options;
  const brought = { settings, provisioning, locks, offer, isBound, log };
  warnings.add(await receiveAtStart(brought));
  const table = () => [...(settings.provision?.outcomes ?? []), ...OUTCOME_TABLE];
  const computer = await openComputer({
    ...{ folder, vault, outbox, drafts, audit, clock, log, traits: options.traits },
    hasPin: () => settings.managerPin.isSet,
  });
  shutdown.join('store', 'computer', () => computer.stop());
  const phase = phaseOf(vault, computer.installation);
  const replayer = new Replayer({
    saves: outbox.saves,
    news: outbox.news,
    delivery: outbox.delivery,
    client: new GatewayClient({
      post: options.post,
      clock: gatewayClock,
      proxy: () => settings.provision?.proxy ?? null,
    }),
    gatewayClock,
    clock,
    random: Math.random,
    account: () => settings.lastProvision?.gateway ?? null,
    standing: () => computer.standing,
    isSetBack: () => settings.setBack !== null,
    table,
    budget: () => settings.provision?.pace?.callsPerMinute ?? null,
    phase,
    onPauseChanged: onChanged,
    ...replayLog(log),
  });
  started = replayer;
  shutdown.join('finish', 'replayer', (deadline) => replayer.stop(deadline));
  const seenOutages = await Outages.open({
    ...{ folder, vault, clock, log },
    isOurs: () => hold.isSure,
    reason: () => {
      if (!options.isSending || outbox.saves.queue.size === 0) return null;
      const { kind } = replayer.lastPause();
      return kind === 'none' ? null : kind;
    },
    confirmedTime: () => replayer.confirmedTime(),
  });
  outages = seenOutages;
  shutdown.join('store', 'outages', () => seenOutages.close());
  const bulk = await openBulk({
    ...{ folder, vault, outbox, audit, clock, hold, log },
    provision: () => settings.provision,
    beforeChange: () => computer.beforeChange(),
    onDone: onEnded,
  });
  shutdown.join('begin-nothing', 'bulk', () => bulk.stop());
  const wrapAsSet = () => keepWrapped(keys, settings.lastProvision, options.chooseWrapper, log);
  await wrapAsSet();
  const leftOut = new MinuteLine(audit, clock, (reason) => ({
    action: 'switches.left-out',
    operatorId: null,
    slip: null,
    reason,
  }));
  shutdown.join('store', 'lines of switches', () => leftOut.stop());
  for (const warning of [...warnings.found, ...audit.warnings, ...outbox.warnings])
    log.warn('warning', { ...warning });
  settings.onChanged(() => {
    replayer.wake('settings');
    wrapping = wrapping.then(wrapAsSet);
    void wrapping.then(() => rotation.goOn());
  });
  if (options.isSending) {
    const clear = () => clearTaken({ folder, outbox, waiting, clock, isSure });
    const parts = {
      clock,
      hold,
      outbox,
      replayer,
      drafts,
      words,
      rotation,
      restoreKeys,
      clearTaken: clear,
      person,
      whenCalm: async () => options.whenCalm?.(),
    };
    shutdown.join('begin-nothing', 'housekeeping', startHousekeeping(parts));
    shutdown.join('begin-nothing', 'the day', eachMidnight(clock, onChanged));
  }
  const warn = warnings.tell.bind(warnings);
  const loss = {
    forgetAllKnown: () => forgetAllKnown(folder),
    onDoubted: onEnded,
  };
  const mark = new HeldMark({
    file: adapter.watermark,
    opening: {
      ...adapter.found,
      changedAt: outbox.changedAt,
      lastGiven: outbox.numbers.lastSequence,
    },
    lastNumber: () => reached?.lastNumber ?? 0,
    doubt: (opening) => doubtOpening(opening, { returning: outbox.returning, ...loss }),
    goOnBehind: (sequence) => outbox.numbers.goOnBehind(sequence),
    ...{ warn, clock, log },
  });
  shutdown.join('finish', 'watermark', () => mark.stop());
  witness = await openWitness({
    ...{ folder, vault, outbox, opened: adapter.found, ask: options.askWitness, clock, log, warn },
    ...loss,
    till: () => ({ tillId: settings.tillId, installation: computer.installation }),
    hasPlace: hasThirdPlace,
    // A copy whose hardware cannot be read still has the original's name.
    isOwner: () => computer.reading === 'known' || isNameless(computer.installation),
    mayWrite: async () => hold.isSure || isDone(hold.confirm()),
  });
  // What has come in before it was there.
  if (reached !== null) witness.note(reached);
  const seen = witness;
  shutdown.join('store', 'second place', () => seen.stop());
  const start = () => {
    if (options.isSending) replayer.start();
    onChanged();
  };
  const whenCalm = async () => {
    // What was typed waits for it as well, and is to be back before anybody has looked.
    if ((await drafts.read().catch(() => null)) === null) await options.whenCalm?.();
  };
  const lookAtBoth = beginSending({ computer, witness, mark, settings, whenCalm, start });
  return {
    settings,
    outbox,
    totals,
    replayer,
    drafts,
    person,
    audit,
    bulk,
    words,
    rotation,
    lookups: new LookupRate(clock, audit),
    sendings: new SendAgainRate(clock, audit),
    presses: new SendNowRate(clock, audit),
    registering: new Registering(),
    registrations: new RegisterRate(clock, audit),
    opened: new OpenedSaves(clock),
    leftOut,
    clock,
    phase,
    hold,
    computer,
    provisioning,
    locks,
    provisionNotRead: (detail) => warn('provision.not-read', detail),
    warn,
    outages: seenOutages,
    moving,
    testConnection: connectionTests(options.testPost ?? options.post, clock, table),
    get protection() {
      return keys.protection;
    },
    get warnings() {
      return warnings.all({ settings, provisioning, audit, hold });
    },
    shutdown,
    stop: (deadline) => shutdown.run(deadline),
  };
}
