import { mkdirSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { copyOf, FIRST, registerOn, startOn } from '../../testing/tills/copiedTill.ts';
import { WORDS } from '../../testing/tills/moveDesk.ts';
import { freshFolder, PROVISION } from '../../testing/tills/openedTill.ts';
import { openQueue } from '../outbox/movedFile.ts';
import type { AskWitness } from './witnessElsewhere.ts';
import { answerWitness } from './witnessFolder.ts';

const START = Date.UTC(2026, 10, 24, 4);
const DAY = 86_400_000;

test('a file that is asked for before the second place has answered tells of what that puts in doubt: no other till sends it by itself', async () => {
  const [folder, outside] = [await freshFolder(), await freshFolder()];
  const marks = join(outside, 'marks');
  mkdirSync(marks, { recursive: true });
  const offer = { provision: { ...PROVISION, watermarkFolder: marks }, isTrusted: true };
  const before = new VirtualClock(START);
  const first = await startOn(FIRST, folder, { clock: before, offer });
  await registerOn(first, 1);
  // The place has been looked at by then: nothing is written there before.
  await vi.waitFor(async () => {
    await before.pass(1_000);
    expect(readdirSync(marks)).not.toEqual([]);
  });
  const image = await copyOf(folder);
  await registerOn(first, 2);
  // Its last numbers are written with its end.
  await first.stop();

  const asked: string[] = [];
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const askWitness: AskWitness = async (question) => {
    asked.push(question.call);
    await held;
    return answerWitness(question);
  };
  const clock = new VirtualClock(START + 3 * DAY);
  const again = await startOn(FIRST, image, { clock, offer, askWitness });
  const { moving } = again.till;
  const file = join(outside, 'queue.tillside');
  moving.ask({ direction: 'export', file });
  const moved = moving.carryOut(moving.question?.id ?? 0, WORDS);
  await vi.waitFor(() => expect(asked).toEqual(['read']));
  answer();
  expect(await moved).toBeNull();
  const opened = await openQueue(await readFile(file, 'utf8'), WORDS);
  expect(opened).toMatchObject({
    content: { saves: [{ history: { state: 'held', heldReason: 'late-import' } }] },
  });
  expect(again.codes()).toContain('store.went-backwards');
  await again.stop();
});
