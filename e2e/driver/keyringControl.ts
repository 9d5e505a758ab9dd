import { once } from 'node:events';
import { createConnection } from 'node:net';

/** As the daemon numbers what it can be asked (gnome-keyring, `daemon/control/gkd-control-codes.h`). */
const UNLOCK = 1;
const OK = 0;

/**
 * Unlocks the login keyring as signing in does (PAM), through the daemon's socket. A request: a byte that goes with the
 * credentials of the sender, then length, operation and the password with its length, each 32 bits, big-endian; the
 * answer: length and result.
 * @throws Error when the daemon refuses the password
 */
export async function unlockLogin(socketPath: string, password: string): Promise<void> {
  const socket = createConnection(socketPath);
  await once(socket, 'connect');
  const bytes = Buffer.from(password);
  const request = Buffer.alloc(13);
  request.writeUInt32BE(12 + bytes.length, 1);
  request.writeUInt32BE(UNLOCK, 5);
  request.writeUInt32BE(bytes.length, 9);
  socket.write(Buffer.concat([request, bytes]));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  const result = answer.readUInt32BE(4);
  if (result !== OK) throw new Error(`The keyring does not unlock: ${result}.`);
}
