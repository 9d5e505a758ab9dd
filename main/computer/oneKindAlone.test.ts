import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EMPTY_MEMBER } from '../../app/member/memberSchema.ts';
import { answerOn, FIRST, registerOn, startOn } from '../../testing/tills/copiedTill.ts';
import { freshFolder, OPERATOR } from '../../testing/tills/openedTill.ts';
import type { Traits } from '../hardware/traits.ts';
import { COMPUTER_FILE } from './computerFile.ts';

const dock = (number: number): Traits => ({ board: [], disk: [], network: [`dock-${number}`] });

const DRAFT = {
  requestId: 'd'.repeat(32),
  operatorId: OPERATOR,
  member: { ...EMPTY_MEMBER, mobile: '13800138009' },
  correctionOf: null,
  chosen: null,
  consent: null,
  isLocked: false,
};

/** A data folder of a PC at this dock, which nothing else tells from others. */
async function leftAt(traits: Traits, saves: number) {
  const folder = await freshFolder();
  const first = await startOn(traits, folder);
  for (let number = 1; number <= saves; number += 1) await registerOn(first, number);
  await first.stop();
  return folder;
}

const installationIn = async (folder: string) =>
  (JSON.parse(await readFile(join(folder, COMPUTER_FILE), 'utf8')) as { installation: string })
    .installation;

describe('a PC of which one kind alone tells', () => {
  test('becomes another till once with a second dock, and then none at any change of docks', async () => {
    const folder = await leftAt(dock(1), 0);
    await (await startOn(dock(2), folder)).stop();
    const name = await installationIn(folder);
    for (const number of [1, 2, 1, 2]) {
      const { calls, stop } = await startOn(dock(number), folder);
      await calls.keepDraft(DRAFT);
      await stop();
      expect(await installationIn(folder)).toBe(name);
      const again = await startOn(dock(3 - number), folder);
      expect(await again.calls.getDraft(null)).toMatchObject({
        value: { requestId: DRAFT.requestId },
      });
      await again.stop();
    }
  });

  test('asks once at a second dock, and after "moved" at none of the two again', async () => {
    const folder = await leftAt(dock(1), 1);
    const asked = await startOn(dock(2), folder);
    expect(asked.till.computer.standing).toBe('asking');
    await answerOn(asked, 'moved');
    await asked.stop();
    for (const number of [1, 2, 1]) {
      const { till, stop } = await startOn(dock(number), folder);
      expect(till.computer.standing).toBe('ours');
      await stop();
    }
  });

  test('that begins with an empty queue asks where it comes back to the other one', async () => {
    const folder = await leftAt(dock(1), 1);
    const asked = await startOn(dock(2), folder);
    await answerOn(asked, 'start-empty');
    await registerOn(asked, 2);
    await asked.stop();
    expect((await startOn(dock(1), folder)).till.computer.standing).toBe('asking');
  });
});

test('where more than one kind tells, "moved" is no word about the way back', async () => {
  const folder = await leftAt(FIRST, 1);
  const asked = await startOn({ ...dock(2), disk: ['disk-2'] }, folder);
  await answerOn(asked, 'moved');
  await asked.stop();
  expect((await startOn(FIRST, folder)).till.computer.standing).toBe('asking');
});
