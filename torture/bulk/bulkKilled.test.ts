import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { BulkDeed, BulkRun } from '../../app/outbox/bulk.ts';
import type { Till } from '../../main/till.ts';
import { atDepth } from '../../testing/depth.ts';
import { OF_OPERATOR as cause, heldTill, OTHER, stateOf } from '../../testing/tills/heldTill.ts';
import { freshFolder, OPERATOR, startTill } from '../../testing/tills/openedTill.ts';

const SAVES = 1_500;
const ROUNDS = atDepth({ whole: 6, short: 2 });

const DEEDS: Record<string, { deed: BulkDeed; done: string }> = {
  resend: { deed: { kind: 'resend', cause }, done: 'pending' },
  discard: { deed: { kind: 'discard', cause, reason: 'test' }, done: 'discarded: manager' },
  correct: {
    deed: { kind: 'correct', cause, change: { field: 'operator', value: OTHER } },
    done: 'discarded: corrected',
  },
};

/** A process begins with it, and is killed once it has tried so many, or a moment later (ms). */
async function beganAndKilled(
  folder: string,
  deed: BulkDeed,
  { tried, later }: { tried: number; later: number },
): Promise<void> {
  const script = join(import.meta.dirname, 'bulkTill.ts');
  const child = spawn(process.execPath, [script, folder, JSON.stringify(deed), OPERATOR], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  for await (const line of createInterface(child.stdout)) if (Number(line) >= tried) break;
  await sleep(later);
  child.kill('SIGKILL');
  await closed;
}

/** How many of the first saves are as they were, and how many were done; each is one of the two, and done once. */
function counted({ outbox }: Till, done: string) {
  const all = [...outbox.saves.values()];
  const originals = all.filter(({ correctionOf }) => correctionOf === null);
  const corrections = all.filter(({ correctionOf }) => correctionOf !== null);
  const corrected = new Set(corrections.map(({ correctionOf }) => correctionOf));
  expect(originals).toHaveLength(SAVES);
  expect(corrected.size).toBe(corrections.length);
  const states = originals.map(stateOf);
  const left = states.filter((state) => state === 'held').length;
  const finished = states.filter((state) => state === done).length;
  expect(left + finished).toBe(SAVES);
  if (done === 'discarded: corrected') expect(corrections).toHaveLength(finished);
  return { left, finished };
}

test.each(Object.keys(DEEDS))(
  'killed in the middle of "%s" nothing is lost or done twice, and the next start says how far it came',
  async (name) => {
    const { deed, done } = DEEDS[name] as (typeof DEEDS)[string];
    let cutOff = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const folder = await freshFolder();
      const before = await heldTill(folder, SAVES);
      await before.stop();
      await beganAndKilled(folder, deed, {
        tried: Math.random() * (SAVES / 2),
        later: Math.random() * 5,
      });

      const { till, stop, lines } = await startTill(folder, { offer: null });
      const { finished } = counted(till, done);
      const [run] = till.bulk.list().runs as [BulkRun?];
      if (run !== undefined && run.state !== 'done') {
        cutOff += 1;
        expect(run).toMatchObject({ state: 'cut-off', total: SAVES, done: finished });
        const ended = (await lines()).find(({ action }) => action === 'bulk.ended');
        expect(ended).toMatchObject({ saves: finished });
      }

      // Begun once more it does the rest, and each of them once.
      const { token, may } = (await till.bulk.preview(deed, OPERATOR)) ?? { token: '', may: 0 };
      expect(may).toBe(SAVES - finished);
      await till.bulk.run(token, OPERATOR);
      while (till.bulk.list().runs[0]?.state === 'running') await sleep(5);
      expect(counted(till, done)).toEqual({ left: 0, finished: SAVES });
      await stop();
    }
    // Else nothing was killed in the middle of anything.
    expect(cutOff).toBeGreaterThan(0);
  },
  120_000,
);
