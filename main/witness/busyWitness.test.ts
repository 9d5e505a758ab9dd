import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { copyOf, FIRST, registerOn, startOn } from '../../testing/tills/copiedTill.ts';
import { freshFolder, PROVISION } from '../../testing/tills/openedTill.ts';
import { Vault } from '../vault/vault.ts';
import { KeptReached } from './keptReached.ts';
import { NOTHING } from './reachedFile.ts';
import { Witness } from './witness.ts';
import type { WitnessQuestion } from './witnessFolder.ts';

const quiet = () => undefined;

/** A second place that counts what it is asked; `refuse`: from then on it takes no writing. */
async function aPlace() {
  const clock = new VirtualClock();
  const log = { info: quiet, warn: quiet, error: quiet };
  const asked: WitnessQuestion[] = [];
  let isRefusing = false;
  const witness = new Witness({
    ask: async (question) => {
      asked.push(question);
      const isRefused = isRefusing && question.call === 'write';
      return isRefused ? { ok: false, code: 'EROFS' } : { ok: true, text: null };
    },
    vault: new Vault(Buffer.alloc(32, 7)),
    kept: await KeptReached.open({
      file: {
        read: async () => NOTHING,
        write: async () => undefined,
        writeUnseen: async () => undefined,
        putAside: async () => '',
        refused: '',
      },
      ...{ clock, log, onPutAside: quiet },
    }),
    opening: { lastNumber: 0, lastSequence: 0, changedAt: 0, lastGiven: 0 },
    clock,
    log,
    till: () => ({ tillId: 'till', installation: '' }),
    doubt: async () => true,
    goOnBehind: quiet,
    warn: quiet,
  });
  await witness.use('/marks');
  return {
    clock,
    witness,
    /** One change every so many milliseconds. */
    change: async (times: number, every: number) => {
      for (let number = 1; number <= times; number += 1) {
        witness.note({ lastNumber: number, lastSequence: number });
        await clock.pass(every);
      }
    },
    refuse: () => {
      isRefusing = true;
    },
    written: () =>
      asked.flatMap((question) =>
        question.call === 'write'
          ? [(JSON.parse(question.text) as { lastNumber: number }).lastNumber]
          : [],
      ),
  };
}

describe('the second place of a busy till', () => {
  test('stands a second behind, however often something changes', async () => {
    const place = await aPlace();
    await place.change(1_200, 500);
    expect(place.written().length).toBeGreaterThan(500);
    expect(place.written().at(-1)).toBeGreaterThanOrEqual(1_198);
  });

  test('is asked once a second at the most', async () => {
    const place = await aPlace();
    await place.change(600, 100);
    expect(place.written().length).toBeLessThanOrEqual(61);
  });

  test('that takes no writing is tried again each minute, and not with every save', async () => {
    const place = await aPlace();
    place.refuse();
    await place.change(80, 1_500);
    expect(place.written().length).toBeGreaterThan(1);
    expect(place.written().length).toBeLessThanOrEqual(3);
  });
});

test('a PC that is reset in the middle of a busy hour is noticed, and sends nothing old by itself', async () => {
  const [folder, marks] = [await freshFolder(), join(await freshFolder(), 'marks')];
  mkdirSync(marks);
  const offer = { provision: { ...PROVISION, watermarkFolder: marks }, isTrusted: true };
  const start = Date.UTC(2026, 10, 24, 4);
  const clock = new VirtualClock(start);
  const busy = await startOn(FIRST, folder, { clock, offer });
  const work = async (...numbers: number[]) => {
    for (const number of numbers) {
      await registerOn(busy, number);
      await clock.pass(500);
      await pause(10);
    }
  };
  await work(1);
  const image = await copyOf(folder);
  await work(2, 3, 4, 5, 6, 7, 8, 9);
  // The power goes here.
  const later = new VirtualClock(start + 2 * 86_400_000);
  const reset = await startOn(FIRST, image, { clock: later, offer });
  await vi.waitFor(() => expect(reset.codes()).toContain('store.went-backwards'));
  await vi.waitFor(() =>
    expect([...reset.till.outbox.saves.values()].map(({ state }) => state)).toEqual(['held']),
  );
});
