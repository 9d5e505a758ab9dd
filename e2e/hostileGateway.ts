import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** What a gateway does with one call that has come whole: anything that bytes can say. */
export type Attack = (socket: Socket) => void;

export interface HostileGateway {
  url: string;
  /** The heads of the calls, as they came. */
  heads: string[];
  /** Calls for this member are answered like this. */
  attack(mobile: string, attack: Attack): void;
  close(): void;
}

/** Speaks HTTP by hand: whoever is not named is accepted. */
export async function hostileGateway(
  greet: (socket: Socket) => void = () => undefined,
): Promise<HostileGateway> {
  const attacks = new Map<string, Attack>();
  const heads: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    greet(socket);
    let text = '';
    socket.setEncoding('latin1').on('data', (part) => {
      text += part;
      const end = text.indexOf('\r\n\r\n');
      const head = text.slice(0, Math.max(0, end));
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN);
      if (end < 0 || text.length < end + 4 + length) return;
      heads.push(head);
      const form = decodeURIComponent(text.slice(end + 4));
      text = '';
      const [, attack = accept] = [...attacks].find(([mobile]) => form.includes(mobile)) ?? [];
      attack(socket);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/router/rest`,
    heads,
    attack: (mobile, attack) => attacks.set(mobile, attack),
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

const ACCEPTED = JSON.stringify({
  alibaba_alsc_crm_open_customer_save_response: {
    result: { biz_success: true, result: '1660000000000000001', result_code: '0' },
  },
});

/** The answer of a gateway that has saved somebody; `headers`: further lines, each with its end. */
export function accepted(headers = ''): string {
  return `HTTP/1.1 200 OK\r\ncontent-length: ${ACCEPTED.length}\r\n${headers}\r\n${ACCEPTED}`;
}

const accept: Attack = (socket) => socket.write(accepted());

/** Goes on for ever, as fast as it is taken. */
export function floodWith(head: string, part: Buffer): Attack {
  return (socket) => {
    const write = () => {
      while (!socket.destroyed && socket.write(part));
    };
    socket.write(head);
    socket.on('drain', write);
    write();
  };
}

/** Goes on for ever, a little every `pause` ms: no limit of a length is reached within the client's patience. */
export function dripWith(head: string, part: string, pause: number): Attack {
  return (socket) => {
    socket.write(head);
    const timer = setInterval(() => socket.write(part), pause);
    socket.once('close', () => clearInterval(timer));
  };
}
