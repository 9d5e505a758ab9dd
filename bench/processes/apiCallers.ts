import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** Programs that call the local API of a till, in a process of their own. */
export interface ApiCallersRun {
  told: {
    port: number;
    /** Null: they have none. */
    token: string | null;
    callers: number;
    /** Saves of people that nobody has registered yet, from this number on; null: calls for so many ms. */
    saves: { from: number; count: number } | null;
    milliseconds: number;
    /** What is sent beside the member. */
    body: object;
  };
  said: { statuses: Record<string, number>; times: number[]; milliseconds: number };
}

/** Every caller makes one call after the other, over a connection that it keeps as long as the till does. */
export async function callApi(told: ApiCallersRun['told']): Promise<ApiCallersRun['said']> {
  const { port, token, callers, saves, milliseconds, body } = told;
  const agent = new Agent({ keepAlive: true, maxSockets: callers });
  const statuses: Record<string, number> = {};
  const times: number[] = [];
  let next = 0;
  const mayGoOn = (start: number) =>
    saves === null ? performance.now() - start < milliseconds : next < saves.count;

  const call = (number: number) =>
    new Promise<number>((resolve) => {
      const mobile = `1${3_000_000_000 + number}`;
      const text = JSON.stringify({ ...body, member: { mobile, name: '刘德华' } });
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
        'idempotency-key': `bench-of-the-api-${number}`,
        ...(token !== null && { authorization: `Bearer ${token}` }),
      };
      const sent = request({ port, agent, method: 'POST', path: '/v1/members', headers }, (reply) =>
        reply.resume().once('end', () => resolve(reply.statusCode ?? 0)),
      );
      // Refused by the end of its connection.
      sent.once('error', () => resolve(0));
      sent.end(text);
    });

  const start = performance.now();
  const caller = async () => {
    while (mayGoOn(start)) {
      next += 1;
      const began = performance.now();
      const status = await call((saves?.from ?? 0) + next);
      times.push(performance.now() - began);
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (status === 0) await delay(1);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const spent = performance.now() - start;
  agent.destroy();
  return { statuses, times: saves === null ? [] : times, milliseconds: spent };
}
