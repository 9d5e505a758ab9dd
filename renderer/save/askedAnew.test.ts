import { expect, test } from 'vitest';
import { atCounter, correctionDraft, MOBILE } from './atCounter.fixture.ts';

const CORRECTED = correctionDraft('other', { mobile: '13900139000', name: 'Bob' });

test('who was a member by a save that was closed since is asked about anew, and registered', () => {
  const till = atCounter().types({ mobile: MOBILE, name: 'Alice' }).agrees().finds('before');
  till.does({ type: 'records-changed' });
  expect(till.questions()).toHaveLength(2);
  till.finds(null).saves();
  expect(till.stores().map(({ member }) => member.name)).toEqual(['Alice']);
});

test('so is whoever waits for F3, once they are back', () => {
  const till = atCounter().types({ mobile: MOBILE, name: 'Alice' }).agrees().finds('before');
  till.does({ type: 'clear-pressed' }, { type: 'records-changed' });
  till.does({ type: 'undo-pressed' });
  expect(till.questions()).toHaveLength(2);
  till.finds(null).saves();
  expect(till.stores().map(({ member }) => member.name)).toEqual(['Alice']);
});

test('a correction that was chosen stays one, and who is known to nobody is not asked about again', () => {
  const chosen = atCounter().types({ mobile: MOBILE }).finds('before');
  chosen.does({ type: 'known-toggled' }, { type: 'records-changed' });
  chosen.finds(null).saves().compares().confirms();
  expect(chosen.stores().map(({ correctionOf }) => correctionOf)).toEqual(['before']);
  const nobody = atCounter().types({ mobile: MOBILE }).finds(null);
  expect(nobody.does({ type: 'records-changed' }).questions()).toHaveLength(1);
});

test('whoever was registered while their form waited for F3 is not registered by it once more', () => {
  const till = atCounter().types({ mobile: MOBILE, name: 'Old' }).agrees().finds(null);
  till.does({ type: 'correction-opened', draft: CORRECTED }).does({ type: 'clear-pressed' });
  till.types({ mobile: MOBILE, name: 'New' }).agrees().finds(null).saves();
  const { id } = till;
  till.isStored().does({ type: 'undo-pressed' });
  expect(till.values.name).toBe('Old');
  till.finds(id).saves();
  expect(till.stores().map(({ member }) => member.name)).toEqual(['New']);
});
