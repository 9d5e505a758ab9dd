import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from './connection.ts';

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

/**
 * Every caller makes one call after the other, over a connection that it keeps as long as the till does. It speaks no more
 * HTTP than that takes: Node's own client costs more than the till's answer, and would be what is measured.
 */
export async function callApi(told: ApiCallersRun['told']): Promise<ApiCallersRun['said']> {
  const { port, token, callers, saves, milliseconds, body } = told;
  const statuses: Record<string, number> = {};
  const times: number[] = [];
  let next = 0;
  const start = performance.now();
  const mayGoOn = () =>
    saves === null ? performance.now() - start < milliseconds : next < saves.count;
  const head = [
    'POST /v1/members HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    'Content-Type: application/json',
    ...(token === null ? [] : [`Authorization: Bearer ${token}`]),
  ].join('\r\n');
  const bytesOf = (number: number) => {
    const member = { mobile: `1${3_000_000_000 + number}`, name: '刘德华' };
    const text = JSON.stringify({ ...body, member });
    return `${head}\r\nIdempotency-Key: bench-of-the-api-${number}\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
  };

  const caller = async () => {
    let connection: Connection | null = null;
    while (mayGoOn()) {
      next += 1;
      connection ??= new Connection(port);
      const began = performance.now();
      const { status } = await connection.call(bytesOf((saves?.from ?? 0) + next));
      times.push(performance.now() - began);
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (!connection.isOpen) connection = null;
      if (status === 0) await delay(1);
    }
    connection?.end();
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const spent = performance.now() - start;
  return { statuses, times: saves === null ? [] : times, milliseconds: spent };
}
