import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from './client.ts';

/**
 * Everything that knows Spectron. It is archived upstream, and drives today's Electron by
 * WebdriverIO's own DevTools protocol instead of ChromeDriver.
 */

type Session = {
  client: Client;
  /** Sends a command of the DevTools protocol to the first window. */
  devtools(method: string, params: object): Promise<unknown>;
  /** Lets go of the app, which goes on. */
  detach(): Promise<void>;
};

/** What is used of the Puppeteer beneath WebdriverIO's DevTools protocol. */
type Puppeteer = {
  disconnect(): void;
  pages(): Promise<{ target(): { createCDPSession(): Promise<CdpSession> } }[]>;
};

type CdpSession = { send(method: string, params: object): Promise<unknown> };

/** From one call of `keys` to the next: quicker ones would be taken for a scanner (ms). */
const handMs = 60;

type SpectronApplication = {
  client: Client & {
    setTimeout(timeouts: { implicit: number }): Promise<void>;
    getPuppeteer(): Promise<Puppeteer>;
    overwriteCommand(
      name: 'keys',
      command: (original: Client['keys'], value: string | string[]) => Promise<void>,
    ): void;
    overwriteCommand(
      name: 'click',
      command: (original: () => Promise<void>) => Promise<void>,
      isOfElement: true,
    ): void;
  };
  chromeDriver: object;
  startChromeDriver(): Promise<void>;
  start(): Promise<unknown>;
};

// Its type declarations need the ambient ones of WebdriverIO 7, which fit no current compiler.
const require = createRequire(import.meta.url);
const { Application } = require('spectron') as {
  Application: new (options: object) => SpectronApplication;
};
bearRefusedFrames();

type Frames = { _frames: Map<string, unknown> };
type FrameManager = {
  prototype: { _onFrameNavigated(this: Frames, frame: { id: string; parentId?: string }): void };
};

/** The error page of a frame that was refused lives in a process of its own, and this Puppeteer throws where it hears of it. */
function bearRefusedFrames(): void {
  const path = 'puppeteer-core/lib/cjs/puppeteer/common/FrameManager.js';
  const { prototype } = (require(path) as { FrameManager: FrameManager }).FrameManager;
  const original = prototype._onFrameNavigated;
  prototype._onFrameNavigated = function navigated(frame) {
    if (frame.parentId === undefined || this._frames.has(frame.id)) original.call(this, frame);
  };
}

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
  client.overwriteCommand('keys', async (original, value) => {
    await sleep(handMs);
    await original(value);
  });
  client.overwriteCommand(
    'click',
    async function (this: { waitForExist: () => Promise<unknown> }, original) {
      // What is still to come is a change of its own.
      await this.waitForExist();
      await untilLooked(client);
      await original();
    },
    true,
  );
  let cdp: Promise<CdpSession> | undefined;
  return {
    client,
    devtools: async (method, params) => {
      cdp ??= openCdp(await client.getPuppeteer());
      return (await cdp).send(method, params);
    },
    detach: async () => (await client.getPuppeteer()).disconnect(),
  };
}

/** What is pressed before somebody can have seen what came up last counts for nobody (`renderer/focus/layers.ts`). */
export async function untilLooked(client: Client): Promise<void> {
  const isOver = () => !document.documentElement.hasAttribute('data-just-changed');
  await client.waitUntil(() => client.execute(isOver), { interval: 20 });
}

async function openCdp(puppeteer: Puppeteer): Promise<CdpSession> {
  const [page] = await puppeteer.pages();
  if (page === undefined) throw new Error('The app has no window.');
  return page.target().createCDPSession();
}
