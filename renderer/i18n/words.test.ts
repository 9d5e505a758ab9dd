import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CATALOGUES } from '../../app/messages/catalogues.ts';
import { HELD_REASONS, SAVE_STATES } from '../../app/outbox/save.ts';
import { LANGUAGE_NAMES, LOCALES, type Locale, ORIGINAL } from '../../app/settings/locales.ts';
import { fieldMessageKey } from '../form/fieldMessage.ts';
import { createI18n } from './createI18n.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const OTHERS = LOCALES.filter((locale) => locale !== ORIGINAL);

function flatten(tree: object, prefix = ''): Map<string, string> {
  const words = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') words.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) words.set(inner, text);
  }
  return words;
}

/** Every quoted code in a part of the contract's source. */
function codesIn(
  path: string,
  start: string,
  end: string,
  pattern = /'([a-z][\w.-]+)'/gi,
): string[] {
  const source = readFileSync(join(ROOT, path), 'utf8');
  const from = source.indexOf(start);
  const part = source.slice(from, source.indexOf(end, from + start.length));
  expect(from, `${path} still has ${start}`).toBeGreaterThanOrEqual(0);
  return [...part.matchAll(pattern)].map((match) => match[1] ?? '');
}

const words = mapped((locale) => flatten(CATALOGUES[locale]));

function mapped<Value>(make: (locale: Locale) => Value) {
  return Object.fromEntries(LOCALES.map((one) => [one, make(one)])) as Record<Locale, Value>;
}

describe('the catalogues', () => {
  test.each(OTHERS)('have the same keys and the same placeholders as the original: %s', (other) => {
    expect([...words[other].keys()].sort()).toEqual([...words[ORIGINAL].keys()].sort());
    const holes = (text = '') => (text.match(/{{\w+}}/g) ?? []).sort();
    for (const [key, text] of words[other])
      expect(holes(text), key).toEqual(holes(words[ORIGINAL].get(key)));
  });

  test('have no empty text, and no Chinese in English', () => {
    for (const language of LOCALES)
      for (const [key, text] of words[language]) expect(text.trim(), key).not.toBe('');
    for (const [key, text] of words.en) expect(text, key).not.toMatch(/\p{Script=Han}/u);
  });

  test('use no words that were given up, in any text', () => {
    // Each was seen by somebody at a till who took it for something else.
    const givenUp: Record<string, RegExp> = {
      'zh-CN': /存为更正|更正后重新登记|没有保存的内容还在|看完了|必须是|网络已断开|tillside-1/,
      en: /\bto check\b|\bNeeds checking\b|\bKind\b|\bDeclined\b|Passed, but|tillside-1/i,
    };
    for (const [locale, pattern] of Object.entries(givenUp))
      for (const [key, text] of words[locale as Locale]) expect(text, key).not.toMatch(pattern);
  });

  test('say how each language calls itself', () => {
    expect(LANGUAGE_NAMES).toEqual(mapped((locale) => CATALOGUES[locale].language));
  });

  test('have words for every code of the contract', () => {
    const bridge = 'app/ipc/bridge.ts';
    const view = 'app/outbox/outboxView.ts';
    const keys = [
      ...codesIn(bridge, 'export interface BridgeError', 'fields?').map(
        (code) => `failure.${code}`,
      ),
      ...codesIn('app/move/moveCalls.ts', 'export type MoveFailure', ';').map(
        (code) => `failure.${code}`,
      ),
      ...codesIn('app/move/passphrase.ts', 'export type PassphraseProblem', ';').map(
        (code) => `failure.${code}`,
      ),
      ...codesIn(view, 'export type QueuePause', 'export type OutboxCounts')
        .filter((kind) => kind !== 'none')
        .map((kind) => `pause.${kind}`),
      ...codesIn(view, 'export interface StoreWarning', 'detail').map((code) => `warning.${code}`),
      ...SAVE_STATES.map((state) => `state.${state}`),
      ...HELD_REASONS.map((reason) => `heldReason.${reason}`),
      // That a manager has closed it is said by its state.
      ...['moved', 'corrected'].map((reason) => `closedReason.${reason}`),
      'window.title',
    ];
    expect(keys.length).toBeGreaterThan(25);
    for (const key of keys)
      for (const language of LOCALES) expect(words[language].get(key), key).toBeTypeOf('string');
  });

  test('have words for every code of the member schema, and a plain one for any other', () => {
    const pattern = /'((?:mobile|name|gender|birthday|outerId|outerType|remark|text)\.\w+)'/g;
    const codes = [
      ...codesIn('app/member/memberSchema.ts', 'import', 'function toMember', pattern),
      ...codesIn('app/member/birthday.ts', 'export type BirthdayProblem', ';', pattern),
      ...codesIn('app/member/phone.ts', 'export type PhoneProblem', ';', /'(\w+)'/g).map(
        (problem) => `mobile.${problem}`,
      ),
    ];
    expect(new Set(codes).size).toBeGreaterThanOrEqual(14);
    for (const code of codes) expect(fieldMessageKey(code)).toBe(`field.${code}`);
    expect(fieldMessageKey('Invalid input')).toBe('field.invalid');
    expect(fieldMessageKey('constructor.name')).toBe('field.invalid');
  });

  test('speak in the language that was asked for', async () => {
    const i18n = createI18n();
    for (const locale of [ORIGINAL, ...OTHERS, ORIGINAL]) {
      if (locale !== i18n.language) await i18n.changeLanguage(locale);
      expect(i18n.t('form.save')).toBe(CATALOGUES[locale].form.save);
      expect(i18n.t('settings.language')).toBe(
        locale === ORIGINAL ? 'settings.language' : CATALOGUES[locale].settings.language,
      );
    }
  });
});

/** Words between tags, or given to a label: what somebody would read and no catalogue has. */
const WORDS_IN_TAGS = />\s*[A-Za-z][a-z]+[^<>{}=;()]*<\//;
const WORDS_IN_LABELS = /\b(?:aria-label|title|placeholder|alt)="[^"]*[A-Za-z]{2}/;

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

test('no words for people stand in the tags of the page', () => {
  const files = readdirSync(join(ROOT, 'renderer'), { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => file.endsWith('.tsx'));
  expect(sources.length).toBeGreaterThan(20);
  for (const file of sources) {
    const source = withoutComments(readFileSync(join(ROOT, 'renderer', file), 'utf8'));
    // The names of keys are the same on every keyboard.
    const shown = source.replace(/<kbd>\w+<\/kbd>/g, '');
    expect(shown, file).not.toMatch(WORDS_IN_TAGS);
    expect(shown, file).not.toMatch(WORDS_IN_LABELS);
  }
  for (const spoiled of ['<p>Save it</p>', '<b\n>Hello you</b>'])
    expect(spoiled).toMatch(WORDS_IN_TAGS);
  expect('<input placeholder="Type here"').toMatch(WORDS_IN_LABELS);
});

test('the main process has its words for people from the catalogues: title and dialogs', () => {
  const files = readdirSync(join(ROOT, 'main'), { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => file.endsWith('.ts') && !file.includes('.test.'));
  expect(sources.length).toBeGreaterThan(30);
  for (const file of sources) {
    const source = withoutComments(readFileSync(join(ROOT, 'main', file), 'utf8'));
    expect(source, file).not.toMatch(/\p{Script=Han}/u);
    for (const [, words = ''] of source.matchAll(
      /\b(?:title|setTitle|message|label)[:(]\s*'([^']*)'/g,
    ))
      expect(words, file).not.toMatch(/[A-Za-z]{2,} [a-z]{2,}/);
  }
});

test('no Chinese words stand in the source of the page', () => {
  const files = readdirSync(join(ROOT, 'renderer'), { recursive: true, encoding: 'utf8' });
  // `page/` is the tests' own: people who fill in the form have names.
  const sources = files.filter((file) =>
    /^(?!page[\\/]).*(?<!\.test)\.(tsx?|css|html)$/.test(file),
  );
  expect(sources.length).toBeGreaterThan(30);
  for (const file of sources)
    expect(readFileSync(join(ROOT, 'renderer', file), 'utf8'), file).not.toMatch(/\p{Script=Han}/u);
});
