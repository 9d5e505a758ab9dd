import { setTimeout as delay } from 'node:timers/promises';
import { freezeBody } from '../../app/outbox/freezeBody.ts';
import { customerSaveArgument, customerSaveMethod } from '../../platform/protocol/call.ts';
import { expectedSign } from '../../platform/protocol/sign.ts';
import { platformTime } from '../../sandbox/testing/testCalls.ts';
import { intention } from '../enqueue/ours.ts';
import { percentile } from '../report/statistics.ts';
import { Connection } from './connection.ts';

/** The key of one till of many, by its number. */
export function tillKey(number: number): { appKey: string; appSecret: string } {
  return { appKey: String(90_000_000 + number), appSecret: String(number).padStart(32, 'a') };
}

/** Tills that save, in a process of their own. */
export interface RelayCallsRun {
  told: {
    /** Where they call, each connection the next one. */
    ports: readonly number[];
    /** How many tills they are of, in turn. */
    tills: number;
    /** Connections, with one call at a time each. */
    callers: number;
    /** So many saves, each of another person, from this number on. */
    from: number;
    count: number;
    /** Calls begun in a second, whatever has become of those before; null: as fast as they are answered. */
    perSecond: number | null;
  };
  said: {
    milliseconds: number;
    /** What half of the calls took at most, and 99 of 100 (ms); of a rate, from the moment at which each should have begun. */
    p50: number;
    p99: number;
    accepted: number;
    /** What else came, by status and code. */
    others: Record<string, number>;
  };
}

/** Signed while others wait would be measured with them: so many are signed ahead. */
const AHEAD = 20_000;

export async function callRelay(told: RelayCallsRun['told']): Promise<RelayCallsRun['said']> {
  const { ports, callers, count, perSecond } = told;
  const times: number[] = [];
  const others: Record<string, number> = {};
  let accepted = 0;
  const ready = Array.from({ length: Math.min(count, AHEAD) }, (_, index) => bytesOf(told, index));
  let next = 0;
  const start = performance.now();

  const caller = async (port: number) => {
    let connection = new Connection(port);
    while (next < count) {
      const index = next;
      next += 1;
      let began = performance.now();
      if (perSecond !== null) {
        const due = start + (index * 1_000) / perSecond;
        if (due > began) await delay(due - began);
        began = due;
      }
      const { status, body } = await connection.call(ready[index] ?? bytesOf(told, index));
      times.push(performance.now() - began);
      if (status === 200 && body.includes('"biz_success":true')) accepted += 1;
      else {
        const what = `${status} ${/"(?:sub_)?code":"?([\w.:-]+)/.exec(body)?.[1] ?? ''}`;
        others[what] = (others[what] ?? 0) + 1;
      }
      if (!connection.isOpen) connection = new Connection(port);
    }
    connection.end();
  };
  const places = Array.from({ length: callers }, (_, index) => ports[index % ports.length] ?? 0);
  await Promise.all(places.map(caller));
  const milliseconds = performance.now() - start;
  const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)];
  return { milliseconds, p50, p99, accepted, others };
}

/** One save on the wire, signed now. */
function bytesOf({ tills, from }: RelayCallsRun['told'], index: number): string {
  const number = from + index;
  const { appKey, appSecret } = tillKey(number % tills);
  const { requestId, origin, member } = intention(number);
  const params = new Map([
    ['method', customerSaveMethod],
    ['app_key', appKey],
    ['timestamp', platformTime(Date.now())],
    ['v', '2.0'],
    ['sign_method', 'hmac-sha256'],
    ['format', 'json'],
    [customerSaveArgument, freezeBody(requestId, origin, member)],
  ]);
  params.set('sign', expectedSign(params, 'hmac-sha256', appSecret) ?? '');
  const form = new URLSearchParams([...params]).toString();
  const head = [
    'POST /router/rest HTTP/1.1',
    'Host: 127.0.0.1',
    'Content-Type: application/x-www-form-urlencoded; charset=utf-8',
    `Content-Length: ${form.length}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${form}`;
}
