import { expect, test } from 'vitest';
import { createI18n } from '../i18n/createI18n.ts';
import { openedWords } from './heldWords.ts';

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
