import type { FastifyRequest } from 'fastify';
import { type Call, customerSaveArgument, type ParamsIn } from '../protocol/call.ts';
import { type DecodedForm, decodeForm } from './decodeForm.ts';
import { readMultipart } from './readMultipart.ts';

/** Waited for when a body has come, before it is taken apart: `text` is all of it, byte for character where it is multipart. */
export type BeforeReading = (text: string) => Promise<void>;

const atOnce: BeforeReading = async () => undefined;

/** Merges query and body into one call. Where both have a parameter, the query's is taken. */
export async function readCall(
  request: FastifyRequest,
  onReusedConnection: boolean,
  beforeReading = atOnce,
): Promise<Call> {
  const url = request.raw.url ?? '';
  const bodyIn: ParamsIn = request.isMultipart() ? 'multipart' : 'form';
  const body = await readBody(request, beforeReading);
  const query = decodeForm(url.includes('?') ? url.slice(url.indexOf('?') + 1) : '');

  const params = new Map([...body.pairs, ...query.pairs]);
  const inQuery = query.pairs.some(([name]) => name === customerSaveArgument);
  return {
    verb: request.method,
    params,
    paramsIn: inQuery || body.pairs.length === 0 ? 'query' : bodyIn,
    badEncoding: query.badEncoding || body.badEncoding || namesOtherCharset(request),
    onReusedConnection,
  };
}

async function readBody(
  request: FastifyRequest,
  beforeReading: BeforeReading,
): Promise<DecodedForm> {
  if (request.isMultipart()) return readMultipart(request, beforeReading);
  // The form parser hands on the text of the form; other bodies are not read at all.
  const form = request.body as { text: string } | undefined;
  await beforeReading(form?.text ?? '');
  return form ? decodeForm(form.text) : { pairs: [], badEncoding: false };
}

function namesOtherCharset(request: FastifyRequest): boolean {
  const charset = /charset="?([^\s;"]+)/i.exec(request.headers['content-type'] ?? '')?.[1];
  return charset !== undefined && !/^utf-?8$/i.test(charset);
}
