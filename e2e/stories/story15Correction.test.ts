import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, StoryShop } from './storyShop.ts';

const mobile = '13800138000';

test('story 15: a correction while the original waits: the original goes first, the correction after it', async () => {
  const shop = await StoryShop.open();
  const till = await shop.till();
  shop.isCableOut = true;
  const original = await till.register({ mobile, name: '王方' });
  await till.registerPeople(20);
  const correction = await till.register({ mobile, name: '王芳' }, original);
  await shop.clock.pass(MINUTE);
  shop.isCableOut = false;
  await shop.drain();

  const { effects, customers } = shop.ledger();
  const ids = effects.filter(({ fields }) => fields.mobile === mobile).map((one) => one.requestId);
  expect(ids).toEqual([original, correction]);
  expect(Object.values(customers).find(({ fields }) => fields.mobile === mobile)).toMatchObject({
    fields: { name: '王芳' },
    saves: 2,
  });
  expect(till.save(correction)).toMatchObject({ state: 'accepted', correctionOf: original });
});

test('story 15: also when the original is on its way and its answer is lost', async () => {
  const faults = { rules: [{ times: 3, action: { type: 'drop', when: 'after' } as const }] };
  const shop = await StoryShop.open({ faults });
  const till = await shop.till();
  const original = await till.register({ mobile, name: '王方' });
  const correction = await till.register({ mobile, name: '王芳' }, original);
  await shop.drain();
  expect(shop.ledger().effects.map((one) => one.requestId)).toEqual([original, correction]);
  expect(shop.namesOf(mobile)).toEqual(['王方', '王芳']);
});

test('story 15: also when the service puts the original off again and again', async () => {
  const patience = { type: 'error', code: 15, subCode: 'isp.remote-service-error' } as const;
  const shop = await StoryShop.open();
  const till = await shop.till();
  shop.isCableOut = true;
  const original = await till.register({ mobile, name: '王方' });
  const correction = await till.register({ mobile, name: '王芳' }, original);
  const rule = { match: { requestId: original }, times: 4, action: patience };
  shop.gateway.setFaults({ rules: [rule] });
  shop.isCableOut = false;
  await shop.drain();
  expect(shop.ledger().effects.map((one) => one.requestId)).toEqual([original, correction]);
});

test('story 15: a corrected mobile under the same outer id is the same person, in order', async () => {
  const shop = await StoryShop.open();
  const till = await shop.till();
  shop.isCableOut = true;
  const outer = { outerId: 'oLD-2xK_88912', outerType: 'wechat' } as const;
  const original = await till.register({ mobile, ...outer });
  const correction = await till.register({ mobile: '13900139000', ...outer }, original);
  await shop.clock.pass(MINUTE);
  await till.stop();
  await till.start();
  shop.isCableOut = false;
  await shop.drain();
  expect(shop.ledger().effects.map((one) => one.requestId)).toEqual([original, correction]);
});

test('story 15: a held original is corrected: only the correction takes effect', async () => {
  const shop = await StoryShop.open();
  const till = await shop.till();
  const original = await till.register({ mobile: '10000000000', name: '王芳' });
  await shop.drain();
  expect(till.save(original)).toMatchObject({ state: 'held', heldReason: 'rejected' });
  const correction = await till.register({ mobile, name: '王芳' }, original);
  await shop.drain();
  expect(till.save(correction)).toMatchObject({ state: 'accepted' });
  expect(shop.ledger().effects.map((one) => one.requestId)).toEqual([correction]);
});

test('story 15: another till edits online meanwhile: the replay of a known id overwrites nothing', async () => {
  const faults = { rules: [{ times: 1, action: { type: 'drop', when: 'after' } as const }] };
  const shop = await StoryShop.open({ faults });
  const offline = await shop.till();
  const online = await shop.till();
  shop.onRequest = (number) => (shop.isCableOut = number > 1);
  const id = await offline.register({ mobile, name: '旧' });
  await shop.clock.pass(MINUTE);
  await offline.stop();
  shop.onRequest = () => {};
  shop.isCableOut = false;
  await online.register({ mobile, name: '新' });
  await shop.drain();
  await offline.start();
  await shop.drain();
  expect(offline.save(id)).toMatchObject({ state: 'accepted' });
  expect(shop.namesOf(mobile)).toEqual(['旧', '新']);
  expect(shop.ledger().replays).toEqual({ [id]: 1 });
});

test('story 15: after more than a day the next customer shows the time: the correction goes, the stale original does not', async () => {
  const faults = { rules: [{ times: 1, action: { type: 'drop', when: 'after' } as const }] };
  const shop = await StoryShop.open({ faults });
  const offline = await shop.till();
  const online = await shop.till();
  shop.onRequest = (number) => (shop.isCableOut = number > 1);
  const original = await offline.register({ mobile, name: '旧' });
  await shop.clock.pass(MINUTE);
  const correction = await offline.register({ mobile, name: '正' }, original);
  await shop.clock.pass(MINUTE);
  await offline.stop();
  shop.onRequest = () => {};
  shop.isCableOut = false;
  await online.register({ mobile, name: '新' });
  await shop.drain();
  await shop.clock.pass(DAY + HOUR);
  await offline.start();
  await offline.register({ mobile: '13900139000' });
  await shop.drain();
  expect(offline.save(original)).toMatchObject({ state: 'discarded', closedReason: 'corrected' });
  expect(offline.save(correction)).toMatchObject({ state: 'accepted' });
  expect(shop.namesOf(mobile)).toEqual(['旧', '新', '正']);
  expect(shop.ledger().replays).toEqual({});
});

test('story 15: after more than a day the queued correction goes, and the stale original does not', async () => {
  const faults = { rules: [{ times: 1, action: { type: 'drop', when: 'after' } as const }] };
  const shop = await StoryShop.open({ faults });
  const offline = await shop.till();
  const online = await shop.till();
  shop.onRequest = (number) => (shop.isCableOut = number > 1);
  const original = await offline.register({ mobile, name: '旧' });
  await shop.clock.pass(MINUTE);
  const correction = await offline.register({ mobile, name: '正' }, original);
  await shop.clock.pass(MINUTE);
  await offline.stop();
  shop.onRequest = () => {};
  shop.isCableOut = false;
  await online.register({ mobile, name: '新' });
  await shop.drain();
  await shop.clock.pass(DAY + HOUR);
  await offline.start();
  await shop.drain();
  expect(offline.save(original)).toMatchObject({ state: 'discarded', closedReason: 'corrected' });
  expect(offline.save(correction)).toMatchObject({ state: 'accepted' });
  expect(shop.namesOf(mobile)).toEqual(['旧', '新', '正']);
  expect(shop.ledger().replays).toEqual({});
});
