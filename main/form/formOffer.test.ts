import { expect, test } from 'vitest';
import { EMPTY_MEMBER } from '../../app/member/memberSchema.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { FormOffer } from './formOffer.ts';

const member = { ...EMPTY_MEMBER, mobile: '13800138000' };

/** A window that notes what is done to it. */
function offered(isPageThere: boolean) {
  const done: string[] = [];
  const clock = new VirtualClock();
  const form = new FormOffer({
    clock,
    isPageThere: () => isPageThere,
    bringUp: () => done.push('up'),
    tell: () => done.push('told'),
  });
  return { form, done, clock };
}

test('a page that is there is asked, and the window comes up once the form is filled', async () => {
  const { form, done } = offered(true);
  const answer = form.make(member);
  expect(done).toEqual(['told']);
  expect(form.waiting).toEqual({ offer: 1, member });
  form.answer(1, 'filled');
  expect(await answer).toBe('filled');
  expect(done).toEqual(['told', 'up']);
  expect(form.waiting).toBeNull();
});

test.each(['busy', 'locked'] as const)('a page that is %s stays where it is', async (word) => {
  const { form, done } = offered(true);
  const answer = form.make(member);
  form.answer(1, word);
  expect(await answer).toBe(word);
  expect(done).toEqual(['told']);
});

test('where there is no page the window is made, and its page asks', async () => {
  const { form, done } = offered(false);
  const answer = form.make(member);
  expect(done).toEqual(['up']);
  form.answer(form.waiting?.offer ?? 0, 'filled');
  expect(await answer).toBe('filled');
  expect(done).toEqual(['up']);
});

test('a page that says nothing for eight seconds is waited for no longer, and its late word changes nothing', async () => {
  const { form, clock } = offered(true);
  const answer = form.make(member);
  await clock.pass(8_000);
  expect(await answer).toBe('no-answer');
  const next = form.make(member);
  form.answer(1, 'filled');
  expect(form.waiting?.offer).toBe(2);
  form.answer(2, 'busy');
  expect(await next).toBe('busy');
});

test('a second one while the first waits is refused', async () => {
  const { form } = offered(true);
  const first = form.make(member);
  expect(await form.make(member)).toBe('busy');
  form.answer(1, 'filled');
  expect(await first).toBe('filled');
});
