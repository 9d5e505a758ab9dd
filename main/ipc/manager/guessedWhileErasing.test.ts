import { expect, test } from 'vitest';
import { erasingTill, formOf, ONE } from '../../../testing/tills/erasingTill.ts';

const codeOf = (answer: { ok: true } | { ok: false; error: { code: string } }) =>
  answer.ok ? 'ok' : answer.error.code;

/** Numbers of the same mask; theirs is one of them. */
const GUESSES = Array.from(
  { length: 1_000 },
  (_, n) => `139${String(n + 500).padStart(4, '0')}5678`,
);

test('while somebody is being erased no answer about a form that is to be kept tells a program in the page whose number it has', async () => {
  const { calls, unanswered } = await erasingTill();
  expect(GUESSES).toContain(ONE.mobile);
  const answers = await Promise.all(
    GUESSES.map((mobile) => calls.keepDraft(formOf(3, { mobile }))),
  );
  expect([...new Set(answers.map(codeOf))]).toHaveLength(1);
  await unanswered();
});

test('and the form that was given is asked for as often as somebody types, whoever it is of; the trail has a line', async () => {
  const { calls, lines, unanswered } = await erasingTill();
  const codes = [];
  for (const mobile of GUESSES.slice(700, 800)) {
    await calls.keepDraft(formOf(3, { mobile }));
    codes.push(codeOf(await calls.getDraft(null)));
  }
  expect(codes.filter((code) => code !== 'lookup.too-fast').length).toBeLessThanOrEqual(6);
  expect((await lines()).map(({ action }) => action)).toContain('lookups.refused');
  await unanswered();
});
