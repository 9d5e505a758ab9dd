import { freezeBody } from '../../app/outbox/freezeBody.ts';
import { MAX_CAPACITY } from '../../app/replay/gate.ts';
import type { GatewayAccount } from '../../dev/start/sandboxGateway.ts';
import { gatewayTimestamp } from '../../main/gateway/gatewayTimestamp.ts';
import type { Line } from '../../main/gateway/line.ts';
import { Lines } from '../../main/gateway/lines.ts';
import { signedForm } from '../../main/gateway/signedForm.ts';
import { openNodeLine } from '../../testing/doubles/nodeLine.ts';
import { intention } from '../enqueue/ours.ts';
import { keepAliveFetch } from './keepAliveFetch.ts';

/** What is posted, and over what. */
export interface Load {
  account: GatewayAccount;
  /** How many saves, each of another person. */
  saves: number;
  transport: Transport;
}

/** Node's `http` with connections that are kept alive, or the `fetch` of where it runs: Node or Electron. */
export type Transport = 'http' | 'fetch';

/** How a process has spent its time (ms); `busy`: of its main thread's processor, where it can tell. */
export interface Spent {
  milliseconds: number;
  busy: number | null;
}

/** Calls under way at once, of the till and of the bare client. */
export const LANES = MAX_CAPACITY;

/** The forms that the till will post for these saves, signed now: a bare client has nothing to do but post. */
export function signedForms({ account, saves }: Load): string[] {
  const timestamp = gatewayTimestamp(Date.now());
  return Array.from({ length: saves }, (_, index) => {
    const { requestId, origin, member } = intention(index + 1);
    return signedForm(account, freezeBody(requestId, origin, member), timestamp);
  });
}

export function fetchOver(transport: Transport): typeof globalThis.fetch {
  return transport === 'http' ? keepAliveFetch(LANES) : fetch;
}

/** What a till sends over: the same `fetch`, or the lines of where it runs, as the app wires them. */
export function linesOver(transport: Transport, openLine: () => Line): Lines {
  const fetched = keepAliveFetch(LANES);
  const open = transport === 'http' ? () => openNodeLine(fetched) : openLine;
  return new Lines(open, () => performance.now());
}

/** Starts a stopwatch over time and the main thread's processor. */
export function stopwatch(): () => Spent {
  const start = performance.now();
  const before = threadUsage();
  return () => {
    const milliseconds = performance.now() - start;
    const spent = before === undefined ? undefined : threadUsage(before);
    return { milliseconds, busy: spent === undefined ? null : (spent.user + spent.system) / 1_000 };
  };
}

/** Not every Electron that the app runs on has a Node that can tell. */
function threadUsage(before?: NodeJS.CpuUsage): NodeJS.CpuUsage | undefined {
  return 'threadCpuUsage' in process ? process.threadCpuUsage(before) : undefined;
}
