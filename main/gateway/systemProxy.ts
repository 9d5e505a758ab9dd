import { app, type Session } from 'electron';

/** Switches that only an app that is not packed can have been given: tests. */
const PROXY_SWITCHES = ['proxy-server', 'proxy-pac-url', 'proxy-auto-detect', 'no-proxy-server'];

/** A session in memory would obey a proxy that stands in the `Preferences` of the data folder. */
export async function heedSystemProxy(session: Session): Promise<void> {
  if (PROXY_SWITCHES.some((name) => app.commandLine.hasSwitch(name))) return;
  await session.setProxy({ mode: 'system' });
}
