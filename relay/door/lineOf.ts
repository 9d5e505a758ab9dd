import type { FastifyRequest } from 'fastify';

/** In a form or a query, or in the parts of a multipart body, as all known clients write it. */
const IN_FORM = /(?:^|[&?])app_key=([^&]{1,128})/;
const IN_PARTS = /name="app_key"\r\n\r\n([^\r]{1,128})\r/;

/**
 * Which line a call waits in before anything of it is taken apart: that of the key that it names, if that is one that has called before, and
 * else the one of everybody else at its address. It is no more than a hint, as its sign was not looked at: whoever names another's key waits
 * in that one's line, and puts off nobody else. Behind a proxy that is not trusted all have one address.
 */
export function lineOf(
  { raw, ip }: Pick<FastifyRequest, 'raw' | 'ip'>,
  body: string,
  isKept: (appKey: string) => boolean,
): string {
  const { url = '' } = raw;
  const [, named = ''] = IN_FORM.exec(url) ?? IN_FORM.exec(body) ?? IN_PARTS.exec(body) ?? [];
  return isKept(named) ? `key ${named}` : `address ${ip}`;
}
