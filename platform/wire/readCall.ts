import type { FastifyRequest } from 'fastify';
import { type Call, customerSaveArgument, type ParamsIn } from '../protocol/call.ts';
import { type DecodedForm, decodeForm } from './decodeForm.ts';
import { readMultipart } from './readMultipart.ts';
import type { SentForm } from './takeForms.ts';

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
  const sent = request.body as SentForm | undefined;
  const isMultipart = sent !== undefined && 'multipart' in sent;
  const bodyIn: ParamsIn = isMultipart ? 'multipart' : 'form';
  await beforeReading(isMultipart ? sent.multipart.toString('latin1') : (sent?.text ?? ''));
  const body = readBody(sent, request.headers['content-type'] ?? '');
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

/** Of the bodies that are taken; others are not read at all. */
function readBody(sent: SentForm | undefined, contentType: string): DecodedForm {
  if (sent === undefined) return { pairs: [], badEncoding: false };
  return 'text' in sent ? decodeForm(sent.text) : readMultipart(sent.multipart, contentType);
}

function namesOtherCharset(request: FastifyRequest): boolean {
  const charset = /charset="?([^\s;"]+)/i.exec(request.headers['content-type'] ?? '')?.[1];
  return charset !== undefined && !/^utf-?8$/i.test(charset);
}
