import type { IncomingMessage } from 'node:http';
import { networkOf } from './networkOf.ts';

/** In a form or a query, or in the parts of a multipart body, as all known clients write it. */
const IN_FORM = /(?:^|[&?])app_key=([^&]{1,128})/;
const IN_PARTS = /name="app_key"\r\n\r\n([^\r]{1,128})\r/;

/** Where a call waits: with those of a key that has called before, or with those of nobody known who have one network. */
export interface Line {
  isHeard: boolean;
  /** The key, or the network. */
  of: string;
}

/**
 * Which line a call waits in before anything of it is taken apart: that of the key that it names, if that is one that has called before, and
 * else the one of everybody else of its network. It is no more than a hint, as its sign was not looked at: whoever names another's key waits
 * in that one's line, and puts off nobody else. The network is that of the connection, never one that a header names: whoever calls writes
 * those himself, a new one for each call and as long as he likes. So behind a proxy all have one.
 */
export function lineOf(
  {
    raw,
  }: { raw: Pick<IncomingMessage, 'url'> & { socket: { remoteAddress?: string | undefined } } },
  body: string,
  isKept: (appKey: string) => boolean,
): Line {
  const { url = '', socket } = raw;
  const [, named = ''] = IN_FORM.exec(url) ?? IN_FORM.exec(body) ?? IN_PARTS.exec(body) ?? [];
  if (isKept(named)) return { isHeard: true, of: named };
  return { isHeard: false, of: networkOf(socket.remoteAddress ?? '') };
}
