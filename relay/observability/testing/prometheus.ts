import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import getPort from 'get-port';
import { stringify } from 'yaml';

/** An alert as Prometheus tells of it: its name, the till or shop, and whether it fires already. */
export interface Alert {
  labels: Record<string, string>;
  state: 'pending' | 'firing';
}

export interface PrometheusOptions {
  /** `host:port` of relays. */
  targets: readonly string[];
  token: string;
  /** The text of a file of rules. */
  rules: string;
  scrapeInterval: string;
}

/** A real Prometheus in a temporary folder, on a free port of this machine. */
export class Prometheus {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #address: string;

  private constructor(child: ChildProcess, folder: string, address: string) {
    this.#child = child;
    this.#folder = folder;
    this.#address = address;
  }

  /** Starts one and waits until it is ready. Rejects, with what it has said, where it ends before that. */
  static async start(options: PrometheusOptions): Promise<Prometheus> {
    const folder = await mkdtemp(join(tmpdir(), 'tillside-prometheus-'));
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'rules.yml'), options.rules);
    await writeFile(join(folder, 'prometheus.yml'), configOf(options));
    const port = await getPort({ host: '127.0.0.1' });
    const child = spawn(
      'prometheus',
      [
        '--config.file=prometheus.yml',
        '--storage.tsdb.path=data',
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=warn',
      ],
      { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (part: string) => {
      said += part;
    });
    const prometheus = new Prometheus(child, folder, `http://127.0.0.1:${port}`);
    while (!(await prometheus.#isReady())) {
      if (child.exitCode !== null) throw new Error(`Prometheus ended early: ${said}`);
      await sleep(50);
    }
    return prometheus;
  }

  /** The values of an instant query, by the labels. */
  async query(expression: string): Promise<{ labels: Record<string, string>; value: number }[]> {
    const { result } = await this.#ask<{
      result: { metric: Record<string, string>; value: [number, string] }[];
    }>(`query?query=${encodeURIComponent(expression)}`);
    return result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
  }

  async alerts(): Promise<readonly Alert[]> {
    return (await this.#ask<{ alerts: Alert[] }>('alerts')).alerts;
  }

  /** What fires just now: `name till` or `name shop`, in order. */
  async firing(): Promise<string[]> {
    const firing = (await this.alerts()).filter(({ state }) => state === 'firing');
    return firing
      .map(({ labels: { alertname, till, shop } }) => [alertname, till ?? shop].join(' ').trim())
      .sort();
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    if (this.#child.exitCode === null && this.#child.kill('SIGTERM')) await ended;
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #isReady(): Promise<boolean> {
    const answer = await fetch(`${this.#address}/-/ready`).catch(() => null);
    await answer?.body?.cancel();
    return answer?.ok ?? false;
  }

  async #ask<Data>(path: string): Promise<Data> {
    const answer = await fetch(`${this.#address}/api/v1/${path}`);
    const { status, data } = (await answer.json()) as { status: string; data: Data };
    if (status !== 'success') throw new Error(`Prometheus: ${answer.status} for ${path}`);
    return data;
  }
}

function configOf({ targets, token, scrapeInterval }: PrometheusOptions): string {
  return stringify({
    global: { scrape_interval: scrapeInterval, scrape_timeout: scrapeInterval },
    rule_files: ['rules.yml'],
    scrape_configs: [
      {
        job_name: 'tillside-relay',
        authorization: { credentials: token },
        static_configs: [{ targets }],
      },
    ],
  });
}
