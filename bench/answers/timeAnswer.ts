import { GatewayClient } from '../../main/gateway/gatewayClient.ts';
import { GatewayClock } from '../../main/gateway/gatewayClock.ts';
import type { Line } from '../../main/gateway/line.ts';
import { Lines } from '../../main/gateway/lines.ts';

export interface AnswerRun {
  told: { url: string; mobile: string };
  said: {
    /** What the call came to: a reason, or the status of an answer. */
    outcome: string;
    milliseconds: number;
    /** The longest time in which the process did nothing else (ms). */
    blocked: number;
    /** The most that the process held beyond what it held before (MB). */
    grown: number;
  };
}

/** How often the process shows that it is not blocked (ms). */
const BEAT = 5;

const account = { appKey: '12345678', appSecret: 'bench-secret-not-real' };

/** One call of the app's own client, the first over its line, and what its answer costs the process. */
export async function timeAnswer(
  { url, mobile }: AnswerRun['told'],
  openLine: () => Line,
): Promise<AnswerRun['said']> {
  const monotonic = () => performance.now();
  const { post } = new Lines(openLine, monotonic);
  const client = new GatewayClient({ post, clock: new GatewayClock(Date.now, monotonic) });
  // A first answer loads what is loaded once.
  await client.send({ ...account, url }, JSON.stringify({ mobile: 'nobody' }));
  const before = process.memoryUsage().rss;
  let [blocked, most, last] = [0, before, performance.now()];
  const beat = setInterval(() => {
    const now = performance.now();
    blocked = Math.max(blocked, now - last - BEAT);
    most = Math.max(most, process.memoryUsage().rss);
    last = now;
  }, BEAT);
  const start = performance.now();
  const response = await client.send({ ...account, url }, JSON.stringify({ mobile }));
  const milliseconds = performance.now() - start;
  clearInterval(beat);
  const outcome = response.kind === 'failure' ? response.reason : String(response.status);
  return { outcome, milliseconds, blocked, grown: (most - before) / 2 ** 20 };
}
