import { expect, test } from 'vitest';
import { createI18n } from '../i18n/createI18n.ts';
import { heldWords, openedWords, whyWords } from './heldWords.ts';

test('what a gateway says of a save cannot look like other words than it is', async () => {
  const i18n = createI18n();
  await i18n.changeLanguage('en');
  const said = (text: string, traceId = '') =>
    openedWords(i18n.t, { heldReason: 'rejected', madeFor: '', busyHours: null, text, traceId });
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
  ) => whyWords(i18n.t, { heldReason, closedReason, madeFor: '', busyHours: null });
  expect(why('rejected', null)).toBe(i18n.t('heldReason.rejected'));
  expect(why(null, null)).toBeNull();
  expect(why('rejected', 'manager')).toBeNull();
  expect(why('rejected', 'moved')).toBe(i18n.t('closedReason.moved'));
  expect(why('rejected', 'corrected')).toBe(i18n.t('closedReason.corrected'));
});

test('what the platform said is what happened: nobody is told that it has said nothing', () => {
  const { t } = createI18n();
  const undecided = { heldReason: 'undecidable', madeFor: '', busyHours: null } as const;
  const said = openedWords(t, { ...undecided, text: '手机号格式有误', traceId: 'abc' });
  expect(said).toBe('平台没有答复“已入会”，只说：手机号格式有误 abc');
  const nothing = openedWords(t, { ...undecided, text: '', traceId: '' });
  expect(nothing).toBe('平台没有答复“已入会”，请核实');
  expect(openedWords(t, { ...undecided, text: '', traceId: 'abc' })).toBe(`${nothing}：abc`);
});

test('a shop that the till may not register for is named, for whoever lets it', async () => {
  const { t } = createI18n();
  const line = { heldReason: 'rejected', madeFor: '', busyHours: null, field: null } as const;
  expect(heldWords(t, { ...line, refusedShop: '239923231' })).toBe(
    '本机还不能登记门店 239923231 的会员，请总部添加后再重新上传',
  );
  expect(heldWords(t, { ...line, refusedShop: 'a\u202eb' })).toContain('a\\u{202e}b');
  expect(heldWords(t, { ...line, refusedShop: '' })).toContain('门店 – 的');
  expect(heldWords(t, { ...line, refusedShop: undefined })).toBe(t('heldReason.rejected'));
});

test('a busy platform is said with the hours that it was so', () => {
  const { t } = createI18n();
  const line = { heldReason: 'busy', madeFor: '', busyHours: 26, field: null } as const;
  expect(heldWords(t, line)).toBe('平台繁忙，26 小时没有结果，由店长核实');
});
