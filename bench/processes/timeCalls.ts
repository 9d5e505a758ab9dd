import type { Line } from '../../main/gateway/line.ts';
import { Lines } from '../../main/gateway/lines.ts';
import { openNodeLine } from '../../testing/doubles/nodeLine.ts';

/**
 * `fetch`: without lines, all calls in one session. `kept`: lines in a drain, which go on with their connections.
 * `own`: lines where every call has a connection of its own, as after a rest or a lost call.
 */
export type Habit = 'fetch' | 'kept' | 'own';

export interface CallsRun {
  told: { url: string; habit: Habit; calls: number; lanes: number };
  /** Milliseconds for all calls, without those that warmed it up. */
  said: number;
}

const HEADERS = { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' };

/** As long as a signed call of a till. */
const FORM = 'a'.repeat(1_100);

/** Sends calls over so many lanes, one after the other in each, and says how long that took. */
export async function timeCalls(told: CallsRun['told'], openLine: () => Line): Promise<number> {
  const { url, habit, calls, lanes } = told;
  const post = postOf(habit, openLine);
  const sendAll = async (count: number) => {
    let left = count;
    const lane = async () => {
      while (left > 0) {
        left -= 1;
        await post({ url, headers: HEADERS, form: FORM, signal: null, patience: 20_000 });
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  };
  await sendAll(4 * lanes);
  const start = performance.now();
  await sendAll(calls);
  return performance.now() - start;
}

function postOf(habit: Habit, openLine: () => Line): Line['post'] {
  if (habit === 'fetch') return openNodeLine().post;
  // To the lines every answer is either just now or an hour ago.
  let now = 0;
  const clock = () => {
    now += habit === 'own' ? 3_600_000 : 0;
    return now;
  };
  return new Lines(openLine, clock).post;
}
