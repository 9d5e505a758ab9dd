import { expect, test } from 'vitest';
import { atCounter, correctionDraft, MOBILE } from './atCounter.fixture.ts';

const OTHER = correctionDraft('other', { mobile: '13900139000', name: 'Bob' });

/** Somebody has seen and wanted a correction, and the till could not store it. */
function confirmedInVain() {
  const till = atCounter().types({ mobile: MOBILE, name: 'Old' }).finds('before');
  till.does({ type: 'known-toggled' }).saves().compares().confirms();
  const code = 'store.failed';
  return till.does({ type: 'not-stored', requestId: till.id, code, fields: {} });
}

test('a correction that was confirmed and not stored is asked about anew once it has waited for F3: another may have been stored meanwhile', () => {
  const till = confirmedInVain().does({ type: 'correction-opened', draft: OTHER });
  till.does({ type: 'clear-pressed' });
  till.types({ mobile: MOBILE, name: 'New' }).finds('before').does({ type: 'known-toggled' });
  till.saves().compares().confirms().isStored().does({ type: 'undo-pressed' });
  expect(till.values.name).toBe('Old');
  till.saves();
  expect(till.stores().map(({ member }) => member.name)).toEqual(['Old', 'New']);
  expect(till.comparisons().map(({ member }) => member.name)).toEqual(['Old', 'New', 'Old']);
});

test('one that is stored by the next press is not asked about once more', () => {
  const till = confirmedInVain().saves();
  expect(till.comparisons()).toHaveLength(1);
  expect(till.stores()).toHaveLength(2);
});
