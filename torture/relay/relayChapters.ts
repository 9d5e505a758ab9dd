import fc from 'fast-check';
import type { RelayTrouble } from '../replay/relayTrouble.ts';
import type { Happening, Step } from '../replay/schedule.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const of = <const Item>(...items: Item[]) => fc.constantFrom(...items);

const then = (happening: Happening, wait: number): Step => ({ happening, wait });

const meets = (trouble: RelayTrouble): Step => then({ type: 'relay', trouble }, 0);

/** A connection that has rested so long is not used again: what is refused over it is surely the answer to that call. */
const RESTED = 30 * SECOND;

/**
 * The relay refuses a call by itself, so that to its till it was never sent, and a copy of it comes when what it was refused for is over
 * and the till is off. Where that one had an effect, the save would go again a day later as if nobody had it.
 */
export const refusedAndCopied: fc.Arbitrary<Step[]> = fc
  .record({
    isNew: fc.boolean(),
    refuses: of<RelayTrouble>(
      { kind: 'tills lost', lasts: MINUTE },
      { kind: 'state away', lasts: MINUTE },
    ),
    times: of(1, 1, 2, 5),
    after: of(MINUTE + 5 * SECOND, 2 * MINUTE, 9 * MINUTE),
    told: of('first', 'first', 'second'),
    people: of(1, 1, 2, 6),
    heard: fc.nat(5 * SECOND),
    off: of(0, HOUR, DAY + HOUR, DAY + HOUR, DAY + HOUR),
  })
  .map(({ isNew, refuses, times, after, told, people, heard, off }) => [
    then({ type: 'crowd', people: 1 }, RESTED),
    // It knows no key any more.
    ...(isNew ? [meets({ kind: 'dies', lasts: 0, forgets: false, clock: 0 })] : []),
    meets(refuses),
    meets({ kind: 'copies', times, after, told }),
    then({ type: 'crowd', people }, heard),
    then({ type: 'stop', off }, 0),
  ]);

/**
 * A call has its effect, and of what becomes of it the till hears by a copy alone, which comes when the relay lets nobody in. Where it
 * is told that nothing has left, the save goes again a day later.
 */
export const forwardedAndCopied: fc.Arbitrary<Step[]> = fc
  .record({
    refuses: of<RelayTrouble>(
      { kind: 'tills lost', lasts: MINUTE },
      { kind: 'state away', lasts: MINUTE },
    ),
    after: of(200, 300, SECOND, 5 * SECOND),
    people: of(1, 1, 2, 6),
    leaves: fc.integer({ min: 50, max: 200 }),
    off: of(0, DAY + HOUR, DAY + HOUR),
  })
  .map(({ refuses, after, people, leaves, off }) => [
    then({ type: 'crowd', people: 1 }, RESTED),
    meets({ kind: 'copies', times: people, after, told: 'second' }),
    then({ type: 'crowd', people }, leaves),
    then({ type: 'relay', trouble: refuses }, after + SECOND),
    then({ type: 'stop', off }, 0),
  ]);
