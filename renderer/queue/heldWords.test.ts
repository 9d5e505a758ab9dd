import { expect, test } from 'vitest';
import { createI18n } from '../i18n/createI18n.ts';
import { openedWords, whyWords } from './heldWords.ts';

test('what a gateway says of a save cannot look like other words than it is', async () => {
  const i18n = createI18n();
  await i18n.changeLanguage('en');
  const ids = { requestId: '1', slip: 'S-0001', code: '50', subCode: '' };
  const said = (text: string, traceId = '') =>
    openedWords(i18n.t, { ...ids, heldReason: 'rejected', madeFor: '', text, traceId });
  expect(said('too long: name')).toContain('too long: name');
  const words = said('paid \u202e001\u200b\n\u2028now', 'a\u2066b');
  expect(words).toContain('paid \\u{202e}001\\u{200b}\\u{a}\\u{2028}now a\\u{2066}b');
  expect(words).not.toMatch(/[\p{C}\u2028]/u);
});

test('why a save is held is said, or why it is closed, where its state does not say it already', async () => {
  const i18n = createI18n();
  await i18n.changeLanguage('en');
  const why = (
    heldReason: 'rejected' | null,
    closedReason: 'manager' | 'moved' | 'corrected' | null,
  ) => whyWords(i18n.t, { heldReason, closedReason, madeFor: '' });
  expect(why('rejected', null)).toBe(i18n.t('heldReason.rejected'));
  expect(why(null, null)).toBeNull();
  expect(why('rejected', 'manager')).toBeNull();
  expect(why('rejected', 'moved')).toBe(i18n.t('closedReason.moved'));
  expect(why('rejected', 'corrected')).toBe(i18n.t('closedReason.corrected'));
});
