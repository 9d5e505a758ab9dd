import type { App, CommandLine, Session } from 'electron';
import type { Log } from '../log.ts';
import { APP_PAGE } from './appAddress.ts';
import { takeOverFileChoosers } from './fileChoosers.ts';

/** No permission is ever given, asked for or checked. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}

/** Where spelling is not checked Chromium would still fetch a dictionary from its maker, at every start. */
export function fetchNoDictionary(session: Session): void {
  session.setSpellCheckerLanguages([]);
}

/**
 * The page needs no network: its own files come from the program. What finds a way past the page's policy all the same
 * (calls from browser to browser over TCP, look-ups of names) is handed to a proxy that is not there, nor ever: at port 0
 * nobody can listen. At any other one whoever has an account on the PC may, on Windows at the lowest as well.
 */
export async function cutOff(session: Session): Promise<void> {
  await session.setProxy({
    mode: 'fixed_servers',
    proxyRules: 'http://127.0.0.1:0',
    proxyBypassRules: '<-loopback>',
  });
}

/**
 * Before the app is ready: a page could tell a name server anything by having a made-up name looked up, read at any time
 * what somebody has copied elsewhere (`execCommand('paste')`; newer Electrons refuse that by themselves), and put there what
 * it likes (behind `takenOut.ts`, which stops that at a press as well). And it could close its own window, of which nobody
 * is asked, whatever dialog stands over that: Electron allows it to each. Chromium's own rule is that no script closes a
 * window that has somewhere to go back to (the preload script sees to that).
 */
export function narrowBlink(commandLine: CommandLine): void {
  const settings = [
    'dnsPrefetchingEnabled',
    'DOMPasteAllowed',
    'javaScriptCanAccessClipboard',
    'allowScriptsToCloseWindows',
  ];
  commandLine.appendSwitch('blink-settings', settings.map((name) => `${name}=false`).join());
}

/** Nothing is ever saved to the disk from a page. */
export function refuseDownloads(session: Session, log: Log): void {
  session.on('will-download', (event) => {
    event.preventDefault();
    log.warn('download refused');
  });
}

/** No page of this app ever goes anywhere, opens a window, embeds another page or calls somebody. */
export function lockDownContents(app: App, log: Log): void {
  app.on('web-contents-created', (_created, contents) => {
    // A page's policy says nothing of calls from browser to browser. Where one were made although its means are taken out
    // (`takenOut.ts`), what no proxy carries does not leave, but for the names that it has looked up.
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
    void takeOverFileChoosers(contents, log);
    const refuse = (event: { preventDefault: () => void }, what: string) => {
      event.preventDefault();
      log.warn('navigation refused', { what });
    };
    contents.on('will-navigate', (event) => refuse(event, 'will-navigate'));
    contents.on('will-redirect', (event) => refuse(event, 'will-redirect'));
    contents.on('will-frame-navigate', (event) => refuse(event, 'will-frame-navigate'));
    // About `about:` addresses nobody is asked; the preload script holds them, and whoever got there comes back. So does
    // whoever got to another address of our own, where a refusal is all there is to see.
    contents.on('did-navigate', (_event, url) => {
      if (url === APP_PAGE) return;
      log.warn('navigation undone');
      void contents.loadURL(APP_PAGE).catch(() => undefined);
    });
    // Where a window stands, and how large, is for whoever sits before it.
    contents.on('content-bounds-updated', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => refuse(event, 'will-attach-webview'));
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}
