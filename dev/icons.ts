import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawPicture } from './pictures/drawPicture.ts';
import { icoFile } from './pictures/icoFile.ts';
import { LINUX_SIZES, WINDOWS_SIZES } from './pictures/iconSizes.ts';
import { projectRoot } from './projectPaths.ts';
import { runScript } from './runScript.ts';

/** `npm run icons`: draws the program's icons, all of them from `build/icon.svg`, with the page tests' browser. */
await runScript(async () => {
  const build = join(projectRoot, 'build');
  const folder = join(build, 'icons');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const sizes = [...new Set([...LINUX_SIZES, ...WINDOWS_SIZES])];
  const pathOf = (size: number) => join(folder, `${size}x${size}.png`);
  drawPicture(
    readFileSync(join(build, 'icon.svg'), 'utf8'),
    sizes.map((size) => ({ path: pathOf(size), size })),
  );
  writeFileSync(
    join(build, 'icon.ico'),
    icoFile(WINDOWS_SIZES.map((size) => readFileSync(pathOf(size)))),
  );
  for (const size of sizes) if (!LINUX_SIZES.includes(size)) rmSync(pathOf(size));
  return 0;
});
