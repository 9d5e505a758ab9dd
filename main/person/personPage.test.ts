import { expect, test } from 'vitest';
import { EMPTY_MEMBER } from '../../app/member/memberSchema.ts';
import type { PersonSave } from '../../app/person/personView.ts';
import { personPage } from './personPage.ts';

const SAVE: PersonSave = {
  requestId: '1'.repeat(32),
  slip: 'S-0001',
  masked: { mobile: '139****5678', name: '欧*' },
  state: 'held',
  operatorId: '2392313',
  createdAt: Date.UTC(2026, 10, 20, 4),
  settledAt: Date.UTC(2026, 10, 21, 4),
  heldReason: 'rejected',
  closedReason: null,
  closing: null,
  consent: { at: 1, noticeVersion: 'n-7', operatorId: '2392313', marketing: true },
  corrects: 'S-0000',
  correctedBy: null,
  isAsked: true,
  hasBody: true,
  importedAt: null,
  lentAt: null,
  mayCorrect: true,
};

const page = (locale: 'en' | 'zh-CN', saves: PersonSave[], remark = '') =>
  personPage({
    locale,
    madeAt: 0,
    operatorId: '<b>7</b>',
    saves,
    values: [
      { slip: 'S-0001', member: { ...EMPTY_MEMBER, mobile: '13912345678', gender: 0, remark } },
    ],
  });

test('what somebody typed is text, whatever it looks like: nothing of it runs, and nothing is loaded', () => {
  const remark = `<script>alert("1")</script><img src=x onerror='alert(1)'>&amp;`;
  const html = page('en', [SAVE], remark);
  expect(html).not.toMatch(/<script|<img|<b>|onerror='|https?:|url\(|<link|<iframe/i);
  expect(html).toContain('&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62;');
  expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  expect(html).toContain('&#60;b&#62;7&#60;/b&#62;');
});

test('it says in the till’s language what is here of whom, with the values where they still are', () => {
  const gone = { ...SAVE, slip: 'S-0002', hasBody: false, consent: null };
  const [chinese, english] = [page('zh-CN', [SAVE, gone]), page('en', [SAVE, gone])];
  expect(chinese).toContain('<html lang="zh-CN">');
  expect(english).toContain('<html lang="en">');
  for (const text of ['S-0001', 'S-0002', '13912345678', 'n-7', 'S-0000', '139****5678 欧*']) {
    expect(chinese).toContain(text);
    expect(english).toContain(text);
  }
  expect(chinese).toContain('平台拒绝');
  expect(english).toContain('Refused by the platform');
  expect(english).toContain('The details are no longer on this till. 139****5678');
  expect(english).toContain('Female');
  expect(english).not.toMatch(/undefined|null|\{\{/);
  expect(chinese).not.toMatch(/undefined|null|\{\{/);
});
