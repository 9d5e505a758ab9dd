import type { Readable } from 'node:stream';
import { PlainFailure } from './plainFailure.ts';
import { type StartedChild, startChild } from './processes.ts';

export type Display = {
  /** For the environment variable DISPLAY; undefined where the system needs none. */
  name: string | undefined;
  /** Whether it is a screen of our own that nobody sees. */
  own: boolean;
  close(): Promise<void>;
};

export type ScreenSize = { width: number; height: number };

const readyWithin = 10_000;

/** Whether windows can open without our help. */
export function hasDisplay({ DISPLAY }: NodeJS.ProcessEnv = process.env): boolean {
  return process.platform !== 'linux' || Boolean(DISPLAY);
}

/** The display that is there; on Linux without one, an Xvfb of our own that ends with us. */
export async function openDisplay(size?: ScreenSize): Promise<Display> {
  const { DISPLAY } = process.env;
  if (hasDisplay()) return { name: DISPLAY, own: false, close: async () => {} };
  return openOwnDisplay(size);
}

/** An Xvfb of our own, ready for windows. */
export async function openOwnDisplay(
  size: ScreenSize = { width: 1280, height: 1024 },
): Promise<Display> {
  const screen = `${size.width}x${size.height}x24`;
  // Xvfb picks a free number itself; two that start at the same moment may still meet on one.
  for (let attempt = 1; ; attempt += 1) {
    const server = await startChild(
      'Xvfb',
      ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp', '-ac'],
      { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] },
    );
    const complaint = collect(server.process.stderr as Readable);
    const number = await displayNumber(server);
    if (number !== undefined) {
      return {
        name: `:${number}`,
        own: true,
        close: async () => void (await server.end(2_000)),
      };
    }
    await server.kill();
    if (attempt === 3) throw new PlainFailure(`Xvfb does not start: ${complaint().trim()}`);
  }
}

/** Xvfb writes the number once it accepts windows. */
function displayNumber(server: StartedChild): Promise<string | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, readyWithin, undefined);
    const done = (number: string | undefined) => {
      clearTimeout(timer);
      resolve(number);
    };
    let text = '';
    (server.process.stdio[3] as Readable).setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.endsWith('\n')) done(text.trim());
    });
    server.ended.then(() => done(undefined));
  });
}

function collect(stream: Readable): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (part: string) => {
    text = (text + part).slice(-4_000);
  });
  return () => text;
}
