import { readFileSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { livingProcesses, treeOf } from '../../dev/processTree.ts';
import { demoProvision } from '../../dev/start/demoProvision.ts';
import { focusWindow, pressKeys } from '../driver/inputMethod.ts';
import { type LaunchedApp, launch } from '../driver/launch.ts';
import { freshFolder } from '../driver/runFolder.ts';

export const KEYS = { appKey: '12345678', appSecret: 'package-verify-secret' };

/** How long anything may take that is waited for (ms). */
const PATIENCE = 30_000;

/** From one key to the next: quicker ones would be a scanner's (ms). */
const HAND = 90;

/** One packed app, run by an ordinary user on a data folder of its own. Nothing drives it but keys, and nothing is asked of it but its effects. */
export class PackedTill {
  readonly folder = freshFolder('packed');
  readonly dataFolder = join(this.folder, 'data');
  readonly #executable: string;
  #launched: LaunchedApp | null = null;

  constructor(executable: string) {
    this.#executable = executable;
  }

  /** Starts it and waits for its page. `args` come after its own. */
  async start(
    gatewayUrl: string,
    args: readonly string[] = [],
    env: NodeJS.ProcessEnv = {},
  ): Promise<this> {
    const provisionFile = join(this.folder, 'provision.json');
    await chmod(this.folder, 0o755);
    await writeFile(provisionFile, JSON.stringify(demoProvision({ url: gatewayUrl, ...KEYS })));
    const { dataFolder: userDataDir } = this;
    const executable = this.#executable;
    this.#launched = await launch({
      userDataDir,
      provisionFile,
      executable,
      args,
      env,
      asUser: true,
    });
    await this.until('its page', () => this.renderer() !== null);
    return this;
  }

  get output(): string {
    const { stdout = '', stderr = '' } = this.#launched?.output ?? {};
    return stdout + stderr;
  }

  get log(): string {
    return read(join(this.dataFolder, 'logs', 'tillside.log'));
  }

  /** The command lines of all its processes, by process id; Chromium's helpers have only blanks between the arguments. */
  processes(): Map<number, string> {
    const pid = this.#launched?.child.pid ?? 0;
    const pids = treeOf(pid, livingProcesses());
    return new Map(pids.map((one) => [one, read(`/proc/${one}/cmdline`).replaceAll('\0', ' ')]));
  }

  /**
   * The command lines of all that does the till's work: where it runs once more without a switch, its first process and
   * the helpers that this one has already had do nothing any more.
   */
  workers(): string[] {
    const processes = this.processes();
    return this.#workers(processes).map((pid) => processes.get(pid) ?? '');
  }

  /** With which environment these were started. */
  environments(): string[] {
    return this.#workers(this.processes()).map((pid) => read(`/proc/${pid}/environ`));
  }

  #workers(processes: Map<number, string>): number[] {
    const first = this.#launched?.child.pid ?? 0;
    const again = [...processes].find(
      ([pid, args]) =>
        pid !== first && !args.includes('--type=') && args.includes(this.#executable),
    );
    return treeOf(again?.[0] ?? first, livingProcesses());
  }

  /** The process of the page, or null. */
  renderer(): number | null {
    const found = [...this.processes()].find(([, args]) => args.includes('--type=renderer '));
    return found?.[0] ?? null;
  }

  /** Whether the page's process can make only the system calls of its sandbox. */
  isPageShutIn(): boolean {
    return /^Seccomp:\t2$/m.test(read(`/proc/${this.renderer()}/status`));
  }

  /** Types a member as a cashier would: number, consent, save. */
  async register(mobile: string): Promise<void> {
    focusWindow('Tillside');
    await sleep(2_000);
    pressKeys([...mobile, 'F5', 'F4'], HAND);
  }

  async until(what: string, isSo: () => boolean): Promise<void> {
    const end = Date.now() + PATIENCE;
    while (!isSo()) {
      if (Date.now() > end)
        throw new Error(`The packed app has not: ${what}.\n${this.output}\n${this.log}`);
      await sleep(50);
    }
  }

  async kill(): Promise<void> {
    await this.#launched?.child.kill();
    this.#launched = null;
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
