import type { App, Session } from 'electron';
import type { Log } from '../log.ts';

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

/** No page of this app ever goes anywhere, opens a window or embeds another page. */
export function lockDownContents(app: App, log: Log): void {
  app.on('web-contents-created', (_created, contents) => {
    const refuse = (event: { preventDefault: () => void }, what: string) => {
      event.preventDefault();
      log.warn('navigation refused', { what });
    };
    contents.on('will-navigate', (event) => refuse(event, 'will-navigate'));
    contents.on('will-redirect', (event) => refuse(event, 'will-redirect'));
    contents.on('will-frame-navigate', (event) => refuse(event, 'will-frame-navigate'));
    contents.on('will-attach-webview', (event) => refuse(event, 'will-attach-webview'));
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}
