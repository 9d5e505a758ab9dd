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
    /** What the process has worked meanwhile (ms): for no longer can it have done nothing else. */
    worked: number;
    /** The most that the process held beyond what it held before (MB). */
    grown: number;
  };
}

/** How often the memory is looked at (ms). */
const LOOK_EVERY = 20;

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
  let most = before;
  const looks = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, LOOK_EVERY);
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  const response = await client.send({ ...account, url }, JSON.stringify({ mobile }));
  const milliseconds = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  clearInterval(looks);
  const outcome = response.kind === 'failure' ? response.reason : String(response.status);
  const worked = (user + system) / 1_000;
  return { outcome, milliseconds, worked, grown: (most - before) / 2 ** 20 };
}
