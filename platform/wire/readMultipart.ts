import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { DecodedForm } from './decodeForm.ts';
import { BodyTooMuch, wholeBody } from './wholeBody.ts';

/** A call has a dozen parts. To take thousands apart takes longer than a hundred calls. */
const MOST_PARTS = 256;

/** Of one part (bytes): it says a name, perhaps a type. */
const LONGEST_HEAD = 2 * 1024;

/**
 * Reads the fields of a multipart body. A server of calls has no file parameters: files are skipped. Rejects (413) where the
 * body is longer than the server's `bodyLimit`, or has more parts, or a longer head of one, than any call: that is looked at
 * before anything is taken apart.
 */
export async function readMultipart(
  request: FastifyRequest,
  beforeReading: (text: string) => Promise<void>,
): Promise<DecodedForm> {
  // Where its caller breaks off its last part is missing, and nobody waits for the answer.
  const { body } = await wholeBody(request);
  if (isTooMuch(body)) throw new BodyTooMuch();
  await beforeReading(body.toString('latin1'));
  const { pairs, isBroken } = await readFields(request, body);
  // The parser replaces bytes that are not UTF-8: only the raw body shows them.
  return { pairs, badEncoding: isBroken || !isUtf8(body) };
}

/** Whatever the boundary is: no value of a call has a line that begins so, as JSON is on one line. */
function isTooMuch(body: Buffer): boolean {
  let parts = 0;
  for (let at = 0; at >= 0; at = body.indexOf('\r\n--', at + 1)) {
    parts += 1;
    const head = body.subarray(at, at + LONGEST_HEAD);
    const isEnded = head.length < LONGEST_HEAD || head.indexOf('\r\n\r\n') >= 0;
    // What begins the body and what ends it are no parts, but look like them.
    if (parts > MOST_PARTS + 1 || !isEnded) return true;
  }
  return false;
}

async function readFields(
  request: FastifyRequest,
  body: Buffer,
): Promise<{ pairs: [string, string][]; isBroken: boolean }> {
  const pairs: [string, string][] = [];
  try {
    for await (const part of againAs(request, body).parts()) {
      if (part.type === 'file') await part.toBuffer();
      else pairs.push([part.fieldname, textOf(part.value)]);
    }
    return { pairs, isBroken: false };
  } catch {
    return { pairs, isBroken: true };
  }
}

/** The same request, whose body has not been read yet. */
function againAs(request: FastifyRequest, body: Buffer): FastifyRequest {
  const { headers } = request.raw;
  const raw = Object.assign(Readable.from(body.length === 0 ? [] : [body]), { headers });
  return Object.create(request, { raw: { value: raw } });
}

// The parser turns a part of type application/json into a value: turn it back.
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
