import { describe, expect, test } from 'vitest';
import { atCounter, correctionDraft, MOBILE, typed } from './atCounter.fixture.ts';
import { draftOf } from './draftOf.ts';
import type { ErasedPerson } from './erasedPerson.ts';

const ALICE = { mobile: MOBILE, name: 'Alice' };
const BOB = { mobile: '13900139000', name: 'Bob' };
const erased = (person: Partial<ErasedPerson>) =>
  ({
    type: 'person-erased',
    person: { identity: { mobile: MOBILE }, saves: [], draft: null, typed: null, ...person },
  }) as const;

describe('whoever was erased', () => {
  test('goes out of the form, and F3 brings nothing of them back', () => {
    const till = atCounter()
      .types(ALICE)
      .agrees()
      .does(erased({ draft: 'id-0' }));
    expect(till.kinds()).toEqual(['fill', 'draft drop']);
    expect(till.id).toBe('id-1');
    till.does({ type: 'undo-pressed' });
    expect(till.values).toEqual(typed({}));
    expect(till.state.form.ticks.agreed).toBeNull();
  });

  test('comes back neither from what was cleared nor from what was interrupted', () => {
    const draft = correctionDraft('other', BOB);
    const till = atCounter()
      .types(ALICE)
      .does({ type: 'correction-opened', draft })
      .does({ type: 'clear-pressed' });
    till.types(ALICE).does({ type: 'clear-pressed' }).does(erased({}));
    expect(draftOf(till.state, till.counter)).toBeNull();
    till.does({ type: 'undo-pressed' }, { type: 'undo-pressed' });
    expect(till.values).toEqual(typed({}));
  });

  test('takes the correction of their save along', () => {
    const draft = correctionDraft('held', ALICE);
    const till = atCounter().does({ type: 'correction-opened', draft });
    till.does(erased({ saves: ['held'] }));
    expect(till.values).toEqual(typed({}));
    expect(till.state.form.correcting).toBeNull();
  });

  test('leaves whoever has come in their place, by another number, with nothing of theirs', () => {
    const till = atCounter().types({ mobile: MOBILE }).finds('held', MOBILE, 'held');
    till.does({ type: 'known-toggled' });
    const draft = correctionDraft('held', ALICE);
    till.does({ type: 'known-read', requestId: till.id, draft });
    expect(till.values.name).toBe('Alice');
    till.types(BOB).agrees();
    till.does(erased({ saves: ['held'] }));
    expect(till.values).toEqual(typed(BOB));
    expect(till.state.form.ticks.agreed).not.toBeNull();
    till.types({ ...typed({ mobile: MOBILE }) });
    expect(till.values).toEqual(typed({ mobile: MOBILE }));
  });

  test('leaves the next customer, whom somebody has written over them in the same form meanwhile', () => {
    const till = atCounter().types(ALICE).agrees();
    till.types(BOB);
    till.does(erased({ draft: 'id-0', typed: typed(ALICE) }));
    expect(till.values).toEqual(typed(BOB));
    expect(till.effects).toEqual([]);
  });

  test('goes also where only the till can tell that what stood there was theirs', () => {
    const theirs = { outerId: 'C1', outerType: 'wechat' } as const;
    const till = atCounter().types(theirs);
    till.does(erased({ draft: 'id-0', typed: typed(theirs) }));
    expect(till.values).toEqual(typed({}));
  });

  test('goes also where the disk had not taken the form', () => {
    const till = atCounter().types(ALICE).agrees();
    till.does(erased({ typed: typed(ALICE) }));
    expect(till.values).toEqual(typed({}));
    expect(till.kinds()).toEqual(['fill', 'draft drop']);
  });

  test('is no member any more whose number is typed: it is asked about anew, and saved', () => {
    const till = atCounter().types(ALICE).agrees().finds('gone', MOBILE, 'pending');
    till.does(erased({ saves: ['gone'] }));
    expect(till.kinds()).toEqual(['look-up']);
    till.finds(null).saves();
    expect(till.stores()).toMatchObject([{ requestId: 'id-0', correctionOf: null }]);
  });

  test('comes back from nothing that only says their code', () => {
    const draft = correctionDraft('other', BOB);
    const till = atCounter().types({ outerId: 'C1', outerType: 'wechat' });
    till.finds('gone', 'C1', 'held').does({ type: 'correction-opened', draft });
    till.does(erased({ saves: ['gone'] }));
    expect(till.state.interrupted).toEqual([]);
  });

  test('gives whoever was written over them no id that stood for them: the platform may know it as theirs', () => {
    const till = atCounter().types(ALICE).agrees().finds(null).saves();
    const lost = { type: 'not-stored', requestId: 'id-0', code: 'no-answer', fields: {} } as const;
    till.does(lost).types(BOB).finds(null, BOB.mobile);
    till.does(erased({ saves: ['id-0'], typed: typed(ALICE) }));
    expect(till.values).toEqual(typed(BOB));
    till.saves();
    expect(till.stores().map(({ requestId }) => requestId)).toEqual(['id-0', 'id-1']);
  });

  test('does so also in the middle of a press of “save”, which is to be pressed again', () => {
    const till = atCounter().types(ALICE).agrees().finds(null).saves();
    const lost = { type: 'not-stored', requestId: 'id-0', code: 'no-answer', fields: {} } as const;
    till.does(lost).types(BOB).saves();
    till.does(erased({ saves: ['id-0'], typed: typed(ALICE) }));
    expect(till.kinds()).toContain('play');
    till.does({ type: 'patience-ended', requestId: 'id-0' });
    expect(till.state).toMatchObject({ pending: null, result: { kind: 'idle' } });
    till.finds(null, BOB.mobile).saves();
    expect(till.stores().map(({ requestId }) => requestId)).toEqual(['id-0', 'id-1']);
  });

  test('leaves everybody else where they are', () => {
    const draft = correctionDraft('other', BOB);
    const till = atCounter()
      .types({ name: 'Carol' })
      .does({ type: 'correction-opened', draft }, { type: 'clear-pressed' })
      .types(BOB)
      .agrees();
    const { state } = till;
    till.does(erased({ saves: ['theirs'], draft: 'of-before' }));
    expect(till.state).toEqual(state);
    expect(till.effects).toEqual([]);
  });

  test('is registered anew where a save for them was pressed since', () => {
    const till = atCounter().types(ALICE).agrees().finds(null).saves();
    till.does(erased({ draft: 'id-0' }));
    expect(till.values).toEqual(typed(ALICE));
    expect(till.stores()).toMatchObject([{ requestId: 'id-0' }]);
  });
});
