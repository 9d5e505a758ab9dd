import { expect, test } from 'vitest';
import type { Outcome } from '../../app/gateway/outcome.ts';
import { choice, DAY, queueDesk, rejected, words } from '../../testing/tills/queueDesk.ts';

const accepted: Outcome = { ...words, class: 'accepted', customerId: 'c' };

test('what was worked out of all saves is worked out anew once a later one is forgotten, or comes', async () => {
  const desk = await queueDesk();
  const { outbox, switches } = desk;
  await desk.answer(rejected);
  const by = () => {
    const save = outbox.saves.find(choice.requestId);
    return save && outbox.permissions.of(save).sendAgain;
  };
  expect(by()).toBe('anyone');
  const requestId = '2'.padStart(32, '0');
  const origin = { brandId: '1', shopId: '2', operatorId: choice.operatorId };
  const intention = { requestId, origin, member: { mobile: '13900139000' }, app: null };
  await outbox.intake.enqueue({ ...intention, correctionOf: null, consent: null });
  const other = outbox.saves.find(requestId);
  const sending = other && (await outbox.delivery.mark(other, switches.now));
  const context = { now: switches.now, random: () => 0, isOwnFault: false, isEverybodys: false };
  if (sending) await outbox.delivery.settle(sending, accepted, context);
  // Somebody else's, as everybody can see.
  expect(by()).toBe('anyone');
  switches.now += 8 * DAY;
  await outbox.housekeep(null);
  expect(outbox.saves.find(requestId)).toBeUndefined();
  // Nobody knows any more whose it was.
  expect(by()).toBe('manager');
});

test('numbers that a lost store may have given are heard of at once', async () => {
  const desk = await queueDesk();
  await desk.answer(rejected);
  const { outbox } = desk;
  const by = () => {
    const save = outbox.saves.find(choice.requestId);
    return save && outbox.permissions.of(save).sendAgain;
  };
  expect(by()).toBe('anyone');
  outbox.numbers.goOnBehind(40);
  expect(by()).toBe('manager');
});

test('whose later save has taken effect, or is not closed here, is looked for anew behind every change of one', async () => {
  const desk = await queueDesk();
  const { outbox, switches } = desk;
  await desk.answer(rejected);
  const before = outbox.saves.find(choice.requestId);
  if (before === undefined) throw new Error();
  const seen = () => [
    outbox.permissions.of(before).sendAgain,
    outbox.permissions.isFollowed(before),
  ];
  expect(seen()).toEqual(['anyone', false]);
  const requestId = '2'.padStart(32, '0');
  const origin = { brandId: '1', shopId: '2', operatorId: choice.operatorId };
  const member = { mobile: '13800138000' };
  await outbox.intake.enqueue({
    ...{ requestId, origin, member, app: null, correctionOf: null, consent: null },
  });
  expect(seen()).toEqual(['anyone', true]);
  const other = outbox.saves.find(requestId);
  if (other !== undefined) await outbox.delivery.mark(other, switches.now);
  expect(seen()).toEqual(['manager', true]);
});
