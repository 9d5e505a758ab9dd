import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshFolder } from './runFolder.ts';

/** On loopback, as nobody else here has it: a list of name servers says no port, so that it is 53 for each. */
const ADDRESS = '127.53.53.53';

export interface NameServer {
  /** The list of name servers that has it alone (`askingAt`). */
  file: string;
  /** The names that it was asked for. */
  asked: Set<string>;
  close(): void;
}

/** A name server that knows no name. Needs root. */
export async function startNameServer(): Promise<NameServer> {
  const asked = new Set<string>();
  const socket = createSocket('udp4');
  socket.on('message', (question, { port, address }) => {
    asked.add(nameIn(question));
    const answer = Buffer.from(question);
    // There is no such name (RFC 1035, 4.1.1).
    answer.writeUInt16BE(0x81_83, 2);
    socket.send(answer, port, address);
  });
  socket.bind(53, ADDRESS);
  await once(socket, 'listening');
  const folder = freshFolder('names');
  const file = join(folder, 'resolv.conf');
  writeFileSync(file, `nameserver ${ADDRESS}\n`);
  chmodSync(folder, 0o755);
  return { file, asked, close: () => void socket.close() };
}

/** Runs what follows so that it asks these name servers: no other app of this machine does. Needs root. */
export function askingAt(file: string): string[] {
  const script = 'mount --bind "$1" /etc/resolv.conf && shift && exec "$@"';
  return ['unshare', '--mount', 'sh', '-c', script, 'sh', file];
}

/** The name that a DNS message asks for: labels, each behind its length (RFC 1035, 4.1.2). */
function nameIn(message: Buffer): string {
  const labels: string[] = [];
  for (let at = 12; (message[at] ?? 0) > 0; at += (message[at] ?? 0) + 1)
    labels.push(message.toString('latin1', at + 1, at + 1 + (message[at] ?? 0)));
  return labels.join('.');
}
