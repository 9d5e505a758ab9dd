import type { GatewayResponse } from '../../app/gateway/classify.ts';
import type { ProxyAccount } from '../../app/settings/proxyAccount.ts';
import type { Clock } from '../clock/clock.ts';
import type { Post } from '../gateway/line.ts';
import { describeFailure } from '../gateway/transportFailure.ts';

export interface Posting {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** No longer than this is waited for the whole answer (ms). */
  patience: number;
}

/** How a report travels. */
export interface Way {
  post: Post;
  clock: Pick<Clock, 'after'>;
  /** What a proxy is told that asks for a name and password. */
  proxy: () => ProxyAccount | null;
}

/** Sends one report and brings whatever came back. Never throws. */
export async function postWithin(
  { post, clock, proxy }: Way,
  { url, headers, body, patience }: Posting,
): Promise<GatewayResponse> {
  const waiting = new AbortController();
  const cancel = clock.after(patience, () => waiting.abort());
  try {
    const { signal } = waiting;
    const call = { url, headers, form: body, signal, patience, proxy: proxy() };
    const { status, date, text, mayBeSecond } = await post(call);
    return { kind: 'http', status, date, bodyText: text, mayBeSecond };
  } catch (error) {
    return describeFailure(error);
  } finally {
    cancel();
  }
}
