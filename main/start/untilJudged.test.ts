import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import type { Judgement } from '../settings/windowsPolicy.ts';
import { untilJudged } from './untilJudged.ts';

test.each([true, false])(
  'what nobody can say now is asked again by itself, less and less often, until it is known: %s',
  async (answer) => {
    const clock = new VirtualClock();
    const asked: number[] = [];
    let now: Judgement = null;
    const said: string[] = [];
    let judgement: boolean | null = null;
    const waiting = untilJudged(
      async () => {
        asked.push(clock.monotonic());
        return now;
      },
      { clock, onWaiting: () => said.push('waiting') },
    ).then((is) => {
      judgement = is;
    });
    const from = clock.monotonic();
    for (let second = 0; second < 150; second += 1) await clock.pass(1_000);
    expect(asked.map((at) => (at - from) / 1_000)).toEqual([1, 3, 7, 15, 31, 61, 91, 121]);
    expect(judgement).toBeNull();
    now = answer;
    await clock.pass(30_000);
    await waiting;
    expect(judgement).toBe(answer);
    expect(said).toEqual(['waiting']);
  },
);
