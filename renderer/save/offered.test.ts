import { describe, expect, test } from 'vitest';
import { atCounter, MOBILE, typed } from './atCounter.fixture.ts';
import type { RegistrationEvent } from './registrationEvents.ts';

const ALICE = { mobile: MOBILE, name: 'Alice' };
const OFFER: RegistrationEvent = { type: 'form-offered', values: typed(ALICE), now: 0 };

describe('what another program would have in the form', () => {
  test('comes in as a new intention, is looked up and kept, and nothing is agreed to', () => {
    const till = atCounter().agrees().does(OFFER);
    expect(till.id).toBe('id-1');
    expect(till.values).toEqual(typed(ALICE));
    expect(till.kinds()).toEqual(['fill', 'draft touch', 'look-up']);
    expect(till.state.form.ticks.agreed).toBeNull();
  });

  test('comes in over nothing: what is typed, a save under way and a locked screen stay as they are', () => {
    const busy = [
      atCounter().types({ name: 'Bob' }),
      atCounter().types(ALICE).agrees().finds(null).saves(),
      atCounter().does({ type: 'locked' }),
    ];
    for (const till of busy) {
      const before = till.state;
      till.does(OFFER);
      expect(till.state).toEqual(before);
    }
  });

  test('stays in no form of whoever had his hand there already: F3 brings it', () => {
    const till = atCounter().does(OFFER, { type: 'hand-came', now: 300 });
    till.types({ mobile: '13900139000' });
    expect(till.values).toEqual(typed({ mobile: '13900139000' }));
    expect(till.id).not.toBe('id-1');
    till.does({ type: 'undo-pressed' });
    expect(till.values).toEqual(typed(ALICE));
    expect(till.id).toBe('id-1');
    expect(till.counter.operatorId).toBe('o-1');
  });

  test('is taken by whoever had the time to read it', () => {
    const till = atCounter().does(OFFER, { type: 'hand-came', now: 1_000 }).agrees();
    expect(till.values).toEqual(typed(ALICE));
    expect(till.state.form.ticks.agreed).not.toBeNull();
  });
});
