import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder, PIN, PROVISION, startTill } from '../testing/tills/openedTill.ts';
import { makeRecoveryPair } from './vault/recoveryKey.ts';

const [one, other] = [makeRecoveryPair(), makeRecoveryPair()];

const wrappedFor = async (folder: string) => {
  const { keys } = JSON.parse(await readFile(join(folder, 'key.json'), 'utf8'));
  return keys.flatMap(({ recovery }: { recovery: { for: string }[] }) =>
    recovery.map((wrap) => wrap.for),
  );
};

test('the first settings wrap the key for the chain, and a file that leaves it out leaves it', async () => {
  const folder = await freshFolder();
  const offer = { provision: { ...PROVISION, recoveryKey: one.publicKey }, isTrusted: false };
  await (await startTill(folder, { offer })).stop();
  expect(await wrappedFor(folder)).toEqual([one.id]);
  const { till, lines } = await startTill(folder, {
    offer: { ...offer, provision: { ...PROVISION, shopId: 'x' } },
  });
  expect(till.settings.provision).toMatchObject({ shopId: 'x', recoveryKey: one.publicKey });
  expect(await wrappedFor(folder)).toEqual([one.id]);
  expect((await lines()).at(-1)).toMatchObject({
    action: 'provision.taken-over',
    reason: 'shopId',
  });
});

test('another recovery key, or none, takes the PIN or an administrator, and leaves a line', async () => {
  const folder = await freshFolder();
  await (await startTill(folder)).stop();
  const { managerPin: _, ...rest } = PROVISION;
  const offer = { provision: { ...rest, recoveryKey: other.publicKey }, isTrusted: false };
  const asked = await startTill(folder, { offer });
  expect(asked.till.provisioning.question?.changes).toEqual([
    { part: 'recovery-key', from: '', to: other.publicKey },
  ]);
  expect(await wrappedFor(folder)).toEqual([]);
  const question = asked.till.provisioning.question?.id ?? 0;
  expect(await asked.calls.acceptProvision({ pin: PIN, question })).toMatchObject({ ok: true });
  expect((await asked.lines()).at(-1)).toMatchObject({
    action: 'provision.taken-over',
    reason: 'recovery-key',
  });
  await asked.stop();
  const trusted = { provision: { ...rest, recoveryKey: null }, isTrusted: true };
  const next = await startTill(folder, { offer: null });
  expect(await wrappedFor(folder)).toEqual([other.id]);
  await next.stop();
  await (await startTill(folder, { offer: trusted })).stop();
  expect(await wrappedFor(folder)).toEqual([]);
});
