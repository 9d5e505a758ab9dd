import { connect } from 'node:tls';
import { calledAddress } from '../../app/settings/calledAddress.ts';
import { describeFailure } from '../../main/gateway/transportFailure.ts';
import { type Answer, failedAnswer, readAnswer } from './answer.ts';
import type { CallForm } from './form.ts';

/** No answer after this time (ms) is none; an answer longer than this (bytes) is somebody else's page. */
const PATIENCE = 20_000;
const MAXIMUM_BYTES = 256 * 1_024;

const CONTENT_TYPE = 'application/x-www-form-urlencoded; charset=utf-8';

/** Sends one call, once, and brings back whatever came. Never throws. */
export async function sendForm(
  fetch: typeof globalThis.fetch,
  url: string,
  { verb, text }: CallForm,
  now: () => number,
): Promise<Answer> {
  try {
    const response = await fetch(calledAddress(url), {
      method: verb,
      body: text,
      headers: { 'content-type': CONTENT_TYPE },
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE),
    });
    const body = await boundedText(response);
    return readAnswer({ status: response.status, body, headers: response.headers }, now());
  } catch (error) {
    const { reason } = describeFailure(error);
    return failedAnswer(reason);
  }
}

async function boundedText(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    parts.push(part);
    length += part.length;
    if (length > MAXIMUM_BYTES) break;
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Which protocol a TLS handshake agrees on, without any call; null where it comes to none. */
export function protocolOffered(url: string): Promise<string | null> {
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== 'https:') return Promise.resolve('plain http/1.1');
  return new Promise((resolve) => {
    const socket = connect({
      host: hostname,
      servername: hostname,
      port: Number(port || 443),
      ALPNProtocols: ['h2', 'http/1.1'],
      timeout: PATIENCE,
    });
    const settle = (offered: string | null) => {
      socket.destroy();
      resolve(offered);
    };
    socket.once('secureConnect', () => settle(socket.alpnProtocol || 'http/1.1'));
    socket.once('error', () => settle(null)).once('timeout', () => settle(null));
  });
}
