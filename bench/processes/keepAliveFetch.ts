import { Agent, request } from 'node:http';

/**
 * `fetch`, as much of it as a gateway client needs, on Node's `http` with connections that are kept alive.
 * In the app Chromium's network stack stands here; Node's own `fetch` costs more than all the rest of a
 * till, and would make a bare client and the till look alike.
 */
export function keepAliveFetch(connections: number): typeof globalThis.fetch {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const send = (url: string, init: RequestInit) =>
    new Promise<Partial<Response>>((resolve, reject) => {
      const form = String(init.body);
      const headers = { ...(init.headers as object), 'Content-Length': Buffer.byteLength(form) };
      const options = { method: 'POST', agent, headers, signal: init.signal ?? undefined };
      const call = request(url, options, (response) => {
        const parts: Uint8Array[] = [];
        response.on('data', (part: Uint8Array) => parts.push(part));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: new Headers({ date: response.headers.date ?? '' }),
            body: parts as never,
            text: async () => Buffer.concat(parts).toString('utf8'),
          }),
        );
      });
      call.on('error', reject);
      call.end(form);
    });
  return send as never;
}
