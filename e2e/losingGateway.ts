import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, createServer as createRelay, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Sandbox } from '../sandbox/createSandbox.ts';

/** How the answer of a save that is done gets lost. */
export type Loss = 'the gateway dies' | 'a record breaks';

export interface LosingGateway {
  url: string;
  /** The next call is handed on, and its answer is lost like this. */
  loseNext(loss: Loss): void;
  close(): void;
}

/**
 * Stands before a sandbox and hands every call on; with a certificate it speaks TLS. A gateway that has died
 * refuses whoever tries again, as a process does that is gone.
 */
export async function losingGateway(
  sandbox: Sandbox,
  certificate: { key: Buffer; cert: Buffer } | null,
): Promise<LosingGateway> {
  let next: Loss | null = null;
  let isBreaking = false;
  const sockets = new Set<Socket>();
  const die = () => {
    relay.close();
    for (const socket of sockets) socket.destroy();
  };
  const handOn = async (request: IncomingMessage) =>
    fetch(sandbox.url, {
      method: 'POST',
      headers: { 'content-type': request.headers['content-type'] ?? '' },
      body: await buffer(request),
    });
  const inner = certificate === null ? createServer() : createTlsServer(certificate);
  inner.on('request', async (request, response) => {
    const loss = next;
    next = null;
    const answer = await handOn(request);
    if (loss === 'the gateway dies') return die();
    isBreaking = loss === 'a record breaks';
    response.setHeader('date', answer.headers.get('date') ?? '');
    response.end(await answer.text());
  });
  // Below TLS, where a record can be broken and a listener can go.
  const relay = createRelay((till) => {
    const gateway = connect(portOf(inner), '127.0.0.1');
    for (const socket of [till, gateway]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    }
    till.on('data', (bytes) => gateway.write(bytes)).on('close', () => gateway.destroy());
    gateway.on('close', () => till.destroy());
    gateway.on('data', (bytes) => {
      if (isBreaking) bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
      till.write(bytes);
    });
  });
  for (const server of [inner, relay]) await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `${certificate === null ? 'http' : 'https'}://localhost:${portOf(relay)}/router/rest`,
    loseNext: (loss) => {
      next = loss;
    },
    close: () => {
      die();
      inner.close();
    },
  };
}

function portOf(server: { address(): AddressInfo | string | null }): number {
  return (server.address() as AddressInfo).port;
}
