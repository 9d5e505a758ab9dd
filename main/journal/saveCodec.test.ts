import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import {
  CLOSED_REASONS,
  DISCARD_REASONS,
  HELD_REASONS,
  SAVE_STATES,
  type Save,
} from '../../app/outbox/save.ts';
import { decodeChange, decodeSave, encodeErase, encodePut } from './saveCodec.ts';

/** What is read back of a payload that stands somewhere in a file. */
function decoded(payload: string) {
  const bytes = Buffer.from(`before${payload}behind`);
  const end = bytes.length - 'behind'.length;
  const change = decodeChange(bytes, 'before'.length, end);
  return { change, save: change === null ? null : decodeSave(bytes, change, end) };
}

const time = fc.option(fc.integer({ min: 0, max: 2 ** 45 }));
const word = fc.string({ unit: 'grapheme', maxLength: 12 });
const saves: fc.Arbitrary<Save> = fc
  .record({
    sequence: fc.integer({ min: 1, max: 999_999_999_999_999 }),
    brandId: fc.option(word),
    shopId: fc.option(word),
    app: fc.option(word),
    sealedBody: fc.option(fc.base64String({ minLength: 4 })),
    sealedWords: fc.option(fc.base64String({ minLength: 4 })),
    contentKey: fc.option(word),
    factsKey: fc.option(word),
    identityKeys: fc.array(word, { maxLength: 3 }),
    masked: fc.record({ mobile: word, name: word }),
    operatorId: word,
    createdAt: fc.nat(),
    state: fc.constantFrom(...SAVE_STATES),
    attempts: fc.nat(),
    undecided: fc.nat(),
    sentAt: time,
    firstUnknownAt: time,
    nextAttemptAt: time,
    heldReason: fc.option(fc.constantFrom(...HELD_REASONS)),
    closedReason: fc.option(fc.constantFrom(...CLOSED_REASONS)),
    closing: fc.option(
      fc.record({ reason: fc.constantFrom(...DISCARD_REASONS), operatorId: word }),
    ),
    customerId: fc.option(word),
    correctionOf: fc.option(fc.constant('c'.repeat(32))),
    consent: fc.option(
      fc.record({
        at: fc.nat(),
        noticeVersion: word,
        operatorId: word,
        marketing: fc.boolean(),
      }),
    ),
    imported: fc.option(fc.record({ exportedAt: fc.nat(), before: fc.nat(), madeAt: fc.nat() })),
    settledAt: time,
    isDatedAfterwards: fc.boolean(),
  })
  .map((parts) => aSave(parts));

describe('a line of the journal', () => {
  test('gives back every save as it was put, with its number and its place in the flush', () => {
    fc.assert(
      fc.property(saves, fc.nat(), fc.boolean(), (save, number, isFirstOfFlush) => {
        const { change, save: read } = decoded(encodePut(number, save, isFirstOfFlush));
        expect(read).toEqual(save);
        expect(change).toMatchObject({
          number,
          isFirstOfFlush,
          kind: 'put',
          requestId: save.requestId,
          sequence: save.sequence,
          isBodiless: save.sealedBody === null,
        });
      }),
    );
  });

  test.each([true, false])('says what was erased, and whether it begins a flush: %s', (isFirst) => {
    const { change } = decoded(encodeErase(7, 'a'.repeat(32), isFirst));
    expect(change).toMatchObject({
      number: 7,
      isFirstOfFlush: isFirst,
      kind: 'erase',
      requestId: 'a'.repeat(32),
      sequence: 0,
    });
  });

  test.each([
    '',
    'H {"format":5}',
    'T {"lines":1}',
    '1 X 1 id []\t',
    '1 P one id []\t',
    '1 P 1 id {}\t',
    '1 E id id',
    'x 1 E id',
    '1234567890123456 E id',
    '1 P 1234567890123456 id []\t',
  ])('of another kind (%j) is none', (payload) => {
    expect(decoded(payload).change).toBeNull();
  });

  const columns = (changes: Record<number, unknown>) => {
    const text = encodePut(1, aSave(), true);
    const json = text.slice(text.indexOf('['), text.indexOf('\t'));
    const all = Object.assign(JSON.parse(json), changes) as unknown[];
    return text.replace(json, JSON.stringify(all));
  };

  test.each<[string, Record<number, unknown>]>([
    ['keys that are no list', { 0: 'key' }],
    ['a time that is text', { 4: '0' }],
    ['a state that nobody knows', { 5: 'lost' }],
    ['attempts that are no number', { 6: null }],
  ])('with %s holds no save', (_name, changes) => {
    const { change, save } = decoded(columns(changes));
    expect(change).not.toBeNull();
    expect(save).toBeNull();
    expect(decoded(columns({})).save).toEqual(aSave());
  });

  test('with a time that a program of before has reckoned beyond the furthest date there is holds it as of that date', () => {
    const day = 24 * 60 * 60_000;
    const imported = { exportedAt: 8.64e15, before: 1, madeAt: 8.64e15 + 1 };
    const { save } = decoded(columns({ 8: -8.64e15 - day, 20: imported }));
    expect(save?.firstUnknownAt).toBe(-8.64e15);
    expect(save?.imported).toEqual({ ...imported, madeAt: 8.64e15 });
    for (const beyond of [-1e300, 9e15]) expect(decoded(columns({ 8: beyond })).save).toBeNull();
  });

  test('says only of what was dated afterwards that it was, at its end: a program that knows nothing of it reads the rest', () => {
    const closed = aSave({ state: 'discarded', settledAt: 7 });
    const [plain, late] = [closed, { ...closed, isDatedAfterwards: true }].map((save) =>
      encodePut(1, save, true),
    ) as [string, string];
    expect(late).toBe(plain.replace(']\t', ',1]\t'));
    expect(decoded(plain).save).toEqual(closed);
  });

  test('that ends before the time of its settling holds no save', () => {
    const text = encodePut(1, aSave(), true);
    const json = text.slice(text.indexOf('['), text.indexOf('\t'));
    const cut = (length: number) =>
      text.replace(json, JSON.stringify((JSON.parse(json) as unknown[]).slice(0, length)));
    expect(decoded(cut(14)).save).toBeNull();
    const ofNoApp = { ...aSave(), brandId: null, app: null, contentKey: null, imported: null };
    expect(decoded(cut(17)).save, 'of format 3, before saves had an app').toEqual(ofNoApp);
    expect(decoded(cut(21)).save, 'of format 4, before words were sealed').toEqual(aSave());
    expect(decoded(cut(22)).save, 'of format 5, before closing had a reason').toEqual(aSave());
    expect(decoded(cut(23)).save, 'of format 6, before it said who had closed it').toEqual(aSave());
    expect(decoded(cut(24)).save, 'of format 7, before it said what went into a file').toEqual(
      aSave(),
    );
    expect(decoded(cut(25)).save, 'of format 8, before saves had a shop').toEqual(aSave());
    expect(decoded(text.replace(json, '[1')).save).toBeNull();
  });

  test.each([
    [null, 'manager'],
    ['moved', 'moved'],
    ['corrected', 'corrected'],
  ] as const)('of format 5 that was closed, with %s as its reason: by %s', (told, closedReason) => {
    const text = columns({ 5: 'discarded', 11: told });
    const json = text.slice(text.indexOf('['), text.indexOf('\t'));
    const old = text.replace(json, JSON.stringify((JSON.parse(json) as unknown[]).slice(0, 22)));
    expect(decoded(old).save).toMatchObject({ state: 'discarded', heldReason: null, closedReason });
  });
});

test('by which run the manager has closed a save comes back from its line, and none where there was none', () => {
  const by = { reason: 'test', operatorId: '7' } as const;
  for (const closing of [by, { ...by, run: 'a'.repeat(32) }]) {
    const bytes = Buffer.from(encodePut(1, aSave({ state: 'discarded', closing }), true));
    const change = decodeChange(bytes, 0, bytes.length);
    expect(change && decodeSave(bytes, change, bytes.length)?.closing).toEqual(closing);
  }
});
