import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DAY, MINUTE, StoryShop } from './storyShop.ts';

const mobile = '13800138000';

test.each([
  ['as it is', { isPlanted: false, heldReason: 'stale' }],
  // All of it comes back out of a folder then: beside whatever is missing, that waits for the manager.
  ['with an empty folder aside-TIME.moving in it', { isPlanted: true, heldReason: 'late-import' }],
])(
  'an earlier copy of the data folder overwrites nothing nine days later, when the gateway has forgotten its ids: %s',
  async (_, { isPlanted, heldReason }) => {
    const shop = await StoryShop.open({ faults: { forgetIdsAfterSeconds: (8 * DAY) / 1_000 } });
    const [till, other] = [await shop.till(), await shop.till()];
    shop.isCableOut = true;
    const id = await till.register({ mobile, name: '旧' });
    await shop.clock.pass(MINUTE);
    await till.stop();
    const copy = `${till.folder}-copy`;
    cpSync(till.folder, copy, { recursive: true });
    shop.isCableOut = false;
    await till.start();
    await shop.passUntil(() => till.save(id).state === 'accepted');
    await till.stop();
    await shop.clock.pass(9 * DAY);
    await other.register({ mobile, name: '新' });
    await shop.passUntil(() => shop.namesOf(mobile).length === 2);
    rmSync(till.folder, { recursive: true });
    cpSync(copy, till.folder, { recursive: true });
    if (isPlanted) mkdirSync(join(till.folder, 'aside-2026-12-03T00-00-00-000Z.moving'));
    await till.start();
    await shop.passUntil(() => till.save(id).state === 'held');
    expect(till.save(id).heldReason).toBe(heldReason);
    expect(shop.namesOf(mobile)).toEqual(['旧', '新']);
  },
);
