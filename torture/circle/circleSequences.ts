import { type Sequences, sequencesOf } from '../sequences.ts';
import { move } from './circleMoves.ts';
import type { Mistake } from './circleTill.ts';
import { CircleWorld } from './circleWorld.ts';
import { takeMove } from './takeMove.ts';

/** Two tills that hand their queues on, with whatever happens to them. `mistake`: what they do wrong. */
export function circleSequences(mistake: Mistake | null = null): Sequences {
  return sequencesOf({
    step: move,
    length: [25, 60],
    begin: () => CircleWorld.begin(mistake),
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
