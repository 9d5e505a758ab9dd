import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { app, globalShortcut, powerMonitor } from 'electron';
import { fullWindowChoices } from '../app/settings/windowChoices.ts';
import { systemClock } from './clock/clock.ts';
import { HotKey } from './companion/hotKey.ts';
import { KeptTray } from './companion/keptTray.ts';
import type { KeptWindow } from './companion/keptWindow.ts';
import { ownProgram } from './companion/ownProgram.ts';
import { holdSessionWindow } from './companion/sessionWindow.ts';
import { SignInEntry } from './companion/startAtSignIn.ts';
import { hasTrayHost, watchTrayHost } from './companion/trayHost.ts';
import { TrayIcon } from './companion/trayIcon.ts';
import { trayState } from './companion/trayState.ts';
import { keepHealth } from './health/healthFile.ts';
import type { TillHealth } from './health/tillHealth.ts';
import type { Log } from './log.ts';
import type { OpenedCompanion } from './openCompanion.ts';
import { describeOutbox } from './outbox/describeOutbox.ts';
import type { Till } from './till.ts';

/** A panel that restarts is away for a moment (ms); what it is then is asked. */
const PANEL_BEGINS_MS = 1_000;

export interface Accompanied {
  /** The queue or the settings have changed. */
  show(): void;
}

/** Puts the tray, the hot key, what starts with the session and what says how it is beside an open till. */
export async function accompany(
  till: Till,
  { companion, page }: Pick<OpenedCompanion, 'companion' | 'page'>,
  options: {
    folder: string;
    log: Log;
    kept: KeptWindow;
    pictures: string;
    isHidden: boolean;
    /** The data folder that this till was started with, or null: the usual one. */
    givenFolder: string | null;
    /** Asked when the start began: the window does not wait for a desktop's answer longer than for the till. */
    hasTray: Promise<boolean>;
    onSessionEnds: (sign: string) => void;
    health: Pick<TillHealth, 'describe'>;
  },
): Promise<Accompanied> {
  const { folder, log, kept, pictures, isHidden, givenFolder, hasTray, onSessionEnds, health } =
    options;
  const { settings, shutdown } = till;
  const choices = () => fullWindowChoices(settings.provision?.window);
  const hotKey = new HotKey(globalShortcut, () => companion.press());
  const tray = new KeptTray({
    ask: () => hasTrayHost(),
    open: openTray,
    onChanged: () => companion.trayChanged(),
  });
  await tray.look(hasTray);
  let stopWaiting = () => {};
  const stopWatching = watchTrayHost(() => {
    stopWaiting();
    stopWaiting = systemClock.after(PANEL_BEGINS_MS, () => void tray.look());
  });
  let chosen = choices();
  const sendNow = async () => {
    if ((await till.presses.take()) === null) till.replayer.wake('send-now');
  };
  const show = () => {
    const { warning } = till.hold;
    const view = describeOutbox(till.outbox, till.replayer, warning === null ? [] : [warning]);
    tray.show({ locale: settings.locale, state: trayState(view), mayQuit: !chosen.kiosk });
  };
  const choose = () => {
    chosen = choices();
    hotKey.set(chosen.hotKey);
    till.warn('window.hot-key-taken', hotKey.taken);
    kept.keep({ touchKeyboard: chosen.touchKeyboard });
    page.choose();
    letStart();
    show();
  };
  const { platform, env, execPath } = process;
  const entry = new SignInEntry({
    platform,
    app,
    program: ownProgram({ platform, env, execPath, temporary: tmpdir() }),
    dataFolder: givenFolder,
    autostartFolder: join(env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'autostart'),
    wasMade: () => kept.startsAtSignIn,
  });
  const letStart = () => {
    const isWished = chosen.startAtSignIn;
    entry.set(isWished).then(
      () => kept.keep({ startsAtSignIn: isWished }),
      (error: unknown) => log.warn('start at sign-in not changed', { error: String(error) }),
    );
  };
  /** Null where the system takes no icon: then closing asks. */
  function openTray(): TrayIcon | null {
    try {
      return new TrayIcon({
        pictures,
        onAction: (action) => {
          if (action === 'open') companion.bringUp();
          else if (action === 'send-now') void sendNow();
          else void companion.quitAsked();
        },
      });
    } catch (error) {
      log.warn('no tray', { error: String(error) });
      return null;
    }
  }
  choose();
  settings.onChanged(choose);
  const letSessionGo = holdSessionWindow(onSessionEnds, powerMonitor);
  const endHealth = keepHealth({
    folder,
    clock: systemClock,
    log,
    isOurs: () => till.hold.isSure,
    describe: (isRunning) => health.describe(isRunning),
  });
  shutdown.join('stop-listening', 'health', endHealth);
  shutdown.join('begin-nothing', 'hot key', () => hotKey.clear());
  shutdown.join('stop-listening', 'tray and screens', async () => {
    stopWatching();
    stopWaiting();
    tray.close();
    page.close();
    letSessionGo();
    await kept.settled();
  });
  // Whoever has to set it up, or is asked for the manager's word, has to see it.
  const isAsking =
    settings.provision === null || till.provisioning.question !== null || till.computer.isAsking;
  companion.begin({ tray, isHidden: isHidden && !isAsking });
  till.computer.onQuestion(() => {
    if (till.computer.isAsking) companion.bringUp();
  });
  return { show };
}
