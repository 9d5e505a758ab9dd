import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheFolder } from '../projectPaths.ts';
import { installScript, shippedVersion } from './shippedElectron.ts';

const rememberedFailure = join(cacheFolder, 'electron-fetch-failed.json');
const rememberFor = 6 * 60 * 60 * 1000;

/** A host that cannot be reached shows within seconds; a download that moves may take its time. */
const silenceBeforeGivingUp = 8_000;

/**
 * Fetches the shipped Electron with its own install script, so that mirror, proxy, cache and
 * checksums are Electron's. Gives up when nothing arrives for some seconds.
 * @returns what went wrong, or undefined when the binary is there
 */
export async function fetchElectron(): Promise<string | undefined> {
  // The script downloads into the temporary folder: with one of its own, progress can be seen.
  await mkdir(cacheFolder, { recursive: true });
  const temporary = await mkdtemp(join(cacheFolder, 'electron-fetch-'));
  const failure = await runInstallScript(temporary);
  await rm(temporary, { recursive: true, force: true });
  if (failure === undefined) await rm(rememberedFailure, { force: true });
  else await remember();
  return failure;
}

async function runInstallScript(temporary: string): Promise<string | undefined> {
  const child = spawn(process.execPath, [installScript], {
    env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  const ended = once(child, 'close').then(() => true);
  let size = 0;
  let lastProgress = Date.now();
  while (!(await Promise.race([ended, sleep(250).then(() => false)]))) {
    const sizeNow = await bytesIn([temporary, join(dirname(installScript), 'dist')]);
    if (sizeNow !== size) lastProgress = Date.now();
    size = sizeNow;
    if (Date.now() - lastProgress > silenceBeforeGivingUp) {
      child.kill('SIGKILL');
      await ended;
      return 'nothing arrived';
    }
  }
  return child.exitCode === 0 ? undefined : (complaint.trim().split('\n')[0] ?? 'it failed');
}

/** Whether the same fetch failed some hours ago at most: then not every start waits for it again. */
export async function failedRecently(now = Date.now()): Promise<boolean> {
  const text = await readFile(rememberedFailure, 'utf8').catch(() => '{}');
  const failure = JSON.parse(text) as { at?: number; what?: string };
  return failure.what === whatIsFetched() && now - (failure.at ?? 0) < rememberFor;
}

async function remember(): Promise<void> {
  await writeFile(rememberedFailure, JSON.stringify({ at: Date.now(), what: whatIsFetched() }));
}

/** Another version or another mirror is worth another attempt. */
function whatIsFetched(): string {
  const mirrors = Object.entries(process.env)
    .filter(([name]) => /electron_.*(mirror|custom)/i.test(name))
    .map(([name, value]) => `${name}=${value}`);
  return [shippedVersion, ...mirrors.sort()].join(' ');
}

async function bytesIn(folders: readonly string[]): Promise<number> {
  let sum = 0;
  for (const folder of folders) {
    for (const name of await readdir(folder, { recursive: true }).catch(() => [])) {
      sum += (await stat(join(folder, name)).catch(() => undefined))?.size ?? 0;
    }
  }
  return sum;
}
