import { createRequire } from 'node:module';
import type { Client } from './client.ts';

/**
 * Everything that knows Spectron. It is archived upstream, and drives today's Electron by
 * WebdriverIO's own DevTools protocol instead of ChromeDriver.
 */

type Session = {
  client: Client;
  /** Lets go of the app, which goes on. */
  detach(): Promise<void>;
};

type SpectronApplication = {
  client: Client & {
    setTimeout(timeouts: { implicit: number }): Promise<void>;
    getPuppeteer(): Promise<{ disconnect(): void }>;
  };
  chromeDriver: object;
  startChromeDriver(): Promise<void>;
  start(): Promise<unknown>;
};

// Its type declarations need the ambient ones of WebdriverIO 7, which fit no current compiler.
const { Application } = createRequire(import.meta.url)('spectron') as {
  Application: new (options: object) => SpectronApplication;
};

/** Attaches to an app that listens on this debugging port and has a window. */
export async function attachSpectron(port: number, waitTimeout: number): Promise<Session> {
  const application = new Application({
    debuggerAddress: `127.0.0.1:${port}`,
    waitTimeout,
    webdriverOptions: {
      automationProtocol: 'devtools',
      capabilities: {
        browserName: 'chrome',
        'goog:chromeOptions': { debuggerAddress: `127.0.0.1:${port}` },
        // Otherwise the page is laid out for 800 × 600, whatever the window's size.
        'wdio:devtoolsOptions': { defaultViewport: null },
      },
    },
  });
  // No ChromeDriver is needed, and none fits; Spectron still talks to one when it stops.
  application.startChromeDriver = async () => {
    application.chromeDriver = { stop() {}, getLogs: () => [], clearLogs() {} };
  };
  await application.start();
  const { client } = application;
  // Spectron makes every look-up wait: then "is not there" would take seconds, and throw.
  await client.setTimeout({ implicit: 0 });
  return {
    client,
    detach: async () => (await client.getPuppeteer()).disconnect(),
  };
}
