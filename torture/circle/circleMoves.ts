import fc from 'fast-check';

/** How many tills hand files on, and of how many people. */
export const [TILLS, PEOPLE] = [2, 1];

const till = fc.nat(TILLS - 1);
const who = fc.nat(PEOPLE - 1);
/** By what somebody is registered. */
export type Names = 'mobile' | 'code' | 'both';
const names = fc.constantFrom<Names>('mobile', 'mobile', 'code', 'both');
/** Of what there is then. */
const which = fc.nat(20);
/** After so many calls of the disk its power is cut, or never. */
const cut = fc.option(fc.integer({ min: 1, max: 40 }), { freq: 1 });
const kind = <Kind extends string>(name: Kind) => fc.constant(name);

/** What may happen beside something else. */
const beside = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: kind('register'), till, who, names }) },
  fc.record({ kind: kind('register again'), till, who, which }),
  fc.record({ kind: kind('correct'), till, which, other: fc.option(who, { freq: 3 }) }),
  fc.record({ kind: kind('send again'), till, which }),
  fc.record({ kind: kind('word'), till, which }),
  fc.record({ kind: kind('discard'), till, which }),
  fc.record({ kind: kind('housekeep'), till }),
  fc.record({ kind: kind('settings'), till, to: fc.nat(1) }),
);
const how = fc.constantFrom('accepted', 'accepted', 'rejected', 'lost', 'never') as fc.Arbitrary<
  'accepted' | 'rejected' | 'lost' | 'never'
>;
const alone = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: kind('send'), till, which, how }) },
  { weight: 5, arbitrary: fc.record({ kind: kind('export'), till, cut }) },
  {
    weight: 8,
    arbitrary: fc.record({
      ...{ kind: kind('import'), till, which, beside, cut },
      isRemoved: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: kind('erase'), till, who, beside, cut }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('start'), till, isCut: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('lose key'), till }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('find key'), till }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('go on'), till }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: kind('pass'), hours: fc.constantFrom(1, 3, 5, 20, 30) }),
  },
);

/** Somebody sets the clock of a till. */
const setClock = fc.record({
  ...{ kind: kind('set clock'), till },
  hours: fc.constantFrom(-300, -3, 0, 0, 3),
});

/** One thing that happens at one of the tills, or time that passes. */
export const move = fc.oneof({ weight: 8, arbitrary: beside }, { weight: 20, arbitrary: alone });
/** The same where somebody sets the clocks meanwhile. */
export const moveOfClocks = fc.oneof(
  { weight: 26, arbitrary: move },
  { weight: 5, arbitrary: setClock },
);
export type MoveBeside = typeof beside extends fc.Arbitrary<infer Move> ? Move : never;
export type Move = typeof moveOfClocks extends fc.Arbitrary<infer Any> ? Any : never;
