import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { GatewayAccount } from '../../dev/start/sandboxGateway.ts';
import { Books } from './books.ts';
import { runChild } from './child.ts';
import type { Spent, Transport } from './load.ts';
import type { TillRun } from './tillDrain.ts';

const SAVES = 10_000;

/** One round: everybody once, over both transports. */
export interface Round {
  bare: Record<Transport | 'axios', Spent>;
  till: Record<Transport, TillRun['said']>;
}

export interface RoundsOptions {
  account: GatewayAccount;
  /** On the disk that is to be measured. */
  parent: string;
  rounds: number;
}

/** Bare clients and tills in turn, again and again, so that the machine's moods hit all of them alike. */
export async function runRounds({ account, parent, rounds }: RoundsOptions): Promise<Round[]> {
  const books = new Books(account);
  const all: Round[] = [];
  const bare = async (transport: Transport, isAxios = false) => {
    await books.begin();
    return runChild('bareClient', { account, saves: SAVES, transport, isAxios });
  };
  for (let round = 0; round < rounds; round += 1) {
    const till = (transport: Transport) => drainOnce({ account, parent, transport });
    all.push({
      bare: {
        http: await bare('http'),
        axios: await bare('http', true),
        fetch: await bare('fetch'),
      },
      till: { http: await till('http'), fetch: await till('fetch') },
    });
  }
  return all;
}

/** One drain without a quota; the sandbox must have seen every save once and nothing else. */
export async function drainOnce({
  account,
  parent,
  transport,
  isWeighed = false,
}: Omit<RoundsOptions, 'rounds'> & { transport: Transport; isWeighed?: boolean }) {
  const books = new Books(account);
  await books.begin();
  const folder = await mkdtemp(join(parent, 'till-'));
  const told = { account, saves: SAVES, transport, folder, budget: null, isWeighed };
  const said = await runChild('tillDrain', told, isWeighed ? ['--expose-gc'] : []);
  await rm(folder, { recursive: true, force: true });
  const { effects, requests } = await books.read();
  if (effects.length !== SAVES || requests.length !== SAVES) {
    throw new Error(`${SAVES} saves, ${requests.length} calls, ${effects.length} effects`);
  }
  return said;
}

/** Saves per second. */
export function rateOf({ milliseconds }: Spent): number {
  return (SAVES * 1_000) / milliseconds;
}

/** Processor time of the main thread for each save (µs). */
export function busyOf({ busy }: Spent): number {
  return (busy * 1_000) / SAVES;
}
