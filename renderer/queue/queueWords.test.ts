import { describe, expect, test } from 'vitest';
import { LOCALES, type Locale } from '../../app/settings/locales.ts';
import { MemoryOutbox } from '../../preview/MemoryOutbox.ts';
import { createI18n } from '../i18n/createI18n.ts';
import { ageOf, offsetOf } from './age.ts';
import { badgeTone } from './badgeTone.ts';
import { bannersOf } from './bannersOf.ts';
import { offsetWords, pauseWords } from './pauseWords.ts';

const masked = { mobile: '138****8000', name: '' };

describe('the badge', () => {
  test('is green only when nothing waits, is being sent or is held', () => {
    const outbox = new MemoryOutbox();
    expect(badgeTone(null)).toBe('unknown');
    expect(badgeTone(outbox.view())).toBe('done');
    outbox.add('a', '', masked, 1);
    expect(badgeTone(outbox.view())).toBe('waiting');
    outbox.change('a', { state: 'sending' });
    expect(badgeTone(outbox.view())).toBe('waiting');
    outbox.change('a', { state: 'held' });
    expect(badgeTone(outbox.view())).toBe('held');
    outbox.change('a', { state: 'accepted' });
    expect(badgeTone(outbox.view())).toBe('done');
  });

  test('tells an age in the unit that somebody would use', () => {
    expect(ageOf(0, 59_000)).toEqual({ unit: 'now', count: 0 });
    expect(ageOf(0, 120_000)).toEqual({ unit: 'minutes', count: 2 });
    expect(ageOf(0, 3_600_000 * 5)).toEqual({ unit: 'hours', count: 5 });
    expect(ageOf(0, 3_600_000 * 72)).toEqual({ unit: 'days', count: 3 });
    expect(ageOf(1000, 0)).toEqual({ unit: 'now', count: 0 });
    expect(offsetOf(-7300)).toEqual({ unit: 'hours', count: 2 });
  });
});

describe('the words of a pause', () => {
  const until = new Date(2026, 10, 25, 14, 5).getTime();
  const faults = [
    ['secret', '应用密钥', 'the app secret'],
    ['session', '授权', 'the session'],
    ['app-key', '应用编号', 'the app key'],
    ['permission', '权限', 'permission'],
    ['address', '网关地址', 'address'],
    ['settings', '上传设置', 'the settings'],
  ] as const;

  async function speak(locale: Locale) {
    const i18n = createI18n();
    await i18n.changeLanguage(locale);
    return (pause: Parameters<typeof pauseWords>[2]) => pauseWords(i18n.t, locale, pause);
  }

  test('say until when a ban lasts', async () => {
    for (const locale of LOCALES) {
      const say = await speak(locale);
      expect(say({ kind: 'quota', until })).toMatch(/14:05|2:05/);
      expect(say({ kind: 'quota', until: null })).not.toBe('');
    }
  });

  test.each(faults)('say what to fix (%s), with the code itself', async (fix, zh, en) => {
    const code = '53';
    const pause = { kind: 'configuration', fix, code, subCode: '' } as const;
    const chinese = (await speak('zh-CN'))(pause);
    expect(chinese).toContain(zh);
    expect(chinese).toContain(code);
    expect((await speak('en'))(pause)).toContain(en);
  });

  test('say that head office decides, where that is so, and that registering goes on', async () => {
    for (const fix of ['till-key', 'brand'] as const) {
      const pause = { kind: 'configuration', fix, code: '29', subCode: 'isv.appkey-x' } as const;
      expect((await speak('zh-CN'))(pause)).toMatch(/总部.*登记照常进行/);
      expect((await speak('en'))(pause)).toMatch(
        /isv\.appkey-x.*head office|Head office.*isv\.appkey-x/s,
      );
    }
    const subCode = 'isv.shop-not-of-this-till';
    const everybody = { kind: 'rejections', code: '41', subCode } as const;
    expect((await speak('zh-CN'))(everybody)).toMatch(/总部.*清单.*登记照常进行/);
  });

  test('name the code that everybody is refused with', async () => {
    const pause = {
      kind: 'rejections',
      code: '15',
      subCode: 'isv.brand-closed',
    } as const;
    for (const locale of LOCALES) {
      const words = (await speak(locale))(pause);
      expect(words).toContain('isv.brand-closed');
    }
  });

  test('say by how much the clock is wrong, both where that stops the sending and where it does not', async () => {
    const i18n = createI18n();
    const pause = { kind: 'clock', offsetSeconds: -3_600 } as const;
    expect((await speak('zh-CN'))(pause)).toContain(offsetWords(i18n.t, -3_600));
    expect(offsetWords(i18n.t, -3_600)).toMatch(/60|1/);
  });

  test('tell that registering goes on', async () => {
    const say = await speak('zh-CN');
    const pauses = [
      { kind: 'unreachable', retryAt: null },
      { kind: 'quota', until },
      { kind: 'configuration', fix: 'secret', code: '25', subCode: '' },
      { kind: 'rejections', code: '41', subCode: '' },
      { kind: 'clock', offsetSeconds: 700 },
      { kind: 'settings-set-back' },
      { kind: 'other-computer' },
      { kind: 'not-provisioned' },
    ] as const;
    for (const pause of pauses) expect(say(pause)).toContain('登记照常进行');
  });
});

describe('the banners', () => {
  test('tell a clock that is wrong but allowed for, unless it is why the sending pauses', () => {
    const outbox = new MemoryOutbox();
    outbox.clockOffsetSeconds = -180;
    expect(bannersOf(outbox.view())).toEqual([{ kind: 'clock-off', offsetSeconds: -180 }]);
    outbox.pause = { kind: 'clock', offsetSeconds: -720 };
    expect(bannersOf(outbox.view()).map(({ kind }) => kind)).toEqual(['clock']);
  });

  test('show a pause before what the store has found, and each kind once', () => {
    const outbox = new MemoryOutbox();
    outbox.pause = { kind: 'unreachable', retryAt: null };
    outbox.warnings = [
      { code: 'store.set-aside', detail: 'old' },
      { code: 'store.set-aside', detail: 'new' },
    ];
    expect(bannersOf(outbox.view())).toMatchObject([
      { kind: 'unreachable' },
      { kind: 'store.set-aside', warning: { detail: 'new' } },
    ]);
    expect(bannersOf(new MemoryOutbox().view())).toEqual([]);
  });
});
