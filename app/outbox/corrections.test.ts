import { describe, expect, test } from 'vitest';
import { aSave } from './aSave.fixture.ts';
import { Corrections } from './corrections.ts';
import type { Save } from './save.ts';

const original = aSave({ sequence: 1 });
const correction = (sequence: number, parts: Partial<Save> = {}) =>
  aSave({ sequence, correctionOf: original.requestId, ...parts });

/** A book of these saves and the links between them. */
function bookOf(...saves: Save[]): Corrections {
  const corrections = new Corrections((id) => saves.find(({ requestId }) => requestId === id));
  for (const save of saves) corrections.add(save);
  return corrections;
}

describe('which save corrects which', () => {
  test('the latest correction stands for a save', () => {
    const [first, second] = [correction(2), correction(3)];
    const corrections = bookOf(original, first, second);
    expect(corrections.standingFor(original)).toBe(second);
    expect(corrections.standingFor(original, second)).toBe(first);
    expect(corrections.originalOf(second)).toBe(original);
    expect(corrections.originalOf(original)).toBeUndefined();
    expect(corrections.standingFor(second)).toBeUndefined();
  });

  test('what was removed corrects nothing any more, the others still do', () => {
    const [first, second] = [correction(2), correction(3)];
    const corrections = bookOf(original, first, second);
    corrections.remove(second);
    expect(corrections.standingFor(original)).toBe(first);
    corrections.remove(first);
    expect(corrections.standingFor(original)).toBeUndefined();
    corrections.remove(original);
  });

  test('a correction that somebody discarded stands for nothing, one that was corrected itself does', () => {
    const discarded = correction(2, { state: 'discarded' });
    const corrected = correction(2, { state: 'discarded', closedReason: 'corrected' });
    expect(bookOf(original, discarded).standingFor(original)).toBeUndefined();
    expect(bookOf(original, corrected).standingFor(original)).toBe(corrected);
  });

  test('a link from a save to a younger one, or to itself, is none', () => {
    const younger = aSave({ sequence: 5 });
    const older = aSave({ sequence: 4, correctionOf: younger.requestId });
    const itself = aSave({ sequence: 6, correctionOf: '6'.padStart(32, '0') });
    const corrections = bookOf(younger, older, itself);
    expect(corrections.originalOf(older)).toBeUndefined();
    expect(corrections.standingFor(younger)).toBeUndefined();
    expect(corrections.originalOf(itself)).toBeUndefined();
    expect(corrections.standingFor(itself)).toBeUndefined();
  });
});
