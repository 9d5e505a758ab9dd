import { dirname, join } from 'node:path';
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
import { EXIT_BAD_USAGE, readMove, readProvisionFile, readSwitch } from './commandLine.ts';
import { prepareFolder } from './files/prepareFolder.ts';
import { Lines } from './gateway/lines.ts';
import { openSessionLine, speakPlainHttp } from './gateway/sessionLine.ts';
import { describeTill } from './ipc/describeTill.ts';
import { type Handlers, handleCalls } from './ipc/handle.ts';
import { createHandlers } from './ipc/handlers.ts';
import { lockRefusal } from './lockRefusal.ts';
import { createLog, type Log } from './log.ts';
import type { Move } from './move/queueMove.ts';
import { openWhenReadable } from './openWhenReadable.ts';
import { openWithKey } from './openWithKey.ts';
import { describeOutbox } from './outbox/describeOutbox.ts';
import { systemClock } from './replay/sleeper.ts';
import type { Offer } from './settings/provisioning.ts';
import { ClosedTill } from './start/closedTill.ts';
import { heedSecondStart } from './start/heedSecondStart.ts';
import type { SecondStart } from './start/secondStart.ts';
import { type CleanStart, startClean } from './start/startClean.ts';
import { failStart, waitingInBox } from './start/startWords.ts';
import { tellWithout } from './start/tellWithout.ts';
import { RECEPTIONS } from './takeOverProvision.ts';
import { Throttle } from './throttle.ts';
import { openTill, type Till } from './till.ts';
import { systemWrapper } from './vault/keyWrappers.ts';
import { wakeWithSystem } from './wakeWithSystem.ts';
import { APP_SCHEME } from './window/appAddress.ts';
import { answerAppRequest } from './window/appProtocol.ts';
import { chooseQueueFile } from './window/chooseQueueFile.ts';
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

/** A second start cannot know what the running till makes of its file. */
const HANDED_OVER =
  "It gets the provisioning; for another brand, address, app or PIN its window asks for the manager's PIN.";

const MOVE_HANDED_OVER =
  "Its window asks for the manager's PIN and a passphrase; nothing moves before.";

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
  const provisionFile = readSwitch(args, 'provision');
  const provision = provisionFile === null ? null : readProvisionFile(provisionFile);
  if (provision !== null && !provision.ok) {
    for (const line of provision.lines) process.stderr.write(`${line}\n`);
    app.exit(EXIT_BAD_USAGE);
    return;
  }
  const move = readMove(args, process.cwd());
  if (move?.file === '') {
    process.stderr.write(`--${move.direction}-queue needs a file\n`);
    app.exit(EXIT_BAD_USAGE);
    return;
  }
  const dataFolder = readSwitch(args, 'user-data-dir');
  if (dataFolder) app.setPath('userData', dataFolder);
  // Root has no sandbox to enter (containers); with both switches Chromium's network service dies.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  const folder = app.getPath('userData');
  const word: SecondStart = {
    workingFolder: process.cwd(),
    provision: provisionFile,
    move,
    without: without.dangerous,
  };
  if (!app.requestSingleInstanceLock(word) && lockRefusal(folder) === null) {
    handOver(provision !== null, move !== null);
    return;
  }
  speakPlainHttp(app.commandLine);
  lookUpNoNames(app.commandLine);
  if (process.platform === 'linux') askForEveryKey(process.env);
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, codeCache: true } },
  ]);
  const logFile = join(folder, 'logs', 'tillside.log');
  const mended = prepareFolder(folder, logFile, Date.now());
  const log = createLog(logFile);
  for (const what of mended) log.warn('folder', { what });
  lockDownContents(app, log);
  void app
    .whenReady()
    .then(() => {
      const offer = provision === null ? null : provision.value;
      return run({ folder, log, move, offer, word, without });
    })
    .catch((error: unknown) => failStart(error, log));
}

/** Another program has this data folder open: it has been told of this start. */
function handOver(isProvisioned: boolean, isMoving: boolean): void {
  process.stdout.write('Tillside is already running on this data folder: switched to it.\n');
  if (isProvisioned) process.stdout.write(`${HANDED_OVER}\n`);
  if (isMoving) process.stdout.write(`${MOVE_HANDED_OVER}\n`);
  app.exit(0);
}

/** Takes the lock that a folder without a right to write had refused; throws while it does. */
function takeLock(folder: string, word: SecondStart): void {
  if (app.hasSingleInstanceLock() || app.requestSingleInstanceLock(word)) return;
  const refusal = lockRefusal(folder);
  if (refusal !== null) throw refusal;
  handOver(false, false);
}

interface Start {
  folder: string;
  log: Log;
  move: Move | null;
  offer: Offer | null;
  word: SecondStart;
  without: CleanStart['without'];
}

async function run({ folder, log, move, offer, word, without }: Start): Promise<void> {
  denyPermissions(session.defaultSession);
  fetchNoDictionary(session.defaultSession);
  await cutOff(session.defaultSession);
  refuseDownloads(session.defaultSession, log);
  protocol.handle(APP_SCHEME, (request) => answerAppRequest(join(OUT_FOLDER, 'renderer'), request));

  let window: BrowserWindow | null = null;
  let opened: Till | null = null;
  let handlers: Handlers | null = null;
  const closed = new ClosedTill({
    folder,
    clock: systemClock,
    appVersion: app.getVersion(),
    restart: () => {
      app.relaunch();
      app.exit(0);
    },
  });
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
  const open = async () => {
    takeLock(folder, word);
    return openTill({
      folder,
      keyWrapper: systemWrapper(safeStorage),
      post: new Lines(
        () => openSessionLine(() => log.warn('network process ended: it was stuck')),
        systemClock.monotonic,
      ).post,
      log,
      offer,
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
  if (window === null) window = createWindow(OUT_FOLDER, title());
  else tellAll();

  app.on('second-instance', (_event, _argv, _workingFolder, told) => {
    void heedSecondStart(till, told, log);
    if (window === null) return;
    // Started again while it was closing: it comes back when it has stopped.
    if (window.isDestroyed()) {
      app.relaunch();
      return;
    }
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
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
    stopWatching();
    if (isStopping) return;
    isStopping = true;
    void till.stop(STOP_DEADLINE).finally(() => {
      isStopped = true;
      app.quit();
    });
  });
}

main();
