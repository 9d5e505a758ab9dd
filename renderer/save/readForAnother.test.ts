import { describe, expect, test } from 'vitest';
import { atCounter, correctionDraft, MOBILE, typed } from './atCounter.fixture.ts';

const OTHER = '13900139000';
const TOGGLE = { type: 'known-toggled' } as const;

type Till = ReturnType<typeof atCounter>;

/** What was registered of a member comes, for the form that asked for it. */
const reads = (till: Till, requestId: string, corrects: string) =>
  till.does({
    type: 'known-read',
    requestId,
    draft: correctionDraft(corrects, { mobile: OTHER, name: `name of ${corrects}` }),
  });

/** A correction of `corrects` waits for what was registered, with a question behind it whose answer is late. */
const WAYS: [string, (till: Till) => [form: string, asked: string]][] = [
  [
    'of the customer before',
    (till) => {
      const asked: [string, string] = [till.id, 'before'];
      till.types({ mobile: MOBILE }).finds('before', MOBILE, 'pending').does(TOGGLE);
      till.does({ type: 'clear-pressed' });
      return asked;
    },
  ],
  [
    'of another number in this form',
    (till) => {
      till.types({ mobile: MOBILE }).finds('before', MOBILE, 'pending').does(TOGGLE);
      return [till.id, 'before'];
    },
  ],
];

describe('a save that waits for what its member was registered with', () => {
  test.each(WAYS)('goes on with no late answer about the member %s', (_whose, askedBefore) => {
    const till = atCounter();
    const [form, asked] = askedBefore(till);
    till.types({ mobile: OTHER }).finds('old', OTHER, 'pending').does(TOGGLE).saves();
    reads(till, form, asked);
    expect(till.comparisons(), 'nobody’s name goes').toEqual([]);
    expect(till.state.pending?.step).toBe('reading');
    expect(reads(till, till.id, 'old').comparisons()).toMatchObject([
      { correctionOf: 'old', member: typed({ mobile: OTHER, name: 'name of old' }) },
    ]);
  });
});
