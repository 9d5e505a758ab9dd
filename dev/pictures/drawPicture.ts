import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHROMIUM } from '../../pageTests/browser.ts';

const STYLE = '*{margin:0}svg{display:block;width:100vw;height:100vh}';

/** Draws SVG as square PNG files of these sizes (pixels), with the page tests' browser. */
export function drawPicture(svg: string, files: readonly { path: string; size: number }[]): void {
  const workshop = mkdtempSync(join(tmpdir(), 'tillside-picture-'));
  try {
    const page = join(workshop, 'picture.html');
    writeFileSync(page, `<style>${STYLE}</style>${svg}`);
    for (const { path, size } of files) draw(page, path, size);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
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
