import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { ASKABLE, askBesidePage, askMain } from './driver/mainProcess.ts';
import { FILE_CHOOSERS } from './fileChoosers.ts';
import { OPERATOR, startGateway, TestTill } from './testTill.ts';

/** What a page can do with no permission and no address: everything of it that Chromium offers and the till has no use for. */
let gateway: Sandbox;
let till: TestTill;

beforeAll(async () => {
  gateway = await startGateway();
  till = await new TestTill(gateway.url, { asUser: true, args: [ASKABLE] }).start();
});
afterAll(async () => {
  await till?.kill();
  await gateway?.close();
});

test('the page makes no code from text, and reaches nobody', async () => {
  // In a timer of the page's own: what the driver runs is let past the policy.
  const outcomes = await till.client.execute(
    (address) =>
      new Promise((resolve) => {
        const attempts: Record<string, () => unknown> = {
          // biome-ignore lint/security/noGlobalEval: the attempt is the test
          eval: () => window.eval('1'),
          function: () => new Function('return 1')(),
          fetch: () => fetch(address),
          ownFile: () => fetch('app://tillside/index.html'),
          webSocket: () =>
            new Promise((open, fail) => {
              const socket = new WebSocket(address.replace('http', 'ws'));
              socket.onopen = open;
              socket.onerror = () => fail(new TypeError());
            }),
          worker: () =>
            new Promise((open, fail) => {
              const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));
              worker.onmessage = open;
              worker.onerror = () => fail(new TypeError());
            }),
        };
        setTimeout(async () => {
          const said: Record<string, string> = {};
          for (const [name, attempt] of Object.entries(attempts)) {
            try {
              await attempt();
              said[name] = 'done';
            } catch (error) {
              said[name] = (error as Error).name;
            }
          }
          resolve(said);
        });
      }),
    gateway.url,
  );
  expect(outcomes).toEqual({
    eval: 'EvalError',
    function: 'EvalError',
    fetch: 'TypeError',
    ownFile: 'TypeError',
    webSocket: expect.stringMatching(/^(TypeError|SecurityError)$/),
    worker: expect.stringMatching(/^(TypeError|SecurityError)$/),
  });
  expect(gateway.requests()).toEqual([]);
});

test('the window is locked when the PC comes back from a sleep', async () => {
  // The clock of the page stands still meanwhile: the minutes of the lock do not pass.
  await askMain(
    till.app,
    "['suspend', 'resume'].forEach((sign) => require('electron').powerMonitor.emit(sign))",
  );
  await till.field('lock-screen').waitForExist({ timeout: 3_000 });
  await till.field(`unlock-${OPERATOR.id}`).click();
  await till.field('phone').waitForDisplayed();
});

/** An address of this machine to which a browser sends what is for others. */
const ownAddress = () =>
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';

test('where a call from browser to browser could be made, it would send no packet and tell no address', async () => {
  const host = ownAddress();
  let heard = 0;
  const udp = createSocket('udp4').on('message', () => {
    heard += 1;
  });
  udp.bind(0, host);
  await once(udp, 'listening');
  const tcp = createServer((socket) => {
    heard += 1;
    socket.destroy();
  }).listen(0, host);
  await once(tcp, 'listening');
  onTestFinished(() => {
    udp.close();
    tcp.close();
  });
  const turn = { username: 'u', credential: 'c' };
  const call = async (iceServers: RTCIceServer[]) => {
    const peer = new RTCPeerConnection({ iceServers });
    const found: string[] = [];
    peer.onicecandidate = ({ candidate }) => {
      if (candidate?.candidate) found.push(candidate.candidate);
    };
    peer.createDataChannel('x');
    await peer.setLocalDescription();
    await new Promise<void>((resolve) => {
      const look = () => peer.iceGatheringState === 'complete' && resolve();
      peer.onicegatheringstatechange = look;
      look();
      setTimeout(resolve, 15_000);
    });
    peer.close();
    return found;
  };
  const servers = [
    { urls: `stun:${host}:${udp.address().port}` },
    { urls: `turn:${host}:${udp.address().port}?transport=udp`, ...turn },
    { urls: `turn:${host}:${(tcp.address() as AddressInfo).port}?transport=tcp`, ...turn },
  ];
  // The page's own world has no means for one.
  const candidates = await askBesidePage(till.app, `(${call})(${JSON.stringify(servers)})`);
  expect(candidates).toEqual([]);
  expect(heard).toBe(0);
});

test('nobody can listen where what finds a way past the page’s policy would be handed to', async () => {
  const proxy = await askMain<string>(
    till.app,
    "require('electron').session.fromPartition('till').resolveProxy('https://control.example')",
  );
  const [, host = '', port = ''] = /^PROXY (127\.0\.0\.1):(\d+)$/.exec(proxy) ?? [];
  const listener = createServer().listen(Number(port), host);
  await once(listener, 'listening');
  onTestFinished(() => void listener.close());
  expect(port).not.toBe('');
  expect((listener.address() as AddressInfo).port).not.toBe(Number(port));
});

test('the page saves nothing to the disk: neither page nor program starts a download', async () => {
  const started = await askMain<string>(
    till.app,
    `(() => {
      globalThis.downloads = [];
      const { session } = require('electron');
      session.fromPartition('till').on('will-download', (event, item) =>
        globalThis.downloads.push([item.getURL().slice(0, 5), event.defaultPrevented]));
      return 'listening';
    })()`,
  );
  expect(started).toBe('listening');
  await till.client.execute(() => {
    const blob = URL.createObjectURL(new Blob(['x']));
    for (const href of ['data:text/plain,x', blob, 'app://tillside/index.html']) {
      Object.assign(document.createElement('a'), { href, download: 'x.txt' }).click();
    }
  });
  await askMain(
    till.app,
    "require('electron').webContents.getAllWebContents()[0].downloadURL('data:text/plain,x')",
  );
  await till.client.waitUntil(() => log().includes('download refused'));
  // The page's three do not come as far as the program; what comes is refused there.
  expect(await askMain(till.app, 'globalThis.downloads')).toEqual([['data:', true]]);
});

test('the page opens no dialog of the system for files', async () => {
  await askMain(
    till.app,
    `require('electron').webContents.getAllWebContents()[0].debugger.on('message', (_event, method) => {
      globalThis.choosers = (globalThis.choosers ?? 0) + (method === 'Page.fileChooserOpened' ? 1 : 0);
    })`,
  );
  const said: Record<string, unknown> = {};
  for (const [name, choose] of Object.entries(FILE_CHOOSERS)) {
    await till.client.execute(`
      void (window.chosen = new Promise((resolve) =>
        document.addEventListener('click', async () => {
          try { await (${choose})(); resolve('done'); } catch (error) { resolve(error.name); }
        }, { once: true })))`);
    await till.field('name').click();
    said[name] = await till.client.execute('return window.chosen');
  }
  expect(said).toEqual({
    ...{ input: 'done', folder: 'done', frame: 'done' },
    ...{ showPicker: 'TypeError', showPickerOfFrame: 'TypeError' },
    ...{ openPicker: 'AbortError', savePicker: 'AbortError', folderPicker: 'AbortError' },
  });
  // Those that ran through, and the pickers, came to the program instead of the system.
  await expect.poll(() => askMain(till.app, 'globalThis.choosers')).toBe(6);
});

test('a window that has got to another page all the same comes back by itself', async () => {
  await till.client.execute(() => Object.assign(window, { isTheOldPage: true }));
  await askMain(
    till.app,
    "require('electron').webContents.getAllWebContents()[0].loadURL('about:blank').catch(String)",
  );
  await till.field('phone').waitForExist();
  expect(await till.client.execute(() => 'isTheOldPage' in window)).toBe(false);
  expect(await till.client.getUrl()).toBe('app://tillside/index.html');
  expect(log()).toContain('navigation undone');
});

test('the page does not close its own window, whose `close` it ever takes', async () => {
  await askMain(
    till.app,
    `require('electron').BrowserWindow.getAllWindows()[0].once('closed', () => { globalThis.wasClosed = true; })`,
  );
  await till.client.execute(() => {
    Object.assign(window, { isTheSame: true });
    setTimeout(() => {
      const frame = (sandboxed: object) =>
        document.body.appendChild(Object.assign(document.createElement('iframe'), sandboxed));
      // What lies in a sandbox is of another origin: `close` is one of the few things that are seen of it.
      const others = [window, frame({}).contentWindow, frame({ sandbox: '' }).contentWindow];
      for (const other of others) other?.close.call(window);
      Object.assign(window, { hasTried: true });
    });
  });
  await till.client.waitUntil(() => till.client.execute(() => 'hasTried' in window));
  expect(await till.client.execute(() => 'isTheSame' in window)).toBe(true);
  expect(await askMain(till.app, 'globalThis.wasClosed === true')).toBe(false);
});

test("nobody opens Chromium's own tools on the window", async () => {
  const isOpen = await askMain(
    till.app,
    `(async () => {
      const [contents] = require('electron').webContents.getAllWebContents();
      contents.openDevTools();
      await new Promise((resolve) => setTimeout(resolve, 500));
      return contents.isDevToolsOpened();
    })()`,
  );
  expect(isOpen).toBe(false);
});

test('the page prints nothing and opens no dialog of the browser', async () => {
  const said = await till.client.execute(
    () =>
      new Promise((resolve) => {
        let printed = false;
        window.addEventListener('beforeprint', () => {
          printed = true;
        });
        setTimeout(() => {
          window.print();
          document.execCommand?.('print');
          const confirmed = window.confirm('x');
          window.alert('x');
          resolve({ printed, confirmed });
        });
      }),
  );
  expect(said).toEqual({ printed: false, confirmed: false });
});

function log(): string {
  return readFileSync(join(till.dataFolder, 'logs', 'tillside.log'), 'utf8');
}
