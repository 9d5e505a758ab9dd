import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Sandbox } from '../sandbox/createSandbox.ts';

export interface HeldGateway {
  url: string;
  /** Calls that wait for their answer. */
  readonly waiting: number;
  /** From now on every call is handed on and answered, those that wait first. */
  letGo(): void;
  close(): void;
}

/** Stands before a sandbox: nobody's call is answered before it is let go. */
export async function heldGateway(sandbox: Sandbox): Promise<HeldGateway> {
  let waiting = 0;
  const { promise: free, resolve: letGo } = Promise.withResolvers<void>();
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    waiting += 1;
    await free;
    waiting -= 1;
    const contentType = request.headers['content-type'] ?? '';
    const answer = await fetch(sandbox.url, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body,
    });
    response.setHeader('date', answer.headers.get('date') ?? '');
    response.end(await answer.text());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/router/rest`,
    get waiting() {
      return waiting;
    },
    letGo,
    close: () => {
      letGo();
      server.closeAllConnections();
      server.close();
    },
  };
}
