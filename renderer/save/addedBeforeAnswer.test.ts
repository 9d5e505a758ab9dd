import { expect, test } from 'vitest';
import { atCounter, knownMember, MOBILE } from './atCounter.fixture.ts';

const CODE = { outerId: 'code-1', outerType: 'wechat' } as const;

/** Somebody shares a number that another till has, and is added; only then their code is there. */
function codeBehindAdding() {
  const till = atCounter().types({ mobile: MOBILE, name: 'Child' }).agrees();
  till.finds('mother', MOBILE, 'moved').does({ type: 'known-toggled' });
  return till.types(CODE).saves();
}

/** Whoever was asked what a correction would change says that it is somebody else, while nothing is known of the code yet. */
function addedBeforeAnswer() {
  const till = atCounter()
    .types({ mobile: MOBILE, name: 'Child', ...CODE })
    .agrees();
  till.finds('mother').does({ type: 'known-toggled' }).saves().compares();
  return till.does({ type: 'correction-added', requestId: till.id });
}

test.each([
  ['with a code that comes behind that', codeBehindAdding],
  ['by whoever is asked whose the data are', addedBeforeAnswer],
])(
  'whoever is added %s is not registered before it is known whether the code is a member’s',
  (_name, adds) => {
    const till = adds();
    expect(till.stores()).toEqual([]);
    till.finds('child', CODE.outerId);
    expect(till.stores()).toEqual([]);
    expect(till.state.result).toEqual({ kind: 'known', member: knownMember('child') });
    expect(till.state.pending).toBeNull();
  },
);

test.each([
  ['is answered with nobody', (till: ReturnType<typeof atCounter>) => till.finds(null, 'code-1')],
  [
    'is not answered in time',
    (till: ReturnType<typeof atCounter>) =>
      till.does({ type: 'patience-ended', requestId: till.id }),
  ],
])('one whose code %s is added as ever', (_name, ends) => {
  for (const adds of [codeBehindAdding, addedBeforeAnswer]) {
    const till = ends(adds());
    expect(till.stores()).toMatchObject([
      { correctionOf: null, member: { mobile: MOBILE, name: 'Child', ...CODE } },
    ]);
  }
});
