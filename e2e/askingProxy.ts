import { createHash } from 'node:crypto';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** How a proxy asks who is there. */
export const SCHEMES = ['Basic', 'Digest', 'NTLM'] as const;
export type Scheme = (typeof SCHEMES)[number];

const REALM = 'company';
const NONCE = 'abcdef0123456789';

export interface AskingProxy {
  port: number;
  /** With this name and the right password, or the wrong one, as far as the scheme shows it. */
  offers: { username: string; isRight: boolean }[];
  /** How often it was called by somebody who did not say who he was. */
  asked(): number;
  /** Tunnels that were opened. */
  passed(): number;
  /** Whether every offer is refused from now on. */
  refuseAll(isRefusing: boolean): void;
  /** To this port it lets nobody, and asks anew for whatever it is told. */
  closeTo(port: number): void;
  /** How often it has refused a right offer for its port. */
  closed(): number;
  /** Whether a right offer is answered by nothing from now on, as where its directory is down. */
  answerNobody(isSilent: boolean): void;
  /** Whether it takes a right offer from now on, and finds nobody behind it. */
  findNobody(isAway: boolean): void;
}

/** A proxy for `CONNECT` that wants a name and password, and opens a tunnel to this very machine alone. */
export async function askingProxy(
  scheme: Scheme,
  account: { username: string; password: string },
): Promise<AskingProxy> {
  const offers: AskingProxy['offers'] = [];
  let asked = 0;
  let passed = 0;
  let isRefusing = false;
  let isSilent = false;
  let isAway = false;
  let closedPort: number | null = null;
  let closed = 0;
  const hear = (socket: Socket, head: string) => {
    const said = /^proxy-authorization: *(.*)$/im.exec(head)?.[1]?.trim();
    const offer = said === undefined ? null : readOffer(scheme, said, account);
    if (offer === 'begun') return ask(socket, `NTLM ${CHALLENGE.toString('base64')}`);
    if (offer === null) asked += 1;
    else offers.push(offer);
    if (offer === null || !offer.isRight || isRefusing) return ask(socket, QUESTIONS[scheme]);
    if (isSilent) return;
    if (isAway) return void socket.end('HTTP/1.1 503 Nobody there\r\nContent-Length: 0\r\n\r\n');
    const port = Number(/^CONNECT [^ ]*:(\d+) /.exec(head)?.[1]);
    if (port === closedPort) {
      closed += 1;
      return ask(socket, QUESTIONS[scheme]);
    }
    passed += 1;
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.removeAllListeners('data').on('close', () => onward.destroy());
  };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let head = '';
    socket
      .on('error', () => undefined)
      .on('close', () => sockets.delete(socket))
      .on('data', (part) => {
        head += part.toString('latin1');
        if (!head.endsWith('\r\n\r\n')) return;
        hear(socket, head);
        head = '';
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    offers,
    asked: () => asked,
    passed: () => passed,
    refuseAll: (value) => {
      isRefusing = value;
    },
    closeTo: (port) => {
      closedPort = port;
    },
    closed: () => closed,
    answerNobody: (value) => {
      isSilent = value;
    },
    findNobody: (value) => {
      isAway = value;
    },
  };
}

const QUESTIONS: Record<Scheme, string> = {
  Basic: `Basic realm="${REALM}"`,
  Digest: `Digest realm="${REALM}", nonce="${NONCE}", qop="auth", algorithm=MD5`,
  NTLM: 'NTLM',
};

function ask(socket: Socket, question: string): void {
  socket.write(
    `HTTP/1.1 407 Who is there\r\nProxy-Authenticate: ${question}\r\nContent-Length: 0\r\n\r\n`,
  );
}

function readOffer(
  scheme: Scheme,
  said: string,
  { username, password }: { username: string; password: string },
): { username: string; isRight: boolean } | 'begun' {
  const text = said.slice(said.indexOf(' ') + 1);
  if (scheme === 'Basic') {
    const decoded = Buffer.from(text, 'base64').toString();
    return {
      username: decoded.slice(0, decoded.indexOf(':')),
      isRight: decoded === `${username}:${password}`,
    };
  }
  if (scheme === 'NTLM') {
    const message = Buffer.from(text, 'base64');
    // Its second message has the name at a place that it names itself ([MS-NLMP] 2.2.1.3).
    if (message.readUInt32LE(8) === 1) return 'begun';
    const [length, offset] = [message.readUInt16LE(36), message.readUInt32LE(40)];
    const given = message.subarray(offset, offset + length).toString('utf16le');
    // Which password is behind it only a directory could say.
    return { username: given, isRight: given === username };
  }
  const field = (name: string) => new RegExp(`\\b${name}="?([^",]*)"?`).exec(text)?.[1] ?? '';
  const md5 = (joined: string) => createHash('md5').update(joined).digest('hex');
  const a1 = md5(`${username}:${REALM}:${password}`);
  const a2 = md5(`CONNECT:${field('uri')}`);
  const right = md5([a1, NONCE, field('nc'), field('cnonce'), 'auth', a2].join(':'));
  return { username: field('username'), isRight: field('response') === right };
}

/** The proxy's second word in NTLM: a challenge that asks for nothing special ([MS-NLMP] 2.2.1.2). */
const CHALLENGE = Buffer.concat([
  Buffer.from('NTLMSSP\0', 'latin1'),
  Buffer.from([2, 0, 0, 0]),
  // No name of the target.
  Buffer.from([0, 0, 0, 0, 56, 0, 0, 0]),
  // Unicode, NTLM, extended session security, target info.
  Buffer.from([0x01, 0x02, 0x88, 0x00]),
  Buffer.from('12345678', 'latin1'),
  Buffer.alloc(8),
  // Target info: its end alone, four bytes at 56.
  Buffer.from([4, 0, 4, 0, 56, 0, 0, 0]),
  Buffer.alloc(8),
  Buffer.alloc(4),
]);
