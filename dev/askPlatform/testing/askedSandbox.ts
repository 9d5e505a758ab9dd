import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox, type Sandbox } from '../../../sandbox/createSandbox.ts';
import type { FaultScript } from '../../../sandbox/faults/faultSchema.ts';
import { askPlatform, type World } from '../askPlatform.ts';
import { readOptions } from '../options.ts';
import { type Report, readReport } from '../report.ts';
import { readSetup } from '../setup.ts';

export const APP = { appKey: '12345678', appSecret: 'secret-that-nobody-may-see' };
export const SESSION = 'session-that-nobody-may-see';
export const MOBILES = ['13800000001', '13800000002', '13800000003', '13800000004'];

/** The tool in front of a real sandbox, both on one clock that runs only when somebody sleeps. */
export class AskedSandbox {
  readonly sandbox: Sandbox;
  readonly folder: string;
  readonly said: string[] = [];
  /** What is typed, or null without a terminal. */
  typed: string | null = '244323';
  fetch: typeof globalThis.fetch = globalThis.fetch;
  now: number;

  static async start(script: FaultScript = {}, session?: string): Promise<AskedSandbox> {
    const clock = { now: Date.UTC(2026, 10, 25, 2, 42) };
    const sandbox = await createSandbox({
      ...APP,
      ...(session === undefined ? {} : { session }),
      now: () => started.now,
      faults: script,
    });
    const folder = await mkdtemp(join(tmpdir(), 'ask-platform-'));
    const started = new AskedSandbox(sandbox, folder, clock.now);
    return started;
  }

  private constructor(sandbox: Sandbox, folder: string, now: number) {
    this.sandbox = sandbox;
    this.folder = folder;
    this.now = now;
  }

  get reportFile(): string {
    return join(this.folder, 'report.json');
  }

  /** One run of the tool; whether it came to its end. */
  async run(args: string[] = [], environment: NodeJS.ProcessEnv = {}): Promise<boolean> {
    const own = args.some((arg) => arg.startsWith('--provision=')) ? [] : this.#typed();
    const options = readOptions([
      ...own,
      `--mobiles=${MOBILES.join()}`,
      `--report=${this.reportFile}`,
      ...args,
    ]);
    const setup = await readSetup(options, {
      environment: { TILLSIDE_APP_SECRET: APP.appSecret, ...environment },
      askSecret: null,
    });
    return askPlatform(setup, this.#world());
  }

  async report(): Promise<Report> {
    const report = await readReport(this.reportFile);
    if (report === null) throw new Error('there is no report');
    return report;
  }

  /** Question → the answer in a word; `open` where it is not known. */
  async answers(): Promise<Record<string, string>> {
    const { findings } = await this.report();
    return Object.fromEntries(
      findings.map(({ id, state, answer }) => [id, state === 'open' ? 'open' : answer]),
    );
  }

  /** Everything that the tool wrote anywhere. */
  async written(): Promise<string> {
    const files = [this.reportFile, this.reportFile.replace('.json', '.md')];
    const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
    return [...texts, ...this.said].join('\n');
  }

  async close(): Promise<void> {
    await this.sandbox.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  #typed(): string[] {
    const app = [`--url=${this.sandbox.url}`, `--app-key=${APP.appKey}`];
    return [...app, '--brand=244323', '--shop=239923231', '--operator=2392313'];
  }

  #world(): World {
    const { typed } = this;
    return {
      fetch: (...call) => this.fetch(...call),
      clock: {
        now: () => this.now,
        sleep: async (milliseconds) => {
          this.now += milliseconds;
        },
      },
      ask: typed === null ? null : async () => typed,
      say: (line) => this.said.push(line),
      offered: async () => 'plain http/1.1',
    };
  }
}
