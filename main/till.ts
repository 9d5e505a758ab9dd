import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { OutcomeRecord } from '../app/gateway/outcome.ts';
import { OUTCOME_TABLE } from '../app/gateway/outcomeTable.ts';
import type { StoreNotice } from '../app/outbox/outboxView.ts';
import { type Save, slipNumber } from '../app/outbox/save.ts';
import type { ConnectionReport } from '../app/settings/connectionTest.ts';
import type { GatewayAccount } from '../app/settings/provision.ts';
import { DEFAULT_QUEUE_PER, QUEUE_PER } from '../app/settings/queuePer.ts';
import { AuditTrail } from './audit/auditTrail.ts';
import { MinuteLine } from './audit/minuteLine.ts';
import { type Clock, systemClock } from './clock/clock.ts';
import { realDisk } from './disk/realDisk.ts';
import { DraftStore } from './draft/draftStore.ts';
import { errorCode } from './files/durableFile.ts';
import { isDone } from './files/isDone.ts';
import { removeLeftovers } from './files/removeLeftovers.ts';
import { besideFolder, setLinksAside } from './files/setLinksAside.ts';
import { GatewayClient } from './gateway/gatewayClient.ts';
import { GatewayClock } from './gateway/gatewayClock.ts';
import type { Post } from './gateway/line.ts';
import { testConnection } from './gateway/testConnection.ts';
import { Turnstile } from './gateway/turnstile.ts';
import { JournalAdapter } from './journal/journalAdapter.ts';
import { type Hold, SOLE_HOLD } from './lease/hold.ts';
import { leasedDisk } from './lease/leasedDisk.ts';
import { LookupRate } from './limits/lookupRate.ts';
import { OpenedSaves } from './limits/openedSaves.ts';
import { RegisterRate } from './limits/registerRate.ts';
import { SendAgainRate } from './limits/sendAgainRate.ts';
import type { Log } from './log.ts';
import { QueueMove } from './move/queueMove.ts';
import { doubted } from './outbox/doubtLost.ts';
import { LowdbOutboxStore } from './outbox/lowdbOutboxStore.ts';
import { Outbox } from './outbox/outbox.ts';
import { resealed, withSealedWords } from './outbox/sealedWords.ts';
import { heedRecovery } from './recovered/heedRecovery.ts';
import { Replayer } from './replay/replayer.ts';
import { Rotation } from './rotation/rotation.ts';
import type { Offer } from './settings/offer.ts';
import type { OtherFiles } from './settings/otherFiles.ts';
import { PIN_FILE } from './settings/pinFile.ts';
import { Provisioning } from './settings/provisioning.ts';
import { SettingsStore } from './settings/settingsStore.ts';
import { shareOf } from './shareOf.ts';
import { takeInAside } from './takeIn/takeInAside.ts';
import { WaitingAside } from './takeIn/waitingAside.ts';
import type { DataKeys } from './vault/dataKeys.ts';
import { KEY_FILE } from './vault/keyFile.ts';
import { keyOfTill } from './vault/keyOfFolder.ts';
import { wrappersOf } from './vault/keyWrappers.ts';
import type { TillWrappers } from './vault/wrappersHere.ts';

/** How often what has outlived its time is forgotten, and erased bodies leave the disk (ms). */
const HOUSEKEEP_EVERY = 10 * 60 * 1_000;

/** A masked line stays this long after acceptance (ms). */
const RETENTION = 7 * 24 * 60 * 60 * 1_000;

export interface TillOptions extends TillWrappers {
  /** The data folder; it must exist. */
  folder: string;
  /** How calls travel to the gateway. */
  post: Post;
  log: Log;
  /** A checked provisioning to take over, or null. */
  offer: Offer | null;
  /** What the start has found that the window has to tell. */
  notices?: readonly StoreNotice[];
  clock?: Clock;
  /** Whether a file of somebody else is there; default: asked in place. */
  isThere?: OtherFiles['isThere'];
  /** Default: nobody else can know the folder. */
  hold?: Hold;
  /** False for a till that only opens its store. */
  isSending: boolean;
  onChanged: () => void;
}

/**
 * Connection tests: more than a person asks for, too few to look round a network with. A till without settings asks
 * nobody for a PIN, and tests whatever address stands in the form.
 */
const TESTS = { burst: 10, every: 6_000, places: 3 };

/** Everything behind the window: settings, outbox and replayer, wired once. */
export interface Till {
  settings: SettingsStore;
  outbox: Outbox;
  replayer: Replayer;
  drafts: DraftStore;
  /** Takes over files that say who and where this till is, or asks about them. */
  provisioning: Provisioning;
  /** Tells that a second start's file was not taken over (`detail`: its name and a count or code); null: one was. */
  provisionNotRead(detail: string | null): void;
  /** Moves the queue into a file and out of one, by the manager's word. */
  moving: QueueMove;
  /** Where every action that needs the manager's PIN is written down. */
  audit: AuditTrail;
  /** Replaces the data key, by the manager's word. */
  rotation: Rotation;
  /** How often somebody without the PIN may ask about a person. */
  lookups: LookupRate;
  /** How often a held save may be sent again without the PIN. */
  sendings: SendAgainRate;
  /** How often a new member may be registered. */
  registrations: RegisterRate;
  /** Which saves the window was shown in order to correct them. */
  opened: OpenedSaves;
  /** Dangerous switches that starts were given, by name. */
  leftOut: MinuteLine;
  clock: Clock;
  /** That no other program has the data folder. */
  hold: Hold;
  /** Sends one harmless call with this account, and says how far it came; null where too many wait for that. */
  testConnection(account: GatewayAccount): Promise<ConnectionReport | null>;
  /** What was found at start and must not stay silent, and what the audit trail has to tell now. */
  readonly notices: readonly StoreNotice[];
  /** Stops sending and closes the store; waits `deadline` ms at the most for answers under way. */
  stop(deadline: number): Promise<void>;
}

/** Throws `KeyClosedError` where the data key does not open now; nothing has been written then. */
export async function openTill(options: TillOptions): Promise<Till> {
  const { folder, log, onChanged, hold = SOLE_HOLD } = options;
  const clock = options.clock ?? systemClock;
  const disk = leasedDisk(realDisk, hold);
  const [markPath, headPath] = [besideFolder(folder, 'mark'), besideFolder(folder, 'audit')];
  const links = await setLinksAside(folder, [markPath, headPath], clock.now());
  const { chooseWrapper } = options;
  const choices = chooseWrapper === undefined ? [] : QUEUE_PER.map(chooseWrapper);
  const wrappers = wrappersOf(
    options.keyWrapper,
    options.formerWrappers,
    choices.map(({ protection }) => protection),
  );
  const keys = await keyOfTill(folder, wrappers, clock.now());
  for (const left of await removeLeftovers(folder)) log.warn('leftover stays', { ...left });
  const notices = [...(options.notices ?? []), ...links];
  if (keys.protection === 'none') {
    notices.push({ code: 'store.weak-protection', detail: 'no-system-key-store' });
  }
  const vault = keys.vault();

  const audit = await AuditTrail.open({
    disk,
    folder,
    headPlaces: [headPath, join(folder, 'audit.head')],
    mark: (text) => vault.trailMark(text),
    // That file is not made before the trail.
    isExpected: existsSync(join(folder, PIN_FILE)),
    isKeyNew: keys.isNew,
    now: clock.now,
    clock,
    onChanged,
  });
  if (hold.isFromElsewhere)
    await audit.owe({ action: 'folder.taken-over', operatorId: null, slip: null });
  if (keys.isRenewed) await audit.owe({ action: 'key.replaced', operatorId: null, slip: null });
  const settings = new SettingsStore(folder, vault, clock, audit);
  await settings.load();
  notices.push(...settings.notices);

  const drafts = new DraftStore({ folder, vault, now: clock.now });
  const adapter = new JournalAdapter({
    disk,
    folder,
    watermarkPath: markPath,
    isFromElsewhere: hold.isFromElsewhere,
    now: clock.now,
    clock,
    upgrade: (save) => withSealedWords(vault, save),
    asLost: (saves, found) => doubted(saves, found, clock.now()),
    onProblemsChanged: onChanged,
  });
  const store = new LowdbOutboxStore(adapter, (save) => resealed(vault, save));
  const gatewayClock = new GatewayClock(clock.now, clock.monotonic);
  const waiting = await WaitingAside.read(folder);
  const outbox = await Outbox.open({
    store,
    vault,
    protection: keys.protection,
    now: clock.now,
    knownTime: () => replayer.knownTime(),
    retention: RETENTION,
    home: () => settings.home,
    isMoving: () => moving.isUnderWay,
    aside: waiting,
    onChanged,
  });
  // What came in a file from another till says nothing of this one.
  const hasOwnSaves = [...outbox.book.values()].some(({ imported }) => imported === null);
  // Nor is a till known for a new one whose key is older than its trail, or whose trail was ever found broken.
  const isUnknown = !keys.isNew && !audit.tellsAll;
  settings.lookForLoss(hasOwnSaves || audit.tellsOfSettings || isUnknown);
  if (settings.isLost && !audit.notices.some(({ code }) => code === 'settings.missing')) {
    await audit.owe({ action: 'settings.missing', operatorId: null, slip: null });
  }
  const rotation = new Rotation({ folder, keys, vault, store, settings, audit, log, clock });
  settings.beforeFirst(() => rotation.beginForFirstSettings());
  settings.beforeReplaced((what) => rotation.beginForReplaced(what));
  notices.push(
    ...(await takeInAside({
      folder,
      wrappers,
      protection: keys.protection,
      renewKey: () => isDone(rotation.beginForFirstSettings()),
      outbox,
      waiting,
      settings,
      audit,
      clock,
      log,
    })),
  );
  notices.push(...(await heedRecovery({ folder, outbox, audit, clock, log })));
  const provisioning = new Provisioning(settings, audit, clock, options.isThere);
  const onEnded = () => replayer.wake('answer');
  const moving = new QueueMove({ outbox, audit, log, clock, folder, onEnded });
  if (options.offer !== null) {
    // Not before: what was saved so far was made for the settings that were there.
    const { isBound } = outbox;
    notices.push(...(await receive(provisioning, options.offer, isBound, log)));
  }
  const table = () => [...(settings.provision?.outcomes ?? []), ...OUTCOME_TABLE];
  const replayer = new Replayer({
    outbox,
    client: new GatewayClient({ post: options.post, clock: gatewayClock }),
    gatewayClock,
    clock,
    random: Math.random,
    account: () => (settings.isSetBack ? null : (settings.provision?.gateway ?? null)),
    isSetBack: () => settings.isSetBack,
    table,
    budget: () => settings.provision?.pace?.callsPerMinute ?? null,
    share: shareOf(vault),
    onPauseChanged: onChanged,
    onWoken: (reason, gate) => log.info('woken', { reason, gate }),
    onBug: (error) =>
      log.error('replayer', { error: error instanceof Error ? error.stack : String(error) }),
    onSettled: (save, outcome) => log.info('settled', describeAnswer(save, outcome)),
    onIgnored: (save, outcome) => log.warn('answer ignored', describeAnswer(save, outcome)),
  });
  const wrapAsSet = () => keepWrapped(keys, settings, chooseWrapper, log);
  await wrapAsSet();
  const leftOut = new MinuteLine(audit, clock, (reason) => ({
    action: 'switches.left-out',
    operatorId: null,
    slip: null,
    reason,
  }));
  const tests = new Turnstile({ clock, ...TESTS });
  let unread: StoreNotice[] = [];
  for (const notice of [...notices, ...audit.notices, ...outbox.notices])
    log.warn('notice', { ...notice });
  if (options.isSending) replayer.start();
  settings.onChanged(() => {
    replayer.wake('settings');
    void wrapAsSet().then(() => rotation.goOn());
  });
  /** The key file may be deleted or replaced under the running program: the next start would open nothing. */
  const restoreKeys = async () => {
    if (!(await keys.restore())) return;
    notices.push({ code: 'store.key-restored', detail: KEY_FILE });
    log.warn('key file written again');
    await audit.owe({ action: 'key.restored', operatorId: null, slip: null });
    onChanged();
  };
  const stopHousekeeping = options.isSending
    ? repeat(clock, HOUSEKEEP_EVERY, async () => {
        if (!hold.isSure && !(await isDone(hold.confirm()))) return;
        await outbox.housekeep(replayer.confirmedTime());
        await drafts.housekeep();
        await rotation.goOn();
        await isDone(restoreKeys());
      })
    : () => undefined;
  return {
    settings,
    outbox,
    replayer,
    drafts,
    audit,
    rotation,
    lookups: new LookupRate(clock, audit),
    sendings: new SendAgainRate(clock, audit),
    registrations: new RegisterRate(clock, audit),
    opened: new OpenedSaves(clock),
    leftOut,
    clock,
    hold,
    provisioning,
    provisionNotRead: (detail) => {
      unread = detail === null ? [] : [{ code: 'provision.not-read', detail }];
      onChanged();
    },
    moving,
    testConnection: (account) =>
      tests.pass(() =>
        testConnection(account, { post: options.post, now: clock.now, table: table() }),
      ),
    get notices() {
      const { isSetBack } = settings;
      const old: StoreNotice[] = isSetBack ? [{ code: 'settings.set-back', detail: '' }] : [];
      const others = hold.notice === null ? [] : [hold.notice];
      return [...notices, ...unread, ...old, ...audit.notices, ...others];
    },
    stop: async (deadline) => {
      stopHousekeeping();
      await Promise.all([moving.stop(deadline), replayer.stop(deadline)]);
      await drafts.idle();
      await outbox.close();
      if (hold.isSure || (await isDone(hold.confirm()))) await isDone(restoreKeys());
      await Promise.all([provisioning.stop(), leftOut.stop()]);
      await audit.close();
    },
  };
}

/** A disk that refuses new settings is told, and does not keep the till from showing what is there. */
async function receive(
  provisioning: Provisioning,
  offer: Offer,
  isBound: boolean,
  log: Log,
): Promise<StoreNotice[]> {
  try {
    const reception = isBound ? await provisioning.offer(offer) : 'refused';
    const level = reception === 'taken-over' ? 'info' : 'warn';
    log[level](`provisioning: ${reception}`, { isTrusted: offer.isTrusted });
    return [];
  } catch (error) {
    const code = errorCode(error);
    if (code === '') throw error;
    return [{ code: 'store.write-failed', detail: `settings.json ${code}` }];
  }
}

/**
 * The keys are wrapped by what the chain has chosen, and its recovery key opens what they open, as soon as both are known;
 * where the disk refuses, from the next start on.
 */
async function keepWrapped(
  keys: DataKeys,
  { provision }: SettingsStore,
  chooseWrapper: TillOptions['chooseWrapper'],
  log: Log,
): Promise<void> {
  // Settings that are missing say nothing of it.
  if (provision === null) return;
  const { queuePer = DEFAULT_QUEUE_PER, recoveryKey = null } = provision;
  const chosen = chooseWrapper?.(queuePer);
  if (chosen !== undefined && !(await isDone(keys.prefer(chosen))))
    log.warn('not wrapped as chosen', { queuePer });
  if (!(await isDone(keys.wrapForChain(recoveryKey)))) log.warn('not wrapped for the chain');
}

/** An answer for the log, by its codes. Our own id of the call finds it on the platform's side as well. */
function describeAnswer(save: Save, outcome: OutcomeRecord): Record<string, string | number> {
  const { class: kind, code, subCode } = outcome;
  const { requestId, sequence, state, attempts } = save;
  return { slip: slipNumber(sequence), requestId, state, class: kind, code, subCode, attempts };
}

/** Calls now and then again and again, `pause` ms after each call has ended; returns the way to stop. */
function repeat(clock: Clock, pause: number, call: () => Promise<void>): () => void {
  let cancel = () => {};
  let isStopped = false;
  const turn = async () => {
    await call();
    if (!isStopped) cancel = clock.after(pause, turn);
  };
  void turn();
  return () => {
    isStopped = true;
    cancel();
  };
}
