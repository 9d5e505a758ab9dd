import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PlainFailure } from '../../../dev/plainFailure.ts';
import { seeing } from '../../driver/machineFolder.ts';

const USER = 'tillside-verify';
const HOME = `/home/${USER}`;

/** How long anything may take that is waited for (ms). */
const PATIENCE_MS = 60_000;

/**
 * A user of this machine who has nothing but the installed program, and is gone afterwards. Its tills alone see what an
 * administrator has set: no other app here does.
 */
export class InstalledTill {
  readonly dataFolder = join(HOME, '.config', 'Tillside');
  readonly #ids: { uid: number; gid: number };
  /** On the system's own disk, as an administrator's word has to be. */
  readonly #machineFolder = mkdtempSync('/etc/tillside-verify-');

  constructor(provision: object) {
    execFileSync('useradd', ['--create-home', '--shell', '/bin/sh', USER]);
    const idOf = (which: string) =>
      Number(execFileSync('id', [which, USER], { encoding: 'utf8' }).trim());
    this.#ids = { uid: idOf('-u'), gid: idOf('-g') };
    chmodSync(this.#machineFolder, 0o755);
    const file = join(this.#machineFolder, 'provision.json');
    writeFileSync(file, JSON.stringify(provision), { mode: 0o644 });
  }

  /** Runs a program as this user, on this screen, and gives its exit code. */
  run(program: string, ...args: string[]): number | null {
    const { PATH, DISPLAY } = process.env;
    const { uid, gid } = this.#ids;
    const becoming = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
    const [first = '', ...rest] = [...seeing(this.#machineFolder), ...becoming, program, ...args];
    return spawnSync(first, rest, {
      cwd: HOME,
      env: { PATH, DISPLAY, HOME, USER, LOGNAME: USER, XDG_RUNTIME_DIR: HOME },
      stdio: 'ignore',
      timeout: PATIENCE_MS,
    }).status;
  }

  get health(): { isRunning: boolean } | null {
    try {
      const text = readFileSync(join(this.dataFolder, 'health.json'), 'utf8');
      return JSON.parse(text) as { isRunning: boolean };
    } catch {
      return null;
    }
  }

  hasJournal(): boolean {
    return (
      existsSync(this.dataFolder) &&
      readdirSync(this.dataFolder).some((name) => name.endsWith('.journal'))
    );
  }

  async until(what: string, isSo: () => boolean): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    while (!isSo()) {
      if (Date.now() > end) {
        const log = join(this.dataFolder, 'logs', 'tillside.log');
        const said = existsSync(log) ? readFileSync(log, 'utf8') : 'no log';
        throw new PlainFailure(`Not within a minute: ${what}.\n${said}`);
      }
      await sleep(100);
    }
  }

  /** Ends what of this user's still runs, and takes away all that was made for him. */
  async leave(): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    while (this.#processes().length > 0 && Date.now() < end) {
      for (const pid of this.#processes()) kill(pid);
      await sleep(100);
    }
    spawnSync('userdel', ['--remove', USER], { stdio: 'ignore' });
    rmSync(this.#machineFolder, { recursive: true, force: true });
  }

  #processes(): number[] {
    return readdirSync('/proc').flatMap((name) => {
      const pid = Number(name);
      if (!Number.isInteger(pid)) return [];
      try {
        const [, uid] = /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
        return Number(uid) === this.#ids.uid ? [pid] : [];
      } catch {
        return [];
      }
    });
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
