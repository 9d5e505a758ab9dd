import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { freshFolder, PROVISION, startTill } from '../testing/tills/openedTill.ts';
import { registration } from '../testing/tills/registration.ts';
import { rewriteLines } from '../testing/tills/rewriteLines.ts';

const ELSEWHERE = {
  ...PROVISION,
  brandId: 'another-brand',
  gateway: { url: 'https://another.example.com/rest', appKey: '2', appSecret: 'not-real-either' },
};

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

  await rewriteLines(folder, (payload) =>
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

test('a save whose person was rewritten is held, and the audit trail says which slip it is, at the next start', async () => {
  const folder = await freshFolder();
  const first = await startTill(folder);
  await first.calls.registerMember(registration('a'.repeat(32), '13812346520'));
  await first.calls.registerMember(registration('b'.repeat(32), '13812346521'));
  const [one, other] = [...first.till.outbox.saves.values()].map(
    ({ identityKeys }) => identityKeys,
  );
  await first.stop();

  // The second one is said to be the first one's as well.
  const joined = JSON.stringify([...(other ?? []), ...(one ?? [])]);
  await rewriteLines(folder, (payload) => payload.replace(JSON.stringify(other), joined));

  for (const start of ['the next', 'the one behind']) {
    const { till, stop } = await startTill(folder, { offer: null });
    const states = [...till.outbox.saves.values()].map(({ heldReason }) => heldReason);
    expect(states, start).toEqual([null, 'unreadable']);
    const { lines } = await till.audit.read();
    const told = lines.filter(({ action }) => action === 'saves.unreadable');
    expect(told.map(({ slip }) => slip)).toEqual(['S-0002']);
    await stop();
  }
});
