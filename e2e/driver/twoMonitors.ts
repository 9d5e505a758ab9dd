import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { startChild } from '../../dev/processes.ts';
import { freshFolder } from './runFolder.ts';

/** A graphics card of which nothing comes out (Debian's `xserver-xorg-video-dummy`): Xvfb has one monitor alone. */
const CONFIGURATION = `
Section "Device"
  Identifier "card"
  Driver "dummy"
  VideoRam 256000
EndSection
Section "Screen"
  Identifier "screen"
  Device "card"
  SubSection "Display"
    Depth 24
    Virtual 4096 2048
  EndSubSection
EndSection
`;

const DRIVER = '/usr/lib/xorg/modules/drivers/dummy_drv.so';

/** Of 1,280 × 960 pixels, on which no window opens maximised; the times are those of a real monitor of that size. */
const MODE = ['large', '101.25', '1280', '1360', '1488', '1696', '960', '963', '967', '996'];

/** Whether two monitors can be played here. */
export function hasTwoMonitors(): boolean {
  const isThere = (command: string) => spawnSync('which', [command]).status === 0;
  return existsSync(DRIVER) && isThere('Xorg') && isThere('xrandr');
}

/** The usable parts of both, as the system has them. */
export const FIRST_MONITOR = { x: 0, y: 0, width: 1_280, height: 960 };
export const SECOND_MONITOR = { x: 1_280, y: 0, width: 1_280, height: 960 };

export interface TwoMonitors {
  /** For the environment variable DISPLAY. */
  name: string;
  /** The second one, right of the first. */
  plugIn(): void;
  unplug(): void;
  close(): Promise<void>;
}

/** A screen of two monitors. @throws Error where it cannot be had */
export async function startTwoMonitors(): Promise<TwoMonitors> {
  const folder = freshFolder('monitors');
  const file = join(folder, 'xorg.conf');
  writeFileSync(file, CONFIGURATION);
  const options = ['-noreset', '-nolisten', 'tcp', '-ac', '-logfile', join(folder, 'log')];
  const server = await startChild('Xorg', ['-displayfd', '3', '-config', file, ...options], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise<string>((resolve, reject) => {
    let text = '';
    (server.process.stdio[3] as Readable).setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.endsWith('\n')) resolve(text.trim());
    });
    void server.ended.then(() => reject(new Error('Xorg ended early')));
  });
  const name = `:${number}`;
  const randr = (...args: string[]) => execFileSync('xrandr', ['--display', name, ...args]);
  randr('--newmode', ...MODE);
  for (const output of ['DUMMY0', 'DUMMY1']) randr('--addmode', output, 'large');
  randr('--output', 'DUMMY0', '--mode', 'large', '--pos', '0x0');
  const set = (...args: string[]) => {
    randr('--output', 'DUMMY1', ...args);
    // A program that comes later sees what was set once somebody has asked for everything.
    randr();
  };
  const plugIn = () => set('--mode', 'large', '--right-of', 'DUMMY0');
  plugIn();
  return {
    name,
    plugIn,
    unplug: () => set('--off'),
    close: async () => void (await server.end(2_000)),
  };
}
