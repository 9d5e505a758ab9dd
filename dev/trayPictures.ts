import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { drawPicture } from './pictures/drawPicture.ts';
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
  for (const sign of TRAY_SIGNS) {
    const files = SCALES.map((scale) => ({
      path: join(folder, nameOf(sign, scale)),
      size: SIZE * scale,
    }));
    drawPicture(trayPicture(sign), files);
  }
  return 0;
});

function nameOf(sign: string, scale: number): string {
  return scale === 1 ? `${sign}.png` : `${sign}@${scale}x.png`;
}
