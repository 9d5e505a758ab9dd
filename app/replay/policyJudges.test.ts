import { describe, expect, test } from 'vitest';
import { fault } from '../gateway/fault.fixture.ts';
import type { Outcome } from '../gateway/outcome.ts';
import { aSave } from '../outbox/aSave.fixture.ts';
import { PolicyTill } from './policyTill.fixture.ts';

const words = { code: '', subCode: '', text: '', traceId: '' };
const accepted: Outcome = { ...words, class: 'accepted', customerId: null };
const refused: Outcome = { ...words, class: 'rejected', code: '41' };
const one = aSave({ sequence: 1 });
const other = aSave({ sequence: 2 });

/** As many different people as are said are answered the same. */
function refuseMany(till: PolicyTill, count: number, first = 1): boolean {
  let isEverybodys = false;
  for (let sequence = first; sequence < first + count; sequence += 1) {
    const save = aSave({ sequence });
    ({ isEverybodys } = till.answer(refused, sequence, sequence, save));
  }
  return isEverybodys;
}

describe('whose fault a fault of the settings is', () => {
  test('a save’s own once another one, sent after it met the fault, was looked at', () => {
    for (const passed of [accepted, refused]) {
      const till = new PolicyTill();
      expect(till.answer(fault('29'), 10, 20, one).isOwnFault).toBe(false);
      till.answer(passed, 30, 30, other);
      expect(till.answer(fault('29'), 40, 40, one).isOwnFault).toBe(true);
      expect(till.answer(fault('29'), 50, 50, aSave({ sequence: 3 })).isOwnFault).toBe(false);
    }
  });

  test('not a save’s own because of an answer that says nothing of the settings', () => {
    for (const kind of ['later', 'unknown'] as const) {
      const till = new PolicyTill();
      till.answer(fault('29'), 10, 20, one);
      till.answer({ ...words, class: kind }, 30, 30, other);
      expect(till.answer(fault('29'), 40, 40, one).isOwnFault).toBe(false);
    }
  });

  test('nobody’s own after new settings, until another passes under them', () => {
    const till = new PolicyTill();
    till.answer(fault('29'), 10, 10, one);
    till.answer(accepted, 30, 30, other);
    till.policy.settingsChanged(40, false);
    expect(till.answer(fault('29'), 50, 50, one).isOwnFault).toBe(false);
    till.answer(accepted, 60, 60, other);
    expect(till.answer(fault('29'), 70, 70, one).isOwnFault).toBe(true);
  });

  test.each([39, 40])('what left until new settings of 40 came blames no save: %i', (startedAt) => {
    const till = new PolicyTill();
    till.policy.settingsChanged(40, false);
    till.policy.answered(one, fault('29'), startedAt, 41);
    till.answer(accepted, 50, 50, other);
    expect(till.answer(fault('29'), 60, 60, one).isOwnFault).toBe(false);
    till.answer(accepted, 70, 70, other);
    expect(till.policy.answered(one, fault('29'), startedAt, 80).isOwnFault).toBe(false);
    expect(till.answer(fault('29'), 90, 90, one).isOwnFault).toBe(true);
  });

  test('a wrong sign is one save’s own where the key signs others well', () => {
    const till = new PolicyTill();
    expect(till.answer(fault('25'), 1, 1, one).isOwnFault).toBe(false);
    till.answer(accepted, 2, 2, other);
    expect(till.answer(fault('25'), 3, 3, aSave({ sequence: 3 })).isOwnFault).toBe(true);
    expect(till.answer(fault('25'), 4, 4, aSave({ sequence: 4 })).isOwnFault).toBe(false);
  });

  test('what one is held for speaks against no other, and a session that ran out holds nobody at once', () => {
    const till = new PolicyTill();
    for (const save of [one, other]) till.answer(fault('29'), 10, 10, save);
    till.answer(accepted, 30, 30, aSave({ sequence: 3 }));
    expect(till.answer(fault('29'), 40, 40, one).isOwnFault).toBe(true);
    expect(till.answer(fault('29'), 41, 41, other).isOwnFault).toBe(false);
    const session = new PolicyTill();
    for (const save of [one, other]) session.answer(fault('27'), 10, 10, save);
    session.answer(accepted, 30, 30, aSave({ sequence: 3 }));
    for (const save of [one, other, one]) {
      expect(session.answer(fault('27'), 40, 40, save).isOwnFault).toBe(true);
    }
  });

  test('a save that is finished is suspected no more, should it come back', () => {
    const till = new PolicyTill();
    till.answer(fault('29'), 10, 10, one);
    till.policy.settled({ ...one, state: 'discarded' }, null, 20);
    till.answer(accepted, 30, 30, other);
    expect(till.answer(fault('29'), 40, 40, one).isOwnFault).toBe(false);
  });

  test('a call leaves after the settings that it is signed with, also in the very same moment', () => {
    const till = new PolicyTill();
    till.policy.settingsChanged(5, false);
    const startedAt = till.policy.began(5);
    expect(startedAt).toBeGreaterThan(5);
    expect(startedAt).toBeLessThan(5.1);
    expect(till.policy.began(7)).toBe(7);
    till.policy.answered(one, accepted, startedAt, 6);
    expect(till.answer(fault('25'), 6, 6, other).isOwnFault).toBe(true);
  });
});

describe('what everybody is answered', () => {
  test('is no fault of the tenth person, and the queue pauses', () => {
    const till = new PolicyTill();
    expect(refuseMany(till, 9)).toBe(false);
    expect(till.policy.gate.kind).toBe('passing');
    expect(refuseMany(till, 1, 10)).toBe(true);
    expect(till.policy.gate).toMatchObject({ kind: 'paused', cause: 'rejections' });
  });

  test('begins anew with a save that is accepted, and with new settings', () => {
    const [accepting, changing] = [new PolicyTill(), new PolicyTill()];
    for (const till of [accepting, changing]) refuseMany(till, 9);
    accepting.answer(accepted, 20, 20, aSave({ sequence: 20 }));
    changing.policy.settingsChanged(20, false);
    for (const till of [accepting, changing]) expect(refuseMany(till, 1, 30)).toBe(false);
  });

  test('goes on from before the start', () => {
    const till = new PolicyTill();
    const lastOutcome = { ...words, class: 'rejected' as const, code: '41' };
    const held = Array.from({ length: 9 }, (_, index) =>
      aSave({ sequence: index + 1, state: 'held', heldReason: 'rejected', lastOutcome }),
    );
    till.policy.recall(held, () => true);
    expect(refuseMany(till, 1, 10)).toBe(true);
  });

  test('counts what nobody can decide from the first try on: nobody comes near to being held', () => {
    const unknown: Outcome = { ...words, class: 'unknown' };
    const till = new PolicyTill();
    const answers = Array.from({ length: 12 }, (_, index) =>
      till.answer(unknown, index, index, aSave({ sequence: index + 1 })),
    );
    const judged = answers.map(({ isEverybodys }) => isEverybodys);
    expect(judged).toEqual([...Array(9).fill(false), true, true, true]);
    expect(till.policy.gate).toMatchObject({ kind: 'paused', cause: 'rejections' });
  });
});

describe('a paused queue', () => {
  test.each(['29', 'everybody'])(
    'asks with one person after the other, and then anew (%s)',
    (code) => {
      const till = new PolicyTill();
      const saves = till.add(11, 12, 13);
      if (code === 'everybody') refuseMany(till, 10);
      const answer = code === 'everybody' ? refused : fault(code);
      const asked: (number | undefined)[] = [];
      for (let now = 1_000_000; asked.length < 5; now += 1_000_000) {
        const [sequence] = till.next(now).sequences;
        asked.push(sequence);
        const save = saves.find((save) => save.sequence === sequence);
        till.answer(answer, now, now, save);
      }
      expect(asked).toEqual([11, 12, 13, 11, 12]);
    },
  );

  test('puts 24 more in doubt by asking what everybody is answered, then these go round, and the counter’s own', () => {
    const unknown: Outcome = { ...words, class: 'unknown' };
    const till = new PolicyTill();
    const saves = till.add(...Array.from({ length: 60 }, (_, index) => index + 1));
    for (const save of saves.slice(0, 10)) {
      till.answer(unknown, save.sequence, save.sequence, save);
    }
    const ask = (now: number) => {
      const [sequence = 0] = till.next(now).sequences;
      till.answer(unknown, now, now, saves[sequence - 1]);
      return sequence;
    };
    const hour = 3_600_000;
    const asked = Array.from({ length: 50 }, (_, index) => ask((index + 1) * hour));
    const others = Array.from({ length: 23 }, (_, index) => index + 11);
    const around = Array.from({ length: 33 }, (_, index) => index + 1);
    expect(asked.slice(0, 23)).toEqual(others);
    expect(asked.slice(23)).toEqual(around.slice(0, 27));
    const [fresh] = saves.slice(49);
    if (fresh) till.policy.prioritize(fresh, 60 * hour);
    expect(ask(60 * hour)).toBe(50);
    expect(ask(61 * hour)).toBe(28);
  });

  test('asks with the counter’s newest save first', () => {
    const till = new PolicyTill();
    const [, second, third] = till.add(1, 2, 3);
    till.answer(fault('29'), 0, 0, aSave({ sequence: 9 }));
    for (const save of [second, third]) if (save) till.policy.prioritize(save, 9_000);
    expect(till.next(10_000).sequences).toEqual([3]);
  });
});

describe('a platform that is too busy', () => {
  const busy: Outcome = { ...words, class: 'later', code: 'SYSTEM_ERROR' };

  test('for one is asked again while others pass, and for ten people in a row is away', () => {
    const till = new PolicyTill();
    for (let sequence = 1; sequence <= 20; sequence += 2) {
      till.answer(busy, sequence, sequence, aSave({ sequence }));
      till.answer(accepted, sequence + 1, sequence + 1, aSave({ sequence: sequence + 1 }));
    }
    expect(till.policy.gate.kind).toBe('passing');
    for (let sequence = 21; sequence < 30; sequence += 1) {
      till.answer(busy, sequence, sequence, aSave({ sequence }));
    }
    expect(till.policy.gate.kind).toBe('passing');
    till.answer(busy, 30, 30, aSave({ sequence: 30 }));
    expect(till.policy.gate).toMatchObject({ kind: 'unreachable', isBusy: true });
    till.answer(accepted, 90_000, 90_000, aSave({ sequence: 31 }));
    expect(till.policy.gate.kind).toBe('passing');
  });

  test('opens nothing while it refuses everybody besides', () => {
    const till = new PolicyTill();
    refuseMany(till, 9);
    expect(till.answer(busy, 20, 20, aSave({ sequence: 20 })).isEverybodys).toBe(false);
    refuseMany(till, 1, 10);
    till.policy.wake(30, true);
    expect(till.answer(busy, 30, 30, aSave({ sequence: 20 })).isEverybodys).toBe(true);
    expect(till.policy.gate).toMatchObject({ kind: 'unreachable', isBusy: true });
  });

  test('is not known to be so under new settings', () => {
    const till = new PolicyTill();
    for (let sequence = 1; sequence <= 9; sequence += 1) {
      till.answer(busy, sequence, sequence, aSave({ sequence }));
    }
    till.policy.settingsChanged(20, true);
    till.answer(busy, 30, 30, aSave({ sequence: 10 }));
    expect(till.policy.gate.kind).toBe('passing');
  });
});
