import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { realDisk } from '../main/disk/realDisk.ts';
import { JournalAdapter } from '../main/journal/journalAdapter.ts';
import { LowdbOutboxStore } from '../main/outbox/lowdbOutboxStore.ts';
import { hasOpenssl, makeCertificate } from './certificate.ts';
import { freshFolder } from './driver/runFolder.ts';
import { type Loss, losingGateway } from './losingGateway.ts';
import { startGateway, TestTill } from './testTill.ts';

/** Since when the outcome of each save has been unknown, by its number, as it stands on the disk of a till. */
async function unknownSince({ dataFolder }: TestTill): Promise<(number | null)[]> {
  const folder = join(freshFolder('copy'), 'data');
  cpSync(dataFolder, folder, { recursive: true });
  const store = new LowdbOutboxStore(
    new JournalAdapter({ disk: realDisk, folder, watermarkPath: `${folder}.mark`, now: Date.now }),
  );
  const { saves } = await store.load();
  await store.close();
  return [...saves.values()]
    .sort((a, b) => a.sequence - b.sequence)
    .map(({ firstUnknownAt }) => firstUnknownAt);
}

/** A till that has just registered one member over a connection that is now kept alive. */
async function tillAt(isTls: boolean) {
  const sandbox = await startGateway();
  const certificate = isTls ? makeCertificate() : null;
  const gateway = await losingGateway(sandbox, certificate);
  const till = new TestTill(gateway.url, { args: certificate ? [certificate.trusted] : [] });
  onTestFinished(async () => {
    await till.kill();
    gateway.close();
    await sandbox.close();
  });
  await till.start();
  await till.waitForState(await till.register({ mobile: '13800138000' }), 'accepted');
  return { till, gateway, sandbox };
}

const LOSSES: [Loss, boolean][] = [
  ['the gateway dies', false],
  ...(hasOpenssl
    ? ([
        ['the gateway dies', true],
        ['a record breaks', true],
      ] as [Loss, boolean][])
    : []),
];

test.each(LOSSES)(
  'a save that was done before %s may have arrived (over TLS: %s)',
  async (loss, isTls) => {
    const { till, gateway, sandbox } = await tillAt(isTls);
    gateway.loseNext(loss);
    const slip = await till.register({ mobile: '13800138001' });
    await till.client.waitUntil(async () => {
      const line = await till.line(slip);
      return line?.state === 'pending' && line.attempts > 0;
    });
    expect(sandbox.ledger().effects).toHaveLength(2);
    expect(await unknownSince(till)).toEqual([null, expect.any(Number)]);
  },
);
