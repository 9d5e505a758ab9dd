import { once } from 'node:events';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

const ANSWER = '{"alibaba_alsc_crm_open_customer_save_response":{"result":{"biz_success":true}}}';

export interface FarGateway {
  port: number;
  close(): void;
}

/** Answers every call at once over TLS, so far away that a round trip takes `roundTrip` ms. */
export async function farGateway(
  certificate: { key: Buffer; cert: Buffer },
  roundTrip: number,
): Promise<FarGateway> {
  const gateway = createTlsServer(certificate, (request, response) => {
    request.resume().on('end', () => response.end(ANSWER));
  });
  const sockets = new Set<Socket>();
  const relay = createServer((near) => {
    const far = connect(portOf(gateway), '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket.setNoDelay());
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    }
    // To make the connection itself is a round trip as well.
    const opensAt = performance.now() + roundTrip;
    near.on('data', (bytes) => {
      const wait = Math.max(0, opensAt - performance.now()) + roundTrip / 2;
      later(wait, () => far.write(bytes));
    });
    far.on('data', (bytes) => later(roundTrip / 2, () => near.write(bytes)));
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  for (const server of [gateway, relay]) await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: portOf(relay),
    close: () => {
      for (const socket of sockets) socket.destroy();
      relay.close();
      gateway.close();
    },
  };
}

function later(milliseconds: number, what: () => void): void {
  if (milliseconds <= 0) what();
  else setTimeout(what, milliseconds);
}

function portOf(server: Pick<Server, 'address'>): number {
  return (server.address() as AddressInfo).port;
}
