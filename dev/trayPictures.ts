import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHROMIUM } from '../pageTests/browser.ts';
import { TRAY_SIGNS, trayPicture } from './pictures/trayPicture.ts';
import { projectRoot } from './projectPaths.ts';
import { runScript } from './runScript.ts';

/** A tray's place has 16 pixels, at a screen's scale; Electron finds these by their names. */
const SIZE = 16;
const SCALES = [1, 1.25, 1.5, 2, 3];

/** `npm run tray-pictures`: draws what `build/tray/` holds, with the page tests' browser. */
await runScript(async () => {
  const folder = join(projectRoot, 'build', 'tray');
  mkdirSync(folder, { recursive: true });
  const workshop = mkdtempSync(join(tmpdir(), 'tillside-tray-'));
  try {
    for (const sign of TRAY_SIGNS) {
      const page = join(workshop, `${sign}.html`);
      const style = '*{margin:0}svg{display:block;width:100vw;height:100vh}';
      writeFileSync(page, `<style>${style}</style>${trayPicture(sign)}`);
      for (const scale of SCALES) draw(page, join(folder, nameOf(sign, scale)), SIZE * scale);
    }
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
  return 0;
});

function nameOf(sign: string, scale: number): string {
  return scale === 1 ? `${sign}.png` : `${sign}@${scale}x.png`;
}

function draw(page: string, picture: string, size: number): void {
  execFileSync(
    CHROMIUM,
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--hide-scrollbars',
      '--default-background-color=00000000',
      `--window-size=${size},${size}`,
      `--screenshot=${picture}`,
      `file://${page}`,
    ],
    { stdio: 'ignore' },
  );
}
