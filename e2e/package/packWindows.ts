import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../dev/projectPaths.ts';
import { packForWindows } from '../../dev/windows/packForWindows.ts';

/** A program for Windows that a package of electron-builder's brings along; it stands in for Electron. */
const STUB = join(projectRoot, 'node_modules/electron-winstaller/vendor/7z-x64.exe');

/** Packs for Windows below `folder`, around a stub in Electron's place; gives the folder for x64. */
export async function packWindows(folder: string): Promise<string> {
  const into = join(folder, 'windows');
  await mkdir(into);
  return await packForWindows(into, STUB);
}
