import { dirname, join, resolve } from 'node:path';
import {
  app,
  type BrowserWindow,
  net,
  powerMonitor,
  protocol,
  safeStorage,
  session,
} from 'electron';
import { EVENT_CHANNELS } from '../app/ipc/channels.ts';
import { believedDay } from '../app/member/believedDay.ts';
import { CATALOGUES } from '../app/messages/catalogues.ts';
import { systemClock } from './clock/clock.ts';
import { EXIT_BAD_USAGE, readMove, readSwitch } from './commandLine.ts';
import { OtherProgramError } from './files/otherProgramError.ts';
import { prepareFolder } from './files/prepareFolder.ts';
import { removePageStorage } from './files/removePageStorage.ts';
import { Lines } from './gateway/lines.ts';
import { PrivateRoots } from './gateway/privateRoots.ts';
import { openSessionLine, speakPlainHttp } from './gateway/sessionLine.ts';
import { describeTill } from './ipc/describeTill.ts';
import { type Handlers, handleCalls } from './ipc/handle.ts';
import { createHandlers } from './ipc/handlers.ts';
import { hostElsewhere } from './lease/elsewhere.ts';
import type { Lease } from './lease/lease.ts';
import { readPlace } from './lease/place.ts';
import { takeLease } from './lease/takeLease.ts';
import { lockRefusal } from './lockRefusal.ts';
import { createLog, type Log } from './log.ts';
import type { Move } from './move/queueMove.ts';
import { openWhenReadable } from './openWhenReadable.ts';
import { openWithKey } from './openWithKey.ts';
import { describeOutbox } from './outbox/describeOutbox.ts';
import { type Brought, broughtProvision } from './start/broughtProvision.ts';
import { ClosedTill } from './start/closedTill.ts';
import { freeChromiumFiles } from './start/freeChromiumFiles.ts';
import { freeLock } from './start/freeLock.ts';
import { heedSecondStart } from './start/heedSecondStart.ts';
import type { SecondStart } from './start/secondStart.ts';
import { SecondStarts } from './start/secondStarts.ts';
import { type CleanStart, startClean } from './start/startClean.ts';
import { failStart, waitingInBox } from './start/startWords.ts';
import { handOver, takeLock } from './start/takeLock.ts';
import { tellWithout } from './start/tellWithout.ts';
import { RECEPTIONS } from './takeOverProvision.ts';
import { Throttle } from './throttle.ts';
import { openTill, type Till } from './till.ts';
import { dpapiPath, type OpenedDpapi, openDpapi } from './vault/dpapi.ts';
import { systemWrapper } from './vault/keyWrappers.ts';
import { wrappersHere } from './vault/wrappersHere.ts';
import { wakeWithSystem } from './wakeWithSystem.ts';
import { APP_SCHEME } from './window/appAddress.ts';
import { answerAppRequest } from './window/appProtocol.ts';
import { chooseQueueFile } from './window/chooseQueueFile.ts';
import { comeToFront } from './window/comeToFront.ts';
import { createWindow } from './window/createWindow.ts';
import { askForEveryKey } from './window/inputMethod.ts';
import {
  cutOff,
  denyPermissions,
  fetchNoDictionary,
  lockDownContents,
  lookUpNoNames,
  refuseDownloads,
} from './window/lockDown.ts';
import { lockWithSystem } from './window/lockWithSystem.ts';
import { PAGE_PARTITION } from './window/pageSession.ts';

/** The window hears of changes at most this often (ms): as fast as a person sees. */
const TELL_EVERY = 50;

/** How long quitting waits for answers under way (ms); what is not answered is replayed at the next start. */
const STOP_DEADLINE = 2_000;

/** The compiled folders: this file is `out/main/main.cjs`. */
const OUT_FOLDER = dirname(__dirname);

function main(): void {
  const start = startClean(app);
  if (start === null) return;
  const { args, without } = start;
  const dataFolder = readSwitch(args, 'user-data-dir');
  const folder = dataFolder ? resolve(dataFolder) : app.getPath('userData');
  const brought = broughtProvision(args, folder);
  for (const line of brought.mistakes) process.stderr.write(`${line}\n`);
  if (brought.isEnd) {
    app.exit(EXIT_BAD_USAGE);
    return;
  }
  const move = readMove(args, process.cwd());
  if (move?.file === '') {
    process.stderr.write(`--${move.direction}-queue needs a file\n`);
    app.exit(EXIT_BAD_USAGE);
    return;
  }
  if (dataFolder) app.setPath('userData', folder);
  // Root has no sandbox to enter (containers); with both switches Chromium's network service dies.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  const word: SecondStart = {
    workingFolder: process.cwd(),
    provision: brought.file,
    move,
    without: without.dangerous,
  };
  const seconds = new SecondStarts(app);
  freeLock(folder, Date.now());
  if (!app.requestSingleInstanceLock(word) && lockRefusal(folder) === null) {
    const host = hostElsewhere(folder, readPlace());
    if (host === null) handOver(word);
    else failStart(new OtherProgramError(host), null);
    return;
  }
  speakPlainHttp(app.commandLine);
  lookUpNoNames(app.commandLine);
  if (process.platform === 'linux') askForEveryKey(process.env);
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, codeCache: true } },
  ]);
  const logFile = join(folder, 'logs', 'tillside.log');
  freeChromiumFiles(folder, Date.now());
  const left = removePageStorage(folder);
  let mended: string[];
  try {
    mended = prepareFolder(folder, logFile, Date.now());
  } catch (error) {
    // No box can be shown before.
    void app.whenReady().then(() => failStart(error, null));
    return;
  }
  const log = createLog(logFile);
  for (const what of [...mended, ...left]) log.warn('folder', { what });
  lockDownContents(app, log);
  void app
    .whenReady()
    .then(() => run({ folder, log, move, brought, word, without, seconds }))
    .catch((error: unknown) => failStart(error, log));
}

interface Start {
  folder: string;
  log: Log;
  move: Move | null;
  brought: Brought;
  word: SecondStart;
  without: CleanStart['without'];
  seconds: SecondStarts;
}

async function run({ folder, log, move, brought, word, without, seconds }: Start): Promise<void> {
  const pages = session.fromPartition(PAGE_PARTITION);
  // No page is shown in the other one, which is on the disk and always there.
  const all = [pages, session.defaultSession];
  for (const one of all) {
    denyPermissions(one);
    fetchNoDictionary(one);
    refuseDownloads(one, log);
  }
  await Promise.all(all.map(cutOff));
  const folderOfPage = join(OUT_FOLDER, 'renderer');
  pages.protocol.handle(APP_SCHEME, (request) => answerAppRequest(folderOfPage, request));

  let window: BrowserWindow | null = null;
  let opened: Till | null = null;
  let handlers: Handlers | null = null;
  const closed = new ClosedTill({
    folder,
    clock: systemClock,
    appVersion: app.getVersion(),
    confirm: async () => lease?.confirm(),
    restart: () => {
      app.relaunch();
      app.exit(0);
    },
  });
  // Also while it asks about the key: what was told waits for the till, who told it does not.
  seconds.onEach(() => comeToFront(app, window));
  const describe = () => (opened === null ? closed.view : describeTill(opened, app.getVersion()));
  const title = () => CATALOGUES[describe().locale].window.title;
  const tellTill = () => {
    if (window === null || window.isDestroyed()) return;
    window.setTitle(title());
    window.webContents.send(EVENT_CHANNELS.tillChanged, describe());
  };
  handleCalls(
    () => handlers ?? closed.handlers,
    log,
    () => believedDay(opened?.replayer.knownTime() ?? Date.now()),
  );
  const tell = new Throttle(TELL_EVERY, () => {
    const till = opened;
    if (till === null || window === null || window.isDestroyed()) return;
    const view = describeOutbox(till.outbox, till.replayer, till.notices);
    window.webContents.send(EVENT_CHANNELS.outboxChanged, view);
  });
  const roots = new PrivateRoots();
  let lease: Lease | null = null;
  app.on('quit', () => lease?.giveBack());
  const hold = () =>
    waitingInBox(
      (onWaiting) =>
        takeLease({
          folder,
          here: readPlace(),
          clock: systemClock,
          log,
          onLost: () => tell.call(),
          onWaiting: (host) => onWaiting('otherProgramNow', host),
        }),
      log,
    );
  const open = async () => {
    takeLock(folder, word);
    lease ??= await hold();
    // Between two tries the PC may have slept.
    await lease.confirm();
    return openTill({
      folder,
      hold: lease,
      ...wrappersHere(openedDpapi(log), systemWrapper(safeStorage)),
      post: new Lines(
        () =>
          openSessionLine({
            onStuck: () => log.warn('network process ended: it was stuck'),
            onPrivateRoot: roots.heed,
          }),
        systemClock.monotonic,
      ).post,
      log,
      offer: brought.offer,
      notices: brought.notices,
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
          window ??= createWindow(OUT_FOLDER, title());
          tellTill();
        },
      }),
    log,
  );
  opened = till;
  roots.tellTo(till.audit);
  tellWithout(till, without, log);
  if (move !== null) till.moving.ask(move);
  const { question } = till.provisioning;
  if (question !== null) {
    const said = RECEPTIONS[question.needs === 'pin' ? 'asks' : 'refused'];
    process.stderr.write(`The provisioning was ${said}.\n`);
  }
  handlers = createHandlers({
    till,
    appVersion: app.getVersion(),
    onLocaleChanged: () => window?.setTitle(title()),
    chooseFile: (direction) => chooseQueueFile(direction, window, till.settings.locale),
  });
  const tellAll = () => {
    tell.call();
    tellTill();
  };
  till.settings.onChanged(tellAll);
  till.provisioning.onQuestion(tellAll);
  till.moving.onQuestion(tellAll);
  till.rotation.onChanged(tellAll);
  if (window === null) window = createWindow(OUT_FOLDER, title());
  else tellAll();

  seconds.handTo((told) => void heedSecondStart(till, told, log));
  const stopLocking = lockWithSystem(powerMonitor, () => {
    if (window === null || window.isDestroyed()) return;
    window.webContents.send(EVENT_CHANNELS.lockAsked, null);
  });
  const stopWatching = wakeWithSystem(till.replayer, {
    power: powerMonitor,
    isOnline: () => net.isOnline(),
    clock: systemClock,
  });

  app.on('window-all-closed', () => app.quit());
  let isStopping = false;
  let isStopped = false;
  app.on('before-quit', (event) => {
    if (isStopped) return;
    event.preventDefault();
    stopLocking();
    if (isStopping) return;
    isStopping = true;
    void till.stop(STOP_DEADLINE).finally(() => {
      // Not before: a sleep over the last calls is to be told as well.
      stopWatching();
      isStopped = true;
      app.quit();
    });
  });
}

/** Windows' DPAPI; null where there is none because this is another system. */
function openedDpapi(log: Log): OpenedDpapi | null {
  if (process.platform !== 'win32') return null;
  const opened = openDpapi(
    dpapiPath(app.isPackaged ? process.resourcesPath : null, dirname(OUT_FOLDER)),
  );
  if (!opened.ok) log.error('no dpapi', { failure: opened.failure, detail: opened.detail });
  return opened;
}

main();
