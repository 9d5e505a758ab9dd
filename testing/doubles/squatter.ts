import dns from 'node:dns';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';

/** Another user's program at this machine's ::1, with the port of a server that listens at 127.0.0.1 alone. */
export interface Squatter {
  /** What it was asked, as a line of each head with what came behind it. */
  heard: string[];
  close(): void;
}

/** A machine may have no ::1 at all. */
export const canSquat = await openSquatter(0).then(
  (squatter) => {
    squatter.close();
    return true;
  },
  () => false,
);

/** `answer`: what it says; default: nothing with a 200. */
export async function openSquatter(
  port: number,
  answer: RequestListener = (_request, response) => response.end(),
): Promise<Squatter> {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += String(part);
    });
    request.on('end', () => {
      heard.push(`${request.method} ${request.url} ${decodeURIComponent(body)}`);
      answer(request, response);
    });
  });
  await once(server.listen(port, '::1'), 'listening');
  return {
    heard,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** From now on `localhost` is to Node what it is to Chromium, and by many a hosts file: ::1 first. Gives what ends that. */
export function nameSixFirst(): () => void {
  const { lookup } = dns;
  type Lookup = (name: string, options: object, done: (...found: unknown[]) => void) => void;
  const first: Lookup = (name, options, done) => {
    if (name !== 'localhost') (lookup as Lookup)(name, options, done);
    else if (!('all' in options && options.all)) done(null, '::1', 6);
    else
      done(null, [
        { address: '::1', family: 6 },
        { address: '127.0.0.1', family: 4 },
      ]);
  };
  dns.lookup = first as typeof lookup;
  return () => {
    dns.lookup = lookup;
  };
}
