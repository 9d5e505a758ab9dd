import { expect, test } from 'vitest';
import { outcomeOf } from './platformAnswer.ts';

const answer = (text: string) => ({
  status: 200,
  contentType: 'text/xml',
  date: null,
  body: Buffer.from(text),
});

const LONGEST = 256 * 1024;

/** As a machine that tries every way to read each of `LONGEST` signs would take minutes. */
const AT_ONCE = 1_000;

test.each([
  ['blanks alone', ' '.repeat(LONGEST)],
  ['blanks before another page', `${' '.repeat(LONGEST - 6)}<html>`],
  ['blanks behind the declaration', `<?xml?>${' '.repeat(LONGEST - 7)}`],
  ['an answer without its end', `<error_response>${' '.repeat(LONGEST - 16)}`],
  ['ends without end', `<error_response>${'</error_response>\n'.repeat(LONGEST / 20)}x`],
  ['names without values', `<error_response>${'<code>'.repeat(LONGEST / 6)}</error_response>`],
])('an answer that is nobody’s (%s) keeps no other call waiting', (_, text) => {
  const from = performance.now();
  const { class: kind } = outcomeOf(answer(text.slice(0, LONGEST)), 'xml').outcome;
  expect(performance.now() - from).toBeLessThan(AT_ONCE);
  expect(kind).not.toBe('accepted');
});

test.each(['', '\n', ' \n'])(
  'blanks around declaration and document are looked past (%j)',
  (blank) => {
    const text = `${blank}<?xml version="1.0" encoding="utf-8" ?>${blank}<error_response><code>27</code></error_response>${blank}`;
    expect(outcomeOf(answer(text), 'xml').outcome).toMatchObject({ code: '27' });
  },
);
