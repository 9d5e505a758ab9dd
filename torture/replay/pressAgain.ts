import fc from 'fast-check';
import type { Intention } from '../../main/outbox/intention.ts';
import type { Till } from './process.ts';

/** The button is pressed again under the id of a save that is there, perhaps over other content. */
export interface PressAgain {
  type: 'press again';
  save: number;
  isOther: boolean;
}

export const presses: fc.Arbitrary<PressAgain> = fc.record({
  type: fc.constant('press again' as const),
  save: fc.nat(7),
  isOther: fc.boolean(),
});

/** What is wrong with the answer to the second press, or null. */
export async function pressAgain(
  { outbox }: Till,
  intention: Intention,
  isOther: boolean,
): Promise<string | null> {
  const { requestId, member } = intention;
  // What is forgotten, or away in a file, is another intention under an id that no page would give.
  if (outbox.find(requestId) === undefined) return null;
  const pressed = isOther ? { ...intention, member: { ...member, name: 'other' } } : intention;
  const result = await outbox.enqueue(pressed);
  if (isOther) return result.ok ? `${requestId} is confirmed for other content` : null;
  const isSame = result.ok && !result.isNew && result.save.requestId === requestId;
  return isSame ? null : `${requestId} is not confirmed for its own content`;
}
