import { join, resolve } from 'node:path';
import { app, Menu, protocol } from 'electron';
import { EXIT_BAD_USAGE, readMove, readSwitch } from './commandLine.ts';
import { HIDDEN } from './companion/startAtSignIn.ts';
import { letTouchKeyboardCome } from './companion/touchKeyboard.ts';
import { OtherProgramError, OtherUserError } from './files/otherProgramError.ts';
import { prepareFolder } from './files/prepareFolder.ts';
import { removePageStorage } from './files/removePageStorage.ts';
import { showNoClientCertificate } from './gateway/clientCertificates.ts';
import { speakPlainHttp } from './gateway/sessionLine.ts';
import { hostElsewhere, userElsewhere } from './lease/elsewhere.ts';
import { readPlace } from './lease/place.ts';
import { lockRefusal } from './lockRefusal.ts';
import { createLog } from './log.ts';
import { runTill } from './runTill.ts';
import { type ProvisionRead, readProvisionFile } from './settings/readProvisionFile.ts';
import { readFirst, tellMistakes } from './start/broughtProvision.ts';
import { checkProvision } from './start/checkProvision.ts';
import { freeChromiumFiles } from './start/freeChromiumFiles.ts';
import { freeLock } from './start/freeLock.ts';
import type { SecondStart } from './start/secondStart.ts';
import { SecondStarts } from './start/secondStarts.ts';
import { startClean } from './start/startClean.ts';
import { failStart } from './start/startWords.ts';
import { handOver } from './start/takeLock.ts';
import { usualFolder } from './start/usualFolder.ts';
import { waitForFolder } from './start/waitForFolder.ts';
import { QUIT, wishOf } from './start/wish.ts';
import { goOnAfterUpdate, notePath } from './update/afterUpdate.ts';
import { APP_SCHEME } from './window/appAddress.ts';
import { askForEveryKey } from './window/inputMethod.ts';
import { lockDownContents, narrowBlink } from './window/lockDown.ts';

/** `appId` of electron-builder.yml. */
const APP_ID = 'cn.tillside.app';

function main(): void {
  const start = startClean(app);
  if (start === null) return;
  const { without } = start;
  const args =
    process.platform === 'win32'
      ? goOnAfterUpdate(process, start.args, notePath(), Date.now())
      : start.args;
  const checked = readSwitch(args, 'check-provision');
  if (checked !== null) {
    app.exit(checkProvision(checked, Date.now()));
    return;
  }
  const dataFolder = readSwitch(args, 'user-data-dir');
  const givenFolder = dataFolder ? resolve(dataFolder) : null;
  const found =
    givenFolder === null
      ? usualFolder(app.getPath('userData'))
      : { folder: givenFolder, warnings: [] };
  const wants = wishOf(args);
  if (found === null) {
    if (wants === QUIT) app.exit(0);
    else waitForFolder();
    return;
  }
  const { folder, warnings } = found;
  const provision = readSwitch(args, 'provision');
  const read = readFirst(provision, folder);
  if (read !== null && !read.ok) {
    tellMistakes(read.lines);
    app.exit(EXIT_BAD_USAGE);
    return;
  }
  const move = readMove(args, process.cwd());
  if (move?.file === '') {
    process.stderr.write(`--${move.direction}-queue needs a file\n`);
    app.exit(EXIT_BAD_USAGE);
    return;
  }
  app.setPath('userData', folder);
  // Root has no sandbox to enter (containers); with both switches Chromium's network service dies.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  const word: SecondStart = {
    workingFolder: process.cwd(),
    wants,
    provision,
    move,
    without: without.dangerous,
  };
  const isHidden = readSwitch(args, HIDDEN) !== null;
  const seconds = new SecondStarts(app);
  freeLock(folder, Date.now());
  if (!app.requestSingleInstanceLock(word) && lockRefusal(folder) === null) {
    const here = readPlace();
    const host = hostElsewhere(folder, here);
    const user = userElsewhere(folder, here);
    if (host !== null) failStart(new OtherProgramError(host), null);
    else if (user !== null) failStart(new OtherUserError(user), null);
    else endSecond(word, read);
    return;
  }
  if (wants === QUIT) {
    // Nothing runs on this data folder.
    app.exit(0);
    return;
  }
  // Electron makes one of its own otherwise, with keys that reload the page and open its tools; and takes its time for it.
  Menu.setApplicationMenu(null);
  speakPlainHttp(app.commandLine);
  narrowBlink(app.commandLine);
  showNoClientCertificate(app);
  if (process.platform === 'linux') askForEveryKey(process.env);
  if (process.platform === 'win32') {
    letTouchKeyboardCome(app.commandLine, folder);
    // Whose notifications they are: as the installer's shortcut says.
    app.setAppUserModelId(APP_ID);
  }
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
    .then(() =>
      runTill({ folder, warnings, log, move, read, word, without, seconds, isHidden, givenFolder }),
    )
    .catch((error: unknown) => failStart(error, log));
}

/** The running till knows of it already, and reads the file for itself: this process may wait for any disk. */
function endSecond(word: SecondStart, read: ProvisionRead | null): void {
  const { provision } = word;
  const own = provision === null ? null : (read ?? readProvisionFile(provision));
  if (own !== null && !own.ok) tellMistakes(own.lines);
  handOver(word);
}

main();
