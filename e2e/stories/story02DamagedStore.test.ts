import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MINUTE, StoryShop } from './storyShop.ts';
import { mobileOf, type StoryTill } from './storyTill.ts';

/** What may become of a file while the power is off; `at`: the place of its fourth save. */
const DAMAGES: [string, (path: string, at: number) => void][] = [
  ['empty', (path) => writeFileSync(path, '')],
  ['full of NULs', (path, at) => writeFileSync(path, Buffer.alloc(at))],
  ['cut in the middle', (path, at) => truncateSync(path, at)],
  ['NULs from the middle on', (path, at) => writeFileSync(path, readFileSync(path).fill(0, at))],
  ['gone', (path) => rmSync(path)],
];

function journalOf(till: StoryTill): string {
  const name = readdirSync(till.folder).find((one) => one.endsWith('.journal')) ?? '';
  return join(till.folder, name);
}

test.each(DAMAGES)(
  'story 2: a store that is %s: the till says so, sends what is left, gives no slip twice, and goes on',
  async (_what, damage) => {
    const shop = await StoryShop.open();
    const till = await shop.till();
    shop.isCableOut = true;
    const ids: string[] = [];
    for (const person of [1, 2, 3, 4, 5]) {
      ids.push(await till.register({ mobile: mobileOf(person) }));
    }
    await shop.clock.pass(MINUTE);
    await till.stop();
    const journal = journalOf(till);
    damage(journal, readFileSync(journal).indexOf(ids[3] ?? ''));

    shop.isCableOut = false;
    await till.start();
    const codes = till.outbox.warnings.map((warning) => warning.code);
    expect(codes).toContain('store.went-backwards');
    const left = till.outbox.saves.unfinished();
    expect(left.map((save) => save.requestId)).toEqual(ids.slice(0, left.length));
    expect(left.length).toBeLessThan(4);
    const next = await till.register({ mobile: mobileOf(6) });
    expect(till.save(next).sequence).toBe(6);
    await shop.drain();
    expect(till.outbox.saves.counts).toMatchObject({ accepted: left.length + 1, held: 0 });
    const sent = shop.ledger().effects.map((effect) => effect.requestId);
    expect(sent.sort()).toEqual([...left.map((save) => save.requestId), next].sort());
  },
);
