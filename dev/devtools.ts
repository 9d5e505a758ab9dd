import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** A window as Chromium's DevTools protocol lists it. */
export type PageTarget = { url: string; title: string; webSocketDebuggerUrl: string };

/**
 * The port that Chromium announces on stderr under `--remote-debugging-port=0`, or undefined when it
 * ends without one.
 */
export async function debuggingPort(stderr: Readable): Promise<number | undefined> {
  let text = '';
  return new Promise((resolve) => {
    const look = (part: string | Buffer) => {
      text += part;
      const found = /DevTools listening on ws:\/\/[^\s:]+:(\d+)\//.exec(text);
      if (found) settle(Number(found[1]));
    };
    const settle = (port: number | undefined) => {
      stderr.off('data', look);
      resolve(port);
    };
    stderr.on('data', look).once('close', () => settle(undefined));
  });
}

/** The windows that have begun to load something. */
async function pageTargets(port: number): Promise<PageTarget[]> {
  const answer = await fetch(`http://127.0.0.1:${port}/json/list`);
  const targets = (await answer.json()) as (PageTarget & { type: string })[];
  return targets.filter(
    ({ type, url }) => type === 'page' && url !== '' && !/^(about|devtools|chrome):/.test(url),
  );
}

/** The first window, or undefined when there is none within `patience` milliseconds. */
export async function firstPage(port: number, patience: number): Promise<PageTarget | undefined> {
  const deadline = Date.now() + patience;
  do {
    const [page] = await pageTargets(port).catch(() => []);
    if (page !== undefined) return page;
    await sleep(20);
  } while (Date.now() < deadline);
  return undefined;
}

/** Loads the first window's page again; does nothing where there is no window. */
export async function reloadPage(port: number): Promise<void> {
  const page = await firstPage(port, 0);
  if (page === undefined) return;
  const socket = new WebSocket(page.webSocketDebuggerUrl);
  try {
    await once(socket, 'open');
    await ask(socket, 'Page.reload', {});
  } finally {
    socket.close();
  }
}

/** How long a page may take to load, and Chromium to answer (ms). */
const patience = 10_000;

/**
 * A picture (PNG) of a window once its page, with its fonts, has loaded and shows something; of
 * whatever there is when that takes too long.
 */
export async function pictureOf(page: PageTarget): Promise<Buffer> {
  const socket = new WebSocket(page.webSocketDebuggerUrl);
  // Closing makes every open question fail.
  const timer = setTimeout(() => socket.close(), 2 * patience);
  try {
    await once(socket, 'open');
    const deadline = Date.now() + patience;
    while (!(await isShown(socket)) && Date.now() < deadline) await sleep(50);
    const { data } = (await ask(socket, 'Page.captureScreenshot', { format: 'png' })) as {
      data: string;
    };
    return Buffer.from(data, 'base64');
  } finally {
    clearTimeout(timer);
    socket.close();
  }
}

/** Asked again and again: a page that is just being loaded throws the question away. */
async function isShown(socket: WebSocket): Promise<boolean> {
  const expression = `location.href !== 'about:blank' && document.readyState === 'complete' &&
    document.fonts.status === 'loaded' && document.body.innerText.trim() !== ''`;
  const answer = ask(socket, 'Runtime.evaluate', { expression }) as Promise<{
    result: { value?: unknown };
  }>;
  return answer.then(
    ({ result }) => result.value === true,
    () => false,
  );
}

type Answer = { id: number; result?: unknown; error?: { message: string } };

/** Sends one command of the protocol and brings its result; throws what the other side says is wrong. */
export function ask(socket: WebSocket, method: string, params: object): Promise<unknown> {
  const id = Math.floor(Math.random() * 2 ** 31);
  return new Promise((resolve, reject) => {
    const hear = (event: MessageEvent) => {
      const answer = JSON.parse(String(event.data)) as Answer;
      if (answer.id !== id) return;
      socket.removeEventListener('message', hear);
      if (answer.error) reject(new Error(`${method}: ${answer.error.message}`));
      else resolve(answer.result);
    };
    socket.addEventListener('message', hear);
    socket.addEventListener('close', () => reject(new Error(`${method}: the window has gone`)), {
      once: true,
    });
    socket.send(JSON.stringify({ id, method, params }));
  });
}
