import { expect, test } from 'vitest';
import { TypedGiven } from './typedGiven.ts';

const [ALICE, BOB] = ['a'.repeat(32), 'b'.repeat(32)] as const;

/** A disk that answers when a test says so. */
function givenSlowly(typed: TypedGiven, requestId: string): (ok: boolean) => Promise<void> {
  let answer = (_: { ok: boolean }) => {};
  const given = typed.during(requestId, () => new Promise<{ ok: boolean }>((r) => (answer = r)));
  return async (ok) => {
    answer({ ok });
    await given;
  };
}

test('a form is kept once the disk has it, and not while that is under way or where it is refused', async () => {
  const typed = new TypedGiven();
  expect(typed.standing).toBe('nothing');
  const first = givenSlowly(typed, ALICE);
  expect(typed.standing).toBe('unkept');
  await first(true);
  expect(typed.standing).toBe('kept');
  await givenSlowly(typed, ALICE)(false);
  expect(typed.standing).toBe('unkept');
});

test('an answer says nothing of what was typed after it', async () => {
  const typed = new TypedGiven();
  const first = givenSlowly(typed, ALICE);
  const second = givenSlowly(typed, ALICE);
  await first(true);
  expect(typed.standing).toBe('unkept');
  await second(true);
  expect(typed.standing).toBe('kept');
});

test('nothing is unkept any more once it is saved or dropped, or its page is gone, whatever is answered then', async () => {
  const typed = new TypedGiven();
  await givenSlowly(typed, ALICE)(false);
  typed.saved(BOB);
  expect(typed.standing).toBe('unkept');
  typed.saved(ALICE);
  expect(typed.standing).toBe('nothing');
  const late = givenSlowly(typed, BOB);
  typed.forget();
  await late(true);
  expect(typed.standing).toBe('nothing');
});
