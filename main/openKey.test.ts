import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openTill } from './till.ts';
import type { KeyWrapper } from './vault/dataKey.ts';
import { plainWrapper } from './vault/keyWrappers.ts';

const keyStore: KeyWrapper = {
  protection: 'os',
  wrap: (key) => Buffer.from(key.map((byte) => byte ^ 7)),
  unwrap: (wrapped) => Buffer.from(wrapped.map((byte) => byte ^ 7)),
};

/** A till on the real disk with one save that has been accepted; gives its hashes and all that is in its folder. */
async function acceptedAt(keyWrapper: KeyWrapper) {
  const outside = await mkdtemp(join(tmpdir(), 'tillside-open-key-'));
  onTestFinished(() => rm(outside, { recursive: true, force: true }));
  const folder = join(outside, 'data');
  await mkdir(folder);
  const quiet = () => undefined;
  const open = () =>
    openTill({
      folder,
      keyWrapper,
      post: () => Promise.reject(new Error('nothing is sent here')),
      log: { info: quiet, warn: quiet, error: quiet },
      offer: null,
      isSending: false,
      onChanged: quiet,
    });
  const till = await open();
  const result = await till.outbox.intake.enqueue({
    requestId: 'a'.repeat(32),
    origin: { brandId: '1', shopId: '2', operatorId: '3' },
    member: { mobile: '13800138000' },
    app: null,
    correctionOf: null,
    consent: null,
  });
  if (!result.ok) throw new Error(result.failure);
  const hashes = [result.save.contentKey ?? '', ...result.save.identityKeys];
  const content = async () => {
    const files = (await readdir(folder)).filter((name) => name.startsWith('outbox-'));
    return Promise.all(files.map((name) => readFile(join(folder, name), 'latin1')));
  };
  const before = (await content()).join();
  const words = { code: '', subCode: '', text: '', traceId: '' };
  await till.outbox.delivery.settle(
    result.save,
    { ...words, class: 'accepted', customerId: '7' },
    { now: Date.now(), random: () => 0, isOwnFault: false, isEverybodys: false },
  );
  await till.outbox.housekeep(null);
  const isKnownBy = ({ outbox }: typeof till) =>
    outbox.contents.findMember('1', { mobile: '13800138000' }) !== undefined;
  const isKnownBefore = isKnownBy(till);
  await till.stop(0);
  const after = (await content()).join();
  const again = await open();
  const isKnownAgain = isKnownBy(again);
  await again.stop(0);
  return { hashes, before, after, isKnown: [isKnownBefore, isKnownAgain] };
}

describe('after acceptance', () => {
  test('no hash stays in the folder in which the key lies open', async () => {
    const { hashes, before, after } = await acceptedAt(plainWrapper);
    expect(after).toContain('a'.repeat(32));
    for (const hash of hashes) expect(before).toContain(hash);
    for (const hash of hashes) expect(after).not.toContain(hash);
  });

  test('a member is known until the program ends there, and beyond that where the system keeps the key', async () => {
    expect((await acceptedAt(plainWrapper)).isKnown).toEqual([true, false]);
    expect((await acceptedAt(keyStore)).isKnown).toEqual([true, true]);
  });

  test('the hashes stay where the system keeps the key', async () => {
    const { hashes, after } = await acceptedAt(keyStore);
    expect(hashes).toHaveLength(2);
    for (const hash of hashes) expect(after).toContain(hash);
  });
});
