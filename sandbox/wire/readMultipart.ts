import { isUtf8 } from 'node:buffer';
import type { FastifyRequest } from 'fastify';
import type { DecodedForm } from './decodeForm.ts';

/** Reads the fields of a multipart body. This gateway has no file parameters: files are skipped. */
export async function readMultipart(request: FastifyRequest): Promise<DecodedForm> {
  const chunks: Buffer[] = [];
  // The parser replaces bytes that are not UTF-8: only the raw body shows them.
  request.raw.on('data', (chunk: Buffer) => chunks.push(chunk));
  const pairs: [string, string][] = [];
  try {
    for await (const part of request.parts()) {
      if (part.type === 'file') await part.toBuffer();
      else pairs.push([part.fieldname, textOf(part.value)]);
    }
  } catch {
    return { pairs, badEncoding: true };
  }
  return { pairs, badEncoding: !isUtf8(Buffer.concat(chunks)) };
}

// The parser turns a part of type application/json into a value: turn it back.
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
