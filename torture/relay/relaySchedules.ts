import fc from 'fast-check';
import type { RelayInSchedule, RelayTrouble } from '../replay/relayTrouble.ts';
import { type Schedule, type Step, step } from '../replay/schedule.ts';
import { forwardedAndCopied, refusedAndCopied } from './relayChapters.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const of = <const Item>(...items: Item[]) => fc.constantFrom(...items);

const times = of(1, 1, 2, 5);

const troubles: fc.Arbitrary<RelayTrouble> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: of('duplicates'),
      times,
      after: of(0, 5, 300, 20 * SECOND, 5 * MINUTE, 30 * MINUTE),
      told: of('first', 'second'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: of('copies'),
      times,
      after: of(0, 5, 300, 20 * SECOND, 2 * MINUTE, 9 * MINUTE),
      told: of('first', 'first', 'second'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: of('delays'),
      times,
      call: of(0, 500, 19 * SECOND, 25 * SECOND, 3 * MINUTE, HOUR),
      answer: of(0, 500, 19 * SECOND, MINUTE),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: of('loses'),
      times,
      what: of('call', 'answer'),
      how: of('reset', 'silence', 'bad-gateway'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: of('dies'),
      lasts: of(0, 50, 5 * SECOND, 10 * MINUTE, 2 * HOUR),
      forgets: fc.boolean(),
      clock: of(0, 0, 0, -HOUR, 26 * HOUR),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: of('state away'),
      lasts: of(SECOND, MINUTE, HOUR),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: of('tills lost'),
      lasts: of(SECOND, MINUTE, HOUR),
    }),
  },
);

const relay: fc.Arbitrary<RelayInSchedule> = fc.record({
  callsPerMinute: of(null, null, 6, 60),
  signsRepeat: fc.boolean(),
});

const troubled: fc.Arbitrary<Step> = fc.record({
  happening: fc.record({ type: of('relay'), trouble: troubles }),
  wait: fc.oneof(
    { weight: 6, arbitrary: fc.nat(120) },
    { weight: 3, arbitrary: fc.nat(20 * SECOND) },
    { weight: 1, arbitrary: fc.nat(20 * MINUTE) },
  ),
});

const anything = fc.oneof({ weight: 2, arbitrary: step }, { weight: 1, arbitrary: troubled });

const some = fc.array(anything, { maxLength: 6 });

/** Several steps in a row that chance hardly ever puts together. */
const chapters = fc.oneof(refusedAndCopied, forwardedAndCopied);

const steps = fc.oneof(
  { weight: 8, arbitrary: fc.array(anything, { minLength: 1, maxLength: 30, size: 'max' }) },
  { weight: 1, arbitrary: fc.tuple(some, chapters, some).map((parts) => parts.flat()) },
);

/** Everything that happens to a till, and as often something that goes wrong with its relay. */
export const relaySchedules: fc.Arbitrary<Schedule> = fc.record({
  seed: fc.nat(),
  flush: of(0, 4, 60, 400),
  forgets: fc.boolean(),
  relay,
  steps,
});
