import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type GatewayAccount, startSandboxGateway } from '../../dev/start/sandboxGateway.ts';
import type { RequestEntry } from '../../sandbox/business/ledger.ts';
import { runInNode } from '../processes/child.ts';
import { Books } from './books.ts';

const SAVES = 10_000;
const QUOTA = { callsPerMinute: 2_400, banSeconds: 5 };
const MINUTE = 60_000;

/** How a drain under a quota went, by the sandbox's own books. */
export interface QuotaRun {
  /** Saves per minute over the permitted rate: of the whole drain, and from its second minute on. */
  whole: number;
  afterFirstMinute: number;
  /** Throttled answers: in the first minute, and after it. */
  throttledAtFirst: number;
  throttledLater: number;
  minutes: number;
}

/** Drains under a quota; with the budget provisioned, or with nothing to learn from but the ban. */
export async function drainUnderQuota(parent: string, isProvisioned: boolean): Promise<QuotaRun> {
  const account: GatewayAccount = await startSandboxGateway();
  const books = new Books(account);
  await books.begin({ quota: QUOTA });
  const folder = await mkdtemp(join(parent, 'quota-'));
  const budget = isProvisioned ? QUOTA.callsPerMinute : null;
  const told = { account, saves: SAVES, transport: 'http', folder, budget } as const;
  await runInNode('till', { ...told, isWeighed: false });
  await rm(folder, { recursive: true, force: true });
  return assess((await books.read()).requests);
}

function assess(requests: readonly RequestEntry[]): QuotaRun {
  const start = requests[0]?.at ?? 0;
  const end = requests.at(-1)?.at ?? 0;
  const from = start + MINUTE;
  const count = (kind: 'success' | 'error', since: number, until = Number.POSITIVE_INFINITY) =>
    requests.filter(({ at, answer }) => answer?.kind === kind && at >= since && at < until).length;
  const used = (saves: number, milliseconds: number) =>
    saves / ((QUOTA.callsPerMinute * milliseconds) / MINUTE);
  return {
    whole: used(count('success', start), end - start),
    afterFirstMinute: used(count('success', from), end - from),
    throttledAtFirst: count('error', start, from),
    throttledLater: count('error', from),
    minutes: (end - start) / MINUTE,
  };
}
