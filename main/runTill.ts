import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { app, net, powerMonitor, safeStorage, utilityProcess } from 'electron';
import { believedDay } from '../app/member/believedDay.ts';
import { CATALOGUES } from '../app/messages/catalogues.ts';
import type { StoreWarning } from '../app/outbox/outboxView.ts';
import { lockMinutes } from '../app/settings/lockMinutes.ts';
import { fullWindowChoices } from '../app/settings/windowChoices.ts';
import { accompany } from './accompany.ts';
import { systemClock } from './clock/clock.ts';
import { inStep } from './clock/inStep.ts';
import { KeptWindow } from './companion/keptWindow.ts';
import { hasTrayHost } from './companion/trayHost.ts';
import { TypedGiven } from './companion/typedGiven.ts';
import { endInOrder, startOnceMore } from './endInOrder.ts';
import { isDone } from './files/isDone.ts';
import { FormOffer } from './form/formOffer.ts';
import { openLines } from './gateway/openLines.ts';
import { proxyFor } from './gateway/sessionLine.ts';
import { traitsElsewhere } from './hardware/traitsElsewhere.ts';
import { TillHealth } from './health/tillHealth.ts';
import { describeTill } from './ipc/describeTill.ts';
import { type Handlers, handleCalls } from './ipc/handle.ts';
import { createHandlers } from './ipc/handlers.ts';
import type { Lease } from './lease/lease.ts';
import { readPlace } from './lease/place.ts';
import { takeLease } from './lease/takeLease.ts';
import type { Log } from './log.ts';
import { ManagerSession } from './manager/managerSession.ts';
import { queueFilesElsewhere } from './move/queueFilesElsewhere.ts';
import type { Move } from './move/queueMove.ts';
import { openCompanion } from './openCompanion.ts';
import { openedDpapi } from './openedDpapi.ts';
import { openLocalApi } from './openLocalApi.ts';
import { openReports } from './openReports.ts';
import { openUpdates } from './openUpdates.ts';
import { openWhenReadable, type WaitedFor } from './openWhenReadable.ts';
import { openWithKey } from './openWithKey.ts';
import { describeOutbox } from './outbox/describeOutbox.ts';
import type { WakeReason } from './replay/sleeper.ts';
import { savedFilesElsewhere } from './saved/savedFilesElsewhere.ts';
import { otherFiles } from './settings/otherFiles.ts';
import type { ProvisionRead } from './settings/readProvisionFile.ts';
import { argsAsItWas } from './start/argsAsItWas.ts';
import { broughtMachine } from './start/broughtMachine.ts';
import { broughtProvision } from './start/broughtProvision.ts';
import { ClosedTill } from './start/closedTill.ts';
import { heedSecondStart } from './start/heedSecondStart.ts';
import { leftInOwn } from './start/leftInOwn.ts';
import type { SecondStart } from './start/secondStart.ts';
import type { SecondStarts } from './start/secondStarts.ts';
import type { CleanStart } from './start/startClean.ts';
import { waitingInBox } from './start/startWords.ts';
import { takeLock } from './start/takeLock.ts';
import { tellWithout } from './start/tellWithout.ts';
import { QUIT, REGISTER } from './start/wish.ts';
import { RECEPTIONS } from './takeOverProvision.ts';
import { Throttle } from './throttle.ts';
import { openTill, type Till } from './till.ts';
import { Activity } from './update/activity.ts';
import type { Updates } from './update/updates.ts';
import { systemWrapper } from './vault/keyWrappers.ts';
import { wrappersHere } from './vault/wrappersHere.ts';
import { wakeWithSystem } from './wakeWithSystem.ts';
import { chooseQueueFile } from './window/chooseQueueFile.ts';
import { chooseSavedFile } from './window/chooseSavedFile.ts';
import { KeptTextSize } from './window/KeptTextSize.ts';
import { lockWithSystem } from './window/lockWithSystem.ts';
import { pageAsPdf } from './window/pageAsPdf.ts';
import { printPage } from './window/printPage.ts';
import { readySessions } from './window/readySessions.ts';
import { ScreenLock } from './window/screenLock.ts';
import { witnessElsewhere } from './witness/witnessElsewhere.ts';

/** The window hears of changes at most this often (ms): as fast as somebody sees. */
const TELL_EVERY_MS = 50;

/** What nobody waits for at the counter waits for the window, but not longer than this (ms). */
const WINDOW_WITHIN_MS = 3_000;

/** From the first picture of a window until somebody can type in it, on a slow PC (ms). */
const WINDOW_SETTLES_MS = 300;

/** The compiled folders: all of this is in `out/main/main.cjs`. */
const OUT_FOLDER = dirname(__dirname);

/** What the start has found before Electron was ready. */
interface Start {
  folder: string;
  /** What there is to tell of where that is. */
  warnings: readonly StoreWarning[];
  log: Log;
  move: Move | null;
  /** What was read of the provisioning, or null: not yet. */
  read: ProvisionRead | null;
  word: SecondStart;
  without: CleanStart['without'];
  seconds: SecondStarts;
  /** Started with the session: nobody asked for the window. */
  isHidden: boolean;
  /** The data folder of `--user-data-dir`, or null. */
  givenFolder: string | null;
}

/** Opens the till behind its window, and runs it until the program ends. */
export async function runTill({
  folder,
  warnings: ofFolder,
  log,
  move,
  read,
  word,
  without,
  seconds,
  isHidden,
  givenFolder,
}: Start): Promise<void> {
  const reader = join(OUT_FOLDER, 'reader', 'reader.cjs');
  const fork = () => utilityProcess.fork(reader, [], { stdio: 'ignore' });
  const files = otherFiles(fork);
  const bringing = Promise.all([
    broughtProvision(word.provision, read, files.readProvision),
    broughtMachine(files, log),
    leftInOwn(folder, Date.now()),
  ]);
  await readySessions(join(OUT_FOLDER, 'renderer'), log);

  const hasTray = hasTrayHost();
  let opened: Till | null = null;
  let handlers: Handlers | null = null;
  const isOurs = () => opened?.hold.isSure === true;
  const textSize = new KeptTextSize(folder, isOurs);
  // Behind a sleep the lock must not be lost only because nobody has looked yet whose the folder is.
  const mayWrite = async () => isOurs() || (opened !== null && isDone(opened.hold.confirm()));
  const kept = new KeptWindow({ folder, clock: systemClock, mayWrite });
  await Promise.all([textSize.read(), kept.read()]);
  const closed = new ClosedTill({
    folder,
    clock: systemClock,
    appVersion: app.getVersion(),
    confirm: async () => lease?.confirm(),
    restart: () => {
      startOnceMore(process.argv.slice(1));
      app.exit(0);
    },
  });
  const lock = new ScreenLock({
    kept,
    clock: systemClock,
    minutes: () => (opened === null ? null : lockMinutes(opened.settings.provision)),
    onLeft: () => managerSession.close(),
  });
  const managerSession = new ManagerSession({ clock: systemClock, isLocked: () => lock.isLocked });
  const activity = new Activity(systemClock);
  const typed = new TypedGiven();
  let updates: Updates | null = null;
  const describe = () => {
    const { isLocked } = lock;
    return opened === null
      ? closed.view
      : describeTill(opened, { appVersion: app.getVersion(), isLocked });
  };
  const title = () => CATALOGUES[describe().locale].window.title;
  let onSessionEnds = (_sign: string) => app.quit();
  // It goes on without one.
  app.on('window-all-closed', () => {});
  const opening = openCompanion({
    outFolder: OUT_FOLDER,
    log,
    textSize,
    kept,
    title,
    locale: () => describe().locale,
    counts: () => {
      const { queue, counts } = opened?.outbox.saves ?? {};
      return { waiting: queue?.size ?? 0, held: counts?.held ?? 0 };
    },
    lock,
    typed,
    choices: () => (opened === null ? null : fullWindowChoices(opened.settings.provision?.window)),
    onSessionEnds: (sign) => onSessionEnds(sign),
  });
  const { companion, page } = opening;
  // Also while it asks about the key: what was told waits for the till, who told it does not.
  let comesBack = false;
  seconds.onEach((wish) => {
    if (wish === QUIT) app.quit();
    else if (companion.isEnding) {
      // Started again while it was closing: it comes back when it has stopped, once, and to be seen.
      if (!comesBack) startOnceMore(argsAsItWas(process.argv.slice(1), true));
      comesBack = true;
    } else if (page.isThere || opened !== null) {
      if (wish === REGISTER) companion.linkOpened();
      else companion.bringUp();
    }
  });
  const tellTill = () => {
    page.setTitle(title());
    page.send('tillChanged', describe());
  };
  handleCalls(
    () => handlers ?? closed.handlers,
    log,
    () => believedDay(opened?.replayer.knownTime() ?? Date.now()),
  );
  let showInTray = () => {};
  let lookAtReports = () => {};
  const form = new FormOffer({
    clock: systemClock,
    isPageThere: () => page.isThere,
    bringUp: () => companion.bringUp(),
    tell: () => page.send('formOffered', null),
  });
  const tell = new Throttle(TELL_EVERY_MS, () => {
    const till = opened;
    if (till === null) return;
    page.send('outboxChanged', describeOutbox(till.outbox, till.replayer, till.warnings));
    showInTray();
    lookAtReports();
  });
  // Of a till at rest both are all that wakes it every few seconds.
  const looking = inStep(systemClock);
  let lease: Lease | null = null;
  app.on('quit', () => lease?.giveBack());
  const hold = () =>
    waitingInBox(
      (onWaiting) =>
        takeLease({
          folder,
          here: readPlace(),
          clock: looking,
          log,
          onLost: () => tell.call(),
          onWaiting: (host) => onWaiting('otherProgramNow', host),
        }),
      log,
    );
  const whenCalm = async () => {
    const passed = (time: number) =>
      new Promise<void>((resolve) => systemClock.after(time, resolve));
    const settled = page.shown.then(() => passed(WINDOW_SETTLES_MS));
    if (!isHidden) await Promise.race([settled, passed(WINDOW_WITHIN_MS)]);
  };
  const { logins, ...ways } = openLines(log);
  const open = async (waitedFor: WaitedFor) => {
    takeLock(folder, word);
    lease ??= await hold();
    const [brought, { machine, warnings }, left] = await bringing;
    // Between two tries the PC may have slept.
    await lease.confirm();
    return openTill({
      folder,
      waitedFor,
      hold: lease,
      ...wrappersHere(openedDpapi(log, dirname(OUT_FOLDER)), systemWrapper(safeStorage)),
      ...ways,
      log,
      offer: brought.offer,
      machine,
      warnings: [...ofFolder, ...left, ...brought.warnings, ...warnings],
      isThere: files.isThere,
      traits: () => traitsElsewhere(fork, folder),
      whenCalm,
      askWitness: witnessElsewhere(fork),
      queueFiles: queueFilesElsewhere(fork),
      isSending: true,
      onChanged: () => tell.call(),
    });
  };
  const readable = () =>
    waitingInBox(
      (onWaiting) =>
        openWhenReadable(open, {
          clock: systemClock,
          onWaiting: (detail) => onWaiting('unreadableNow', detail),
        }),
      log,
    );
  const till: Till = await waitingInBox(
    (onWaiting, endWaiting) =>
      openWithKey(readable, {
        clock: systemClock,
        onWaiting: ({ detail }) => onWaiting('keyClosedNow', detail),
        onClosed: async (error, answers) => {
          log.warn('key closed', {
            problem: error.problem,
            detail: error.detail,
            cause: String(error.cause),
          });
          await closed.ask(error, answers);
          endWaiting();
          if (!page.isThere) companion.bringUp();
          tellTill();
        },
      }),
    log,
  );
  opened = till;
  tellWithout(till, without, log);
  if (move !== null) till.moving.ask(move);
  const { question, overruled } = till.provisioning;
  for (const name of overruled) process.stderr.write(`${name}: is locked on this PC, and stays.\n`);
  if (question !== null) {
    const said = RECEPTIONS[question.needs === 'pin' ? 'asks' : 'refused'];
    process.stderr.write(`The provisioning was ${said}.\n`);
  }
  handlers = createHandlers({
    till,
    appVersion: app.getVersion(),
    lock,
    session: managerSession,
    activity,
    typed,
    onLocaleChanged: () => {
      page.setTitle(title());
      showInTray();
    },
    onKeptTold: (question, isKept) => page.toldKept(question, isKept),
    form,
    chooseFile: (direction) =>
      page.under((window) => chooseQueueFile(direction, window, till.settings.locale)),
    outside: {
      around: {
        folder,
        home: homedir(),
        program: dirname(OUT_FOLDER),
        version: app.getVersion(),
        isPacked: app.isPackaged,
        proxyFor,
        pageEnds: () => opening.faults.count,
        updates: () => updates?.view ?? null,
      },
      chooseSaved: (kind, name) =>
        page.under((window) => chooseSavedFile(kind, name, window, till.settings.locale)),
      savedFiles: savedFilesElsewhere(fork),
      pageAsPdf: () => pageAsPdf(page.current),
      printPage: () => printPage(page.current),
      tellErased: (news) => page.send('personErased', news),
    },
  });
  const tellAll = () => {
    tell.call();
    tellTill();
  };
  till.settings.onChanged(tellAll);
  till.provisioning.onQuestion(tellAll);
  till.moving.onQuestion(tellAll);
  till.computer.onQuestion(tellAll);
  till.rotation.onChanged(tellAll);
  if (page.isThere) tellAll();
  const ending = endInOrder({
    ...{ till, opening, typed, log },
    updates: () => updates,
    comesBack: () => comesBack,
  });
  ({ onSessionEnds } = ending);
  const { closeFor } = ending;
  updates = await openUpdates(till, {
    ...{ folder, log, logins, activity, closeFor },
    session: managerSession,
  });
  const version = app.getVersion();
  const health = new TillHealth(till, {
    ...{ folder, version, clock: systemClock },
    pageEnds: () => opening.faults.count,
  });
  const beside = await accompany(till, opening, {
    folder,
    log,
    kept,
    pictures: join(OUT_FOLDER, 'tray'),
    isHidden,
    givenFolder,
    hasTray,
    onSessionEnds,
    health,
  });
  showInTray = beside.show;
  const reports = openReports(till, { health, log, version, logins });
  lookAtReports = () => reports.look();

  openLocalApi({
    ...{ till, handlers, folder, log },
    version,
    isLocked: () => lock.isLocked,
    fillForm: (member) => form.make(member),
  });
  seconds.handTo((told) => void heedSecondStart(till, told, { log, ...files }));
  const stopLocking = lockWithSystem(powerMonitor, () => {
    lock.lockWithSystem();
    page.send('lockAsked', null);
  });
  till.shutdown.join('begin-nothing', 'locking', stopLocking);
  const wake = (reason: WakeReason) => {
    till.replayer.wake(reason);
    if (reason === 'resume' || reason === 'network') reports.wake();
  };
  const stopWatching = wakeWithSystem(
    { wake },
    {
      power: powerMonitor,
      isOnline: () => net.isOnline(),
      clock: looking,
    },
  );
  // Not before: a sleep over the last calls is to be told as well.
  till.shutdown.join('stop-listening', 'sleep and network', stopWatching);
}
