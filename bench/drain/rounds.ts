import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { GatewayAccount } from '../../dev/start/sandboxGateway.ts';
import type { BareRun } from '../processes/bareClient.ts';
import { runInNode } from '../processes/child.ts';
import type { ElectronHost } from '../processes/electronHost.ts';
import type { Spent, Transport } from '../processes/load.ts';
import type { TillRun } from '../processes/tillDrain.ts';
import { Books } from './books.ts';

const SAVES = 10_000;

/** What till and bare client post over: Electron's network stack, Node's `http`, Node's own `fetch`. */
export type Way = 'electron' | 'http' | 'fetch';

export const WAYS: readonly Way[] = ['electron', 'http', 'fetch'];

/** One round: everybody once, in every way. */
export interface Round {
  bare: Record<Way | 'axios', BareRun['said']>;
  till: Record<Way, TillRun['said']>;
}

export interface Stage {
  account: GatewayAccount;
  /** On the disk that is to be measured. */
  parent: string;
  electron: ElectronHost;
}

/** Bare clients and tills in turn, again and again, so that the machine's moods hit all of them alike. */
export async function runRounds(stage: Stage, rounds: number): Promise<Round[]> {
  const all: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const bare = {
      electron: await postOnce(stage, 'electron'),
      http: await postOnce(stage, 'http'),
      axios: await postOnce(stage, 'http', true),
      fetch: await postOnce(stage, 'fetch'),
    };
    const till = {
      electron: await drainOnce(stage, 'electron'),
      http: await drainOnce(stage, 'http'),
      fetch: await drainOnce(stage, 'fetch'),
    };
    all.push({ bare, till });
  }
  return all;
}

async function postOnce({ account, electron }: Stage, way: Way, isAxios = false) {
  await new Books(account).begin();
  const told = { account, saves: SAVES, transport: transportOf(way), isAxios };
  return way === 'electron' ? electron.run('bare', told) : runInNode('bare', told);
}

/** One drain without a quota; the sandbox must have seen every save once and nothing else. */
export async function drainOnce(
  { account, parent, electron }: Stage,
  way: Way,
  isWeighed = false,
): Promise<TillRun['said']> {
  const books = new Books(account);
  await books.begin();
  const folder = await mkdtemp(join(parent, 'till-'));
  const transport = transportOf(way);
  const told = { account, saves: SAVES, transport, folder, budget: null, isWeighed };
  const said =
    way === 'electron'
      ? await electron.run('till', told)
      : await runInNode('till', told, isWeighed ? ['--expose-gc'] : []);
  await rm(folder, { recursive: true, force: true });
  const { effects, requests } = await books.read();
  if (effects.length !== SAVES || requests.length !== SAVES) {
    throw new Error(`${SAVES} saves, ${requests.length} calls, ${effects.length} effects`);
  }
  return said;
}

function transportOf(way: Way): Transport {
  return way === 'http' ? 'http' : 'fetch';
}

/** Saves per second. */
export function rateOf({ milliseconds }: Spent): number {
  return (SAVES * 1_000) / milliseconds;
}

/** Processor time of the main thread for each save (µs), or null where that cannot be told. */
export function busyOf({ busy }: Spent): number | null {
  return busy === null ? null : (busy * 1_000) / SAVES;
}
