import { existsSync, readdirSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDisplay } from '../dev/display.ts';
import { PlainFailure } from '../dev/plainFailure.ts';
import { projectRoot } from '../dev/projectPaths.ts';
import { runScript } from '../dev/runScript.ts';
import { tryInstaller } from './package/real/tryInstaller.ts';
import { tryProgram } from './package/real/tryProgram.ts';

/**
 * `npm run package:try`: takes the packages in `dist/` that are for this system as a shop gets them. On Windows the installer is
 * run, the installed program started, asked to end and removed, and the portable program started and asked to end; on
 * Linux the same is done with the AppImage. (The Debian package: `npm run package:verify`.)
 */
await runScript(async () => {
  const dist = join(projectRoot, 'dist');
  const find = (pattern: RegExp) => {
    const name = existsSync(dist) ? readdirSync(dist).find((one) => pattern.test(one)) : undefined;
    if (name === undefined) throw new PlainFailure(`No ${pattern.source} lies in dist/.`);
    return join(dist, name);
  };
  const folder = await mkdtemp(join(tmpdir(), 'tillside-try-'));
  const screen = await openDisplay();
  if (screen.name !== undefined) process.env.DISPLAY = screen.name;
  try {
    if (process.platform === 'win32') {
      await tryInstaller(find(/^Tillside-Setup-.*\.exe$/), folder);
      await tryProgram(find(/^Tillside-Portable-.*\.exe$/), folder);
    } else {
      const image = find(/\.AppImage$/);
      await chmod(image, 0o755);
      await tryProgram(image, folder, { APPIMAGE_EXTRACT_AND_RUN: '1' });
    }
    return 0;
  } finally {
    await screen.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
  }
});
