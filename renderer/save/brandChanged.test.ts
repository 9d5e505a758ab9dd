import { describe, expect, test } from 'vitest';
import { AT_ONCE, atCounter, correctionDraft, MOBILE, restoredDraft } from './atCounter.fixture.ts';

const ALICE = { mobile: MOBILE, name: 'Alice' };

/** The till's settings have become another brand's. */
function changeBrand(till: ReturnType<typeof atCounter>) {
  till.counter.brandId = 'b-2';
  return till.does({ type: 'brand-changed' });
}

describe('a form that is open while the till becomes another brand’s', () => {
  test('keeps what was typed, and neither of the consents; it says that they are lost until the customer agrees anew', () => {
    const till = atCounter().types(ALICE).does({ type: 'marketing-toggled' }).agrees().finds(null);
    changeBrand(till);
    expect(till.state.form).toMatchObject({ values: ALICE, isConsentLost: true });
    expect(till.state.form.ticks).toEqual({ agreed: null, marketing: false });
    expect(till.kinds()).toContain('draft touch');
    expect(till.finds(null).saves().state.result).toEqual({ kind: 'unconsented' });
    till.agrees(7).saves();
    expect(till.state.form.isConsentLost).toBe(false);
    expect(till.stores().map(({ consent }) => consent)).toEqual([
      { at: 7, brandId: 'b-2', noticeVersion: 'v1', operatorId: 'o-1', marketing: false },
    ]);
  });
  test('has no consent from the moment of the change, also before the window has heard of it', () => {
    const till = atCounter().types(ALICE).agrees().finds(null);
    till.counter.brandId = 'b-2';
    expect(till.saves().stores()).toEqual([]);
  });
  test('asks the other brand anew whether the number is a member’s', () => {
    const till = changeBrand(atCounter().types(ALICE).finds('old'));
    expect(till.effects).toContainEqual({
      kind: 'look-up',
      question: { kind: 'asking', mobile: MOBILE },
    });
    expect(till.state.form.lookup).toEqual({ kind: 'asking', mobile: MOBILE });
  });
  test('comes back without its consent also where it was cleared before', () => {
    const till = atCounter().types(ALICE).agrees().does({ type: 'clear-pressed' });
    changeBrand(till).does({ type: 'undo-pressed' });
    expect(till.state.form).toMatchObject({ values: ALICE, isConsentLost: true });
    expect(till.state.form.ticks.agreed).toBeNull();
  });
  test('corrects no save of the former brand any more, which this one would refuse: it is a new member’s, who has not agreed yet', () => {
    const till = atCounter();
    till.does({ type: 'correction-opened', draft: correctionDraft('held', ALICE) });
    changeBrand(till);
    expect(till.state.form).toMatchObject({
      values: { name: 'Alice' },
      correcting: null,
      isConsentLost: true,
    });
    expect(till.kinds()).toContain('look-up');
    expect(till.finds(null).saves().state.result).toEqual({ kind: 'unconsented' });
    till.agrees(7).saves();
    expect(till.comparisons()).toEqual([]);
    expect(till.stores()).toMatchObject([{ correctionOf: null, consent: { brandId: 'b-2' } }]);
  });
  test('in which nobody had agreed says nothing', () => {
    expect(changeBrand(atCounter().types(ALICE)).state.form.isConsentLost).toBe(false);
  });
});

describe('a form from before a crash', () => {
  test('of another brand comes back with what was typed and without its consent, and says so', () => {
    const till = atCounter();
    till.counter.brandId = 'b-2';
    till.does({ type: 'draft-restored', draft: restoredDraft('left', ALICE), ...AT_ONCE });
    expect(till.state.form).toMatchObject({ requestId: 'left', isConsentLost: true });
    expect(till.finds(null).saves().stores()).toEqual([]);
  });
  test('of this brand has its consent', () => {
    const till = atCounter();
    till.does({ type: 'draft-restored', draft: restoredDraft('left', ALICE), ...AT_ONCE });
    expect(till.state.form.isConsentLost).toBe(false);
    expect(till.finds(null).saves().stores()).toHaveLength(1);
  });
});
