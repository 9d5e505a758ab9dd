import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, StoryShop } from './storyShop.ts';
import { mobileOf, type StoryTill } from './storyTill.ts';

const mobile = '13800138000';
const RECORD_SEPARATOR = 0x1e;

/** A shop whose gateway keeps ids for eight days, and two of its tills. */
async function aShop() {
  const shop = await StoryShop.open({ faults: { forgetIdsAfterSeconds: (8 * DAY) / 1_000 } });
  return { shop, till: await shop.till(), other: await shop.till() };
}

/** So much later, while the till was off, another one has written newer data of the same person. */
async function later({ shop, other }: Awaited<ReturnType<typeof aShop>>, time: number) {
  await shop.clock.pass(time);
  await other.register({ mobile, name: '新' });
  await shop.passUntil(() => shop.namesOf(mobile).length === 2);
}

/** Puts zeros over every line about a save but the first one: how it was sent, and what came of it. */
function loseWhatBecameOf(till: StoryTill, requestId: string): void {
  const [name = ''] = readdirSync(till.folder).filter((one) => one.endsWith('.journal'));
  const path = join(till.folder, name);
  const bytes = readFileSync(path);
  let at = bytes.indexOf(requestId) + 1;
  for (at = bytes.indexOf(requestId, at); at > 0; at = bytes.indexOf(requestId, at + 1)) {
    const start = bytes.lastIndexOf(RECORD_SEPARATOR, at);
    bytes.fill(0, start, bytes.indexOf('\n', at) + 1);
  }
  writeFileSync(path, bytes);
}

test.each([
  ['after nine days it waits for the manager', 9 * DAY, 'held', ['旧', '新']],
  ['within the day it is sent, and its id is still known', 20 * HOUR, 'accepted', ['旧', '新']],
])(
  'story 4: an old copy of the data folder that was put back may have been sent: %s',
  async (_, time, state, names) => {
    const made = await aShop();
    const { shop, till } = made;
    shop.isCableOut = true;
    const id = await till.register({ mobile, name: '旧' });
    await shop.clock.pass(MINUTE);
    await till.stop();
    const backup = `${till.folder}-backup`;
    cpSync(till.folder, backup, { recursive: true });
    shop.isCableOut = false;
    await till.start();
    await shop.passUntil(() => till.save(id).state === 'accepted');
    await till.stop();
    await later(made, time);

    rmSync(till.folder, { recursive: true });
    cpSync(backup, till.folder, { recursive: true });
    await till.start();
    expect(till.outbox.warnings.map(({ code }) => code)).toContain('store.went-backwards');
    await shop.passUntil(() => till.save(id).state === state, 2 * MINUTE);
    expect(till.save(id)).toMatchObject({ state });
    expect(shop.namesOf(mobile)).toEqual(names);
  },
);

test('story 4: of a store that has lost lines nobody knows what was sent: after nine days it waits for the manager', async () => {
  const made = await aShop();
  const { shop, till } = made;
  const id = await till.register({ mobile, name: '旧' });
  await shop.drain();
  const next = await till.register({ mobile: mobileOf(1) });
  await shop.drain();
  await till.stop();
  loseWhatBecameOf(till, id);
  await later(made, 9 * DAY);

  await till.start();
  expect(till.outbox.warnings.map(({ code }) => code)).toContain('store.lines-lost');
  await shop.passUntil(() => till.save(id).state === 'held', 2 * MINUTE);
  expect(till.save(id)).toMatchObject({ state: 'held', heldReason: 'stale' });
  expect(shop.namesOf(mobile)).toEqual(['旧', '新']);
  expect(till.outbox.saves.find(next)?.state).not.toBe('pending');
});
