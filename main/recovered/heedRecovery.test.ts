import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { freshFolder, keyStore, startTill } from '../../testing/tills/openedTill.ts';
import { ReplayTill } from '../../testing/tills/replayTill.ts';
import type { Till } from '../till.ts';
import { setAsideTogether } from '../vault/asideFolders.ts';
import { heedRecovery } from './heedRecovery.ts';
import {
  RECOVERY_RECORD,
  readRecoveryRecord,
  removeRecoveryRecord,
  writeRecoveryRecord,
} from './recoveryRecord.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 10, 24, 4);

const save = async ({ outbox }: Till, number: number) => {
  const result = await outbox.intake.enqueue({
    requestId: String(number).repeat(32),
    origin: { brandId: 'brand', shopId: 'shop', operatorId: '3' },
    member: { mobile: `1380013800${number}` },
    app: 'https://gw.example.com 1',
    correctionOf: null,
    consent: { at: START, noticeVersion: '1', operatorId: '3', marketing: false },
  });
  if (!result.ok) throw new Error(result.failure);
};

/** A folder with saves 1 and 2, and the record that it was recovered at `at` with the first `lastSequence` of them. */
async function recovered(at: number, lastSequence = 2) {
  const folder = await freshFolder();
  const { till, stop } = await startTill(folder);
  for (const number of [1, 2]) await save(till, number);
  await stop();
  await writeRecoveryRecord(folder, { at, lastSequence });
  return folder;
}

const startAt = (folder: string, now: number, more: object = {}) =>
  startTill(folder, { offer: null, clock: new VirtualClock(now), ...more });

const openOf = ({ outbox }: Till) =>
  outbox.saves.unfinished().map(({ state, heldReason, firstUnknownAt }) => ({
    state: heldReason ?? state,
    firstUnknownAt,
  }));

describe('a till that starts on a folder which the chain has recovered', () => {
  test('has what was in it in doubt since then, before anything is sent, with a line and a warning', async () => {
    const folder = await recovered(START + HOUR);
    const { till, codes, lines } = await startAt(folder, START + 2 * HOUR);
    const doubt = { state: 'pending', firstUnknownAt: START + HOUR };
    expect(openOf(till)).toEqual([doubt, doubt]);
    expect(codes()).toEqual(['queue.recovered']);
    expect((await lines()).at(-1)).toMatchObject({
      action: 'queue.recovered',
      saves: 2,
      reason: '2 · 2026-11-24',
    });
  });

  test('holds it for the manager when that is more than a day ago', async () => {
    const { till } = await startAt(await recovered(START + HOUR), START + DAY + 2 * HOUR);
    expect(openOf(till).map(({ state }) => state)).toEqual(['late-import', 'late-import']);
  });

  test.each([
    ['that cannot be read', '{'],
    ['of a kind that no tool writes', '{"format":2}'],
  ])('holds everything by a record %s', async (_, text) => {
    const folder = await recovered(START);
    await writeFile(join(folder, RECOVERY_RECORD), text);
    const { till } = await startAt(folder, START + HOUR);
    expect(openOf(till).map(({ state }) => state)).toEqual(['late-import', 'late-import']);
  });

  test('holds everything where the record is dated ahead: one of the clocks is wrong', async () => {
    const { till } = await startAt(await recovered(START + DAY), START + HOUR);
    expect(openOf(till).map(({ state }) => state)).toEqual(['late-import', 'late-import']);
  });

  test('leaves alone what was saved after the recovery', async () => {
    const { till } = await startAt(await recovered(START + HOUR, 1), START + 2 * DAY);
    expect(openOf(till).map(({ state }) => state)).toEqual(['late-import', 'pending']);
  });

  test('does it once: what the manager decides then holds over the next start', async () => {
    const folder = await recovered(START + HOUR);
    const first = await startAt(folder, START + 2 * DAY);
    await first.till.outbox.decisions.requeue('1'.repeat(32));
    await first.stop();
    expect(await readdir(folder)).not.toContain(RECOVERY_RECORD);
    const { till, codes } = await startAt(folder, START + 2 * DAY);
    expect(openOf(till).map(({ state }) => state)).toEqual(['pending', 'late-import']);
    expect(codes()).toEqual(['queue.recovered']);
  });

  test('keeps the record for the next start where no line can be written, and goes by it all the same', async () => {
    const folder = await recovered(START + HOUR);
    await removeRecoveryRecord(folder);
    const { till, clock } = await startAt(folder, START + 2 * DAY);
    await writeRecoveryRecord(folder, { at: START + HOUR, lastSequence: 2 });
    const quiet = () => undefined;
    const { warnings } = await heedRecovery({
      folder,
      record: await readRecoveryRecord(folder, clock.now()),
      returning: till.outbox.returning,
      audit: { record: async () => false, onceWritable: quiet },
      log: { info: quiet, warn: quiet, error: quiet },
    });
    expect(warnings).toEqual([{ code: 'queue.recovered', detail: '2 · 2026-11-24' }]);
    expect(openOf(till).map(({ state }) => state)).toEqual(['late-import', 'late-import']);
    expect(await readdir(folder)).toContain(RECOVERY_RECORD);
  });

  test('knows of the doubt also where the disk does not take it, so that nothing leaves without it', async () => {
    const till = await new ReplayTill().start();
    await till.replayer.stop(0);
    await till.register(1);
    till.store.refusal = { ok: false, failure: 'store.failed', detail: 'EIO' };
    const at = till.clock.now() - HOUR;
    const result = await till.outbox.returning.doubtRecovered({ at, lastSequence: 1 });
    expect(result).toEqual({ count: 1, isStored: false });
    expect(till.outbox.saves.unfinished()[0]?.firstUnknownAt).toBe(at);
  });
});

describe('a queue that was set aside after it was recovered', () => {
  test('comes back in doubt since the recovery, not only since it was set aside', async () => {
    const folder = await recovered(START + HOUR);
    await setAsideTogether(folder, START + 2 * DAY);
    expect(await readdir(folder)).not.toContain(RECOVERY_RECORD);
    // Its key opens again at once: the fallback of a start that found it closed.
    const { till } = await startAt(folder, START + 2 * DAY + HOUR, { keyWrapper: keyStore });
    expect(openOf(till).map(({ state }) => state)).toEqual(['late-import', 'late-import']);
  });

  test('is in doubt by its own record where it was recovered as it lay there', async () => {
    const folder = await recovered(START);
    await setAsideTogether(folder, START + HOUR);
    const [aside = ''] = (await readdir(folder)).filter((name) => name.startsWith('aside-'));
    await writeRecoveryRecord(join(folder, aside), { at: START + 2 * HOUR, lastSequence: 2 });
    const { till } = await startAt(folder, START + DAY + 90 * 60_000);
    expect(openOf(till).map(({ state }) => state)).toEqual(['late-import', 'late-import']);
  });
});
