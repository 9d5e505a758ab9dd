import type { Socket } from 'node:net';

/** Whether nobody on the way reads what comes by this connection: it has TLS, or begins on this machine. */
export function isPrivate(socket: Pick<Socket, 'remoteAddress'>): boolean {
  if ('encrypted' in socket && socket.encrypted === true) return true;
  return isLoopback(socket.remoteAddress ?? '');
}

/** IPv4 also as a socket of both kinds says it. */
function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/.test(address);
}
