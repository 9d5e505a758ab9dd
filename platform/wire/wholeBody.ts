import type { FastifyRequest } from 'fastify';

/**
 * A body comes in no more pieces. One of two kilobytes may come byte by byte; whoever sends more so means to keep the loop, of
 * which each piece takes its share.
 */
const MOST_PIECES = 4_096;

/** So many stand beside each other before they become one: each takes hundreds of bytes, however short it is. */
const APART = 64;

/** A body is more than the server takes: too long, or in too many pieces. */
export class BodyTooMuch extends Error {
  readonly statusCode = 413;
}

/** Its caller has broken off: half of a form may be a whole one, that says something else. */
class BrokenOff extends Error {
  readonly statusCode = 400;
}

/** What has come of a body, and whether that is all of it: its caller may have broken off. */
export interface CameOfBody {
  body: Buffer;
  isWhole: boolean;
}

/**
 * Reads a body in no more memory than twice what it is long. Rejects (413) where it is longer than `limit` (bytes; by itself the
 * server's `bodyLimit`), or comes in more pieces than any call.
 */
export function wholeBody(
  { raw, server }: FastifyRequest,
  limit: number = server.initialConfig.bodyLimit ?? 0,
): Promise<CameOfBody> {
  return new Promise((resolve, reject) => {
    if (Number(raw.headers['content-length']) > limit) {
      reject(new BodyTooMuch());
      return;
    }
    let pieces: Buffer[] = [];
    let count = 0;
    let length = 0;
    const take = (piece: Buffer) => {
      count += 1;
      length += piece.length;
      if (length > limit || count > MOST_PIECES) {
        raw.off('data', take);
        pieces = [];
        reject(new BodyTooMuch());
        return;
      }
      pieces.push(piece);
      if (pieces.length >= APART) pieces = [Buffer.concat(pieces, length)];
    };
    const end = (isWhole: boolean) => {
      const [only] = pieces;
      const body = only !== undefined && pieces.length === 1 ? only : Buffer.concat(pieces, length);
      pieces = [];
      resolve({ body, isWhole });
    };
    raw.on('data', take);
    raw.once('end', () => end(true));
    raw.once('close', () => end(false)).once('error', () => end(false));
  });
}

/** The text of a form, as `wholeBody` reads it. Rejects (400) where its caller has broken off. */
export async function wholeText(request: FastifyRequest, limit?: number): Promise<string> {
  const { body, isWhole } = await wholeBody(request, limit);
  if (!isWhole) throw new BrokenOff();
  return body.toString('utf8');
}
