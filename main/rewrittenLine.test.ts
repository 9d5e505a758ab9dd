import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { freshFolder, PROVISION, startTill } from '../testing/tills/openedTill.ts';
import { registration } from '../testing/tills/registration.ts';
import { encodeLine, scanLines } from './journal/journalLine.ts';

const ELSEWHERE = {
  ...PROVISION,
  brandId: 'another-brand',
  gateway: { url: 'https://another.example.com/rest', appKey: '2', appSecret: 'not-real-either' },
};

/** What an editor and sha256sum do: no key is needed, none of what is changed is sealed or signed. */
async function rewrite(folder: string, change: (payload: string) => string) {
  for (const name of await readdir(folder)) {
    if (!/^outbox-\d+\.(journal|snapshot)$/.test(name)) continue;
    const bytes = await readFile(join(folder, name));
    const lines: string[] = [];
    scanLines(bytes, (from, to) => void lines.push(change(bytes.toString('utf8', from, to))));
    await writeFile(join(folder, name), lines.map(encodeLine).join(''));
  }
}

test('a save goes to no other brand than the one it was made for, also where its line was rewritten in the folder', async () => {
  const folder = await freshFolder();
  const trusted = (provision: typeof PROVISION) => ({ offer: { provision, isTrusted: true } });
  const first = await startTill(folder, trusted(PROVISION));
  await first.calls.registerMember(registration('a'.repeat(32), '13812346520'));
  await first.stop();
  // An administrator gives the till to another brand; the member is held, and not even the manager can send him.
  const second = await startTill(folder, trusted(ELSEWHERE));
  await second.till.outbox.delivery.align();
  expect(second.till.outbox.saves.find('a'.repeat(32))).toMatchObject({
    state: 'held',
    heldReason: 'other-app',
  });
  await second.stop();

  await rewrite(folder, (payload) =>
    payload
      .replace('"held"', '"pending"')
      .replace('"other-app"', 'null')
      .replace(
        '"brand","https://gw.example.com 1"',
        '"another-brand","https://another.example.com 2"',
      ),
  );

  const sent: { url: string; form: string }[] = [];
  const third = await startTill(folder, {
    offer: null,
    isSending: true,
    post: async ({ url, form }) => {
      sent.push({ url, form: decodeURIComponent(form) });
      throw new Error('nobody answers');
    },
  });
  for (
    let turn = 0;
    turn < 20 && sent.length === 0 && third.till.outbox.saves.counts.held === 0;
    turn += 1
  ) {
    await third.clock.pass(1_500);
    await pause(5);
  }
  expect(sent).toEqual([]);
  expect(third.till.outbox.saves.find('a'.repeat(32))).toMatchObject({
    state: 'held',
    heldReason: 'unreadable',
  });
});
