import { type Sequences, sequencesOf } from '../sequences.ts';
import { move, moveOfClocks } from './circleMoves.ts';
import type { Mistake } from './circleTill.ts';
import { CircleWorld } from './circleWorld.ts';
import { takeMove } from './takeMove.ts';

/**
 * Two tills that hand their queues on, with whatever happens to them. `mistake`: what they do wrong. `ahead`: so far (ms) is
 * the clock of one of them at first, and the gateway shows it.
 * `areSet`: somebody sets the clocks meanwhile.
 */
export function circleSequences(
  mistake: Mistake | null = null,
  ahead = 0,
  areSet = false,
): Sequences {
  return sequencesOf({
    step: areSet ? moveOfClocks : move,
    length: [25, 60],
    begin: () => CircleWorld.begin(mistake, { ahead, areSet }),
    take: async (world, step) => {
      await takeMove(world, step);
      world.check();
    },
    finish: async (world) => world.check(),
  });
}

export const MISTAKES: readonly Mistake[] = [
  'who was erased is not remembered',
  'what was set aside is not remembered',
  'numbers are given anew behind a lost key',
];
