import { AnswerReader } from '../../main/gateway/answerReader.ts';
import { type Answer, type Call, type Line, LostCall } from '../../main/gateway/line.ts';
import { nameOfFailure } from '../../main/gateway/transportFailure.ts';

type Fetch = typeof globalThis.fetch;

/** What Node says while it connects, before anything is written. */
const CONNECTING = /^(connect|getaddrinfo)$/;
const NOT_CONNECTED = /^(UND_ERR_CONNECT_TIMEOUT|.*CERT.*|UNABLE_TO_.*|ERR_TLS_CERT_.*)$/;

/**
 * A line over a `fetch` of Node's, for what runs without Electron. It knows of no connection that is kept, so
 * it lets go of none; but Node's client never sends a POST again by itself.
 */
export function openNodeLine(fetch: Fetch = globalThis.fetch): Line {
  return {
    isGone: () => false,
    renew: async () => true,
    post: async (call) => {
      try {
        return await exchange(fetch, call);
      } catch (error) {
        if (error instanceof LostCall) throw error;
        throw new LostCall(nameOfFailure(error), !hasNeverLeft(error));
      }
    },
  };
}

async function exchange(fetch: Fetch, { url, headers, form, signal }: Call): Promise<Answer> {
  const response = await fetch(url, {
    ...{ method: 'POST', headers, body: form, signal },
    ...{ redirect: 'manual', credentials: 'omit' },
  });
  const reader = new AnswerReader();
  for await (const part of response.body ?? []) {
    if (!reader.take(part)) throw new LostCall(reader.whyTooLong(), true);
  }
  return {
    status: response.status,
    date: response.headers.get('date') ?? '',
    appointment: response.headers.get('tillside-next') ?? '',
    text: reader.text(),
  };
}

function hasNeverLeft(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code = '', syscall = '' } = error as NodeJS.ErrnoException;
  if (CONNECTING.test(syscall) || NOT_CONNECTED.test(code)) return true;
  const causes = error instanceof AggregateError ? error.errors : [error.cause];
  return causes.some(hasNeverLeft);
}
