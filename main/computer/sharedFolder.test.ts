import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EMPTY_MEMBER } from '../../app/member/memberSchema.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { FIRST, registerOn, SECOND, startOn } from '../../testing/tills/copiedTill.ts';
import { freshFolder, OPERATOR } from '../../testing/tills/openedTill.ts';
import { type Reading, SHARED } from '../hardware/traits.ts';
import { SOLE_HOLD } from '../lease/hold.ts';
import { COMPUTER_FILE } from './computerFile.ts';

const START = Date.UTC(2026, 10, 24, 4);
const DRAFT = 'd'.repeat(32);

/** The PC before this one had the same folder: so much its lease has told. */
const fromElsewhere = { hold: { ...SOLE_HOLD, isFromElsewhere: true } };

/** A data folder as the PC before has left it: one save that was not sent, and a form that somebody was filling in. */
async function leftBy(reading: Reading) {
  const folder = await freshFolder();
  const first = await startOn(reading, folder, { clock: new VirtualClock(START) });
  await registerOn(first, 1);
  await first.calls.keepDraft({
    requestId: DRAFT,
    operatorId: OPERATOR,
    member: { ...EMPTY_MEMBER, mobile: '13800138009' },
    correctionOf: null,
    chosen: null,
    consent: null,
    isLocked: false,
  });
  await first.stop();
  return folder;
}

/** The next PC, at the same folder on its share. */
function onShare(folder: string) {
  return startOn(SHARED, folder, { clock: new VirtualClock(START + 60_000), ...fromElsewhere });
}

describe('one folder on a network share that PCs use in turn', () => {
  test('asks nobody, and what is under way goes out from whichever PC has it', async () => {
    const folder = await leftBy(SHARED);
    for (let turn = 0; turn < 3; turn += 1) {
      const { till, stop } = await onShare(folder);
      expect(till.computer.standing).toBe('ours');
      expect(till.computer.reading).toBe(SHARED);
      expect(till.replayer.pause()).toEqual({ kind: 'none' });
      expect([...till.outbox.saves.values()][0]?.state).toBe('pending');
      await stop();
    }
    expect(existsSync(join(folder, COMPUTER_FILE))).toBe(false);
  });

  test('brings what a cashier was typing to the other PC', async () => {
    const { calls } = await onShare(await leftBy(SHARED));
    expect(await calls.getDraft(null)).toMatchObject({ ok: true, value: { requestId: DRAFT } });
  });

  test('heeds no record of a computer, whichever it names, and leaves it as it is', async () => {
    const folder = await leftBy(FIRST);
    await (await startOn(SECOND, folder)).stop();
    const path = join(folder, COMPUTER_FILE);
    const before = await readFile(path);
    const { till, stop } = await onShare(folder);
    expect(till.computer.question).toBeNull();
    expect(till.computer.installation).toMatch(/^0+$/);
    await stop();
    expect(await readFile(path)).toEqual(before);
  });

  test('is asked about on a disk as before: the lease alone tells no share from a copy', async () => {
    const folder = await leftBy(FIRST);
    const copied = await startOn(SECOND, folder, fromElsewhere);
    expect(copied.till.computer.standing).toBe('asking');
  });
});
