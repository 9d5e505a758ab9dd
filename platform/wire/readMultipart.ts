import { isUtf8 } from 'node:buffer';
import type { FastifyRequest } from 'fastify';
import type { DecodedForm } from './decodeForm.ts';

/** A body is longer than the server takes; fastify answers it as it does for a form. */
class BodyTooLong extends Error {
  readonly statusCode = 413;
}

/**
 * Reads the fields of a multipart body. A server of calls has no file parameters: files are skipped. Rejects where the
 * body is longer than the server's `bodyLimit`.
 */
export async function readMultipart(request: FastifyRequest): Promise<DecodedForm> {
  const chunks: Buffer[] = [];
  const limit = request.server.initialConfig.bodyLimit ?? 0;
  const tooLong = new Promise<never>((_resolve, reject) => {
    let length = 0;
    // The parser replaces bytes that are not UTF-8: only the raw body shows them.
    request.raw.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limit) return chunks.push(chunk);
      request.raw.unpipe();
      return reject(new BodyTooLong());
    });
  });
  const { pairs, isBroken } = await Promise.race([readFields(request), tooLong]);
  return { pairs, badEncoding: isBroken || !isUtf8(Buffer.concat(chunks)) };
}

async function readFields(
  request: FastifyRequest,
): Promise<{ pairs: [string, string][]; isBroken: boolean }> {
  const pairs: [string, string][] = [];
  try {
    for await (const part of request.parts()) {
      if (part.type === 'file') await part.toBuffer();
      else pairs.push([part.fieldname, textOf(part.value)]);
    }
    return { pairs, isBroken: false };
  } catch {
    return { pairs, isBroken: true };
  }
}

// The parser turns a part of type application/json into a value: turn it back.
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
