import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PlainFailure } from '../../../dev/plainFailure.ts';
import { demoProvision } from '../../../dev/start/demoProvision.ts';
import { createSandbox } from '../../../sandbox/createSandbox.ts';
import { must } from '../must.ts';
import { KEYS } from '../packedTill.ts';

/** How long anything may take that is waited for (ms): a virus scanner looks into everything first. */
const PATIENCE_MS = 180_000;

/** A packed program is started on a data folder of its own, has a till open, is brought up by a link, and ends when asked. */
export async function tryProgram(
  program: string,
  folder: string,
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  const dataFolder = await mkdtemp(join(folder, 'data-'));
  const gateway = await createSandbox(KEYS);
  const provision = join(folder, 'provision.json');
  await writeFile(provision, JSON.stringify(demoProvision({ url: gateway.url, ...KEYS })));
  const own = [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    `--user-data-dir=${dataFolder}`,
  ];
  const options = { env: { ...process.env, ...env }, stdio: 'inherit' as const };
  const till = spawn(program, [...own, `--provision=${provision}`], options);
  const ended = once(till, 'close');
  const again = (...args: string[]) =>
    spawnSync(program, [...own, ...args], { ...options, timeout: PATIENCE_MS }).status;
  try {
    await until('its till is open', () => healthOf(dataFolder)?.isRunning === true);
    must('a link is handed to it', again('--', 'tillside://register?mobile=1') === 0);
    must('it runs on', healthOf(dataFolder)?.isRunning === true);
    must('it is asked to end', again('--quit') === 0);
    await until('it has ended in order', () => healthOf(dataFolder)?.isRunning === false);
    const late = sleep(PATIENCE_MS, 'late', { ref: false });
    must('its process is gone', (await Promise.race([ended, late])) !== 'late');
    console.log(`${basename(program)}: started, brought up by a link, ended in order.`);
  } finally {
    till.kill('SIGKILL');
    await gateway.close();
  }
}

function healthOf(dataFolder: string): { isRunning: boolean } | null {
  try {
    return JSON.parse(readFileSync(join(dataFolder, 'health.json'), 'utf8')) as never;
  } catch {
    return null;
  }
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!isSo()) {
    if (Date.now() > end) throw new PlainFailure(`Not within three minutes: ${what}.`);
    await sleep(200);
  }
}
