import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const PART = '--b\r\nContent-Disposition: form-data; name="a"; filename="f"\r\n\r\n\r\n';

/** A call of nobody that takes as long to take apart as its parts let it. `more`: lines of its head. */
export function costlyCall(parts = 120, padding = 0, more = ''): string {
  const body = `${PART.repeat(parts)}${'x'.repeat(padding)}\r\n--b--\r\n`;
  return `POST /router/rest HTTP/1.1\r\nHost: relay\r\n${more}Content-Type: multipart/form-data; boundary=b\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

/** A connection to a relay of this machine, of any of its addresses. */
export async function connectedFrom(port: number, localAddress = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  socket.on('error', () => undefined).resume();
  await once(socket, 'connect');
  return socket;
}
