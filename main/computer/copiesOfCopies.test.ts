import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import {
  answerOn,
  copyOf,
  DRAFT,
  FIRST,
  fatesOf,
  lookedAt,
  registerOn,
  SECOND,
  startOn,
  THIRD,
} from '../../testing/tills/copiedTill.ts';
import { freshFolder, OPERATOR, PIN } from '../../testing/tills/openedTill.ts';
import { NO_TRAITS, type Traits } from '../hardware/traits.ts';
import { COMPUTER_FILE, ComputerFile } from './computerFile.ts';

const START = Date.UTC(2026, 10, 24, 4);
const DAY = 24 * 60 * 60_000;

const at = (time: number) => ({ clock: new VirtualClock(time) });

const never = () => new Promise<Traits>(() => undefined);

/** A data folder of the first computer with so many saves that are not sent. */
async function image(saves: number) {
  const folder = await freshFolder();
  const first = await startOn(FIRST, folder, at(START));
  for (let number = 1; number <= saves; number += 1) await registerOn(first, number);
  await first.stop();
  return folder;
}

/** The second computer was asked, has registered one more, and its disk is copied. */
async function copiedWhileAsking(time = START + 1_000) {
  const folder = await image(1);
  const second = await startOn(SECOND, folder, at(time));
  await registerOn(second, 2);
  return copyOf(folder);
}

const installationIn = async (folder: string) =>
  (JSON.parse(await readFile(join(folder, COMPUTER_FILE), 'utf8')) as { installation: string })
    .installation;

describe('a copy of a copy that was still asking', () => {
  test('is told from that one: all of it has come along, also what was registered there', async () => {
    const third = await startOn(THIRD, await copiedWhileAsking(), at(START + 2_000));
    expect(third.till.computer.question?.inherited).toBe(2);
    await registerOn(third, 3);
    await answerOn(third, 'start-empty');
    expect(fatesOf(third.till)).toEqual(['moved', 'moved', 'pending']);
  });

  test('brings no form along, and knows after a start what it has registered itself', async () => {
    const folder = await image(1);
    const second = await startOn(SECOND, folder, at(START + 1_000));
    await second.calls.keepDraft(DRAFT);
    const copy = await copyOf(folder);
    const third = await startOn(THIRD, copy, at(START + 2_000));
    expect(await third.calls.getDraft(null)).toMatchObject({ ok: true, value: null });
    await registerOn(third, 2);
    await third.stop();
    const again = await startOn(THIRD, copy, at(START + 3_000));
    expect(again.till.computer.question?.inherited).toBe(1);
  });

  test('doubts each save since the first of the others may have sent it', async () => {
    const copy = await copiedWhileAsking(START + DAY);
    const third = await startOn(THIRD, copy, at(START + DAY + 60_000));
    await answerOn(third, 'moved');
    const doubts = [...third.till.outbox.saves.values()].map(
      ({ firstUnknownAt }) => firstUnknownAt,
    );
    expect(doubts[0]).toBe(START);
    expect(doubts[1]).toBe(START + DAY);
    await third.stop();
    const late = await startOn(THIRD, await copiedWhileAsking(), at(START + 3 * DAY));
    await answerOn(late, 'moved');
    expect(fatesOf(late.till)).toEqual(['late-import', 'late-import']);
  });

  test('leaves the second one its own: there the question goes on as it was', async () => {
    const again = await startOn(SECOND, await copiedWhileAsking(), at(START + 2_000));
    expect(again.till.computer.question?.inherited).toBe(1);
  });
});

describe('a kill before anybody knows whose the data are', () => {
  test('brings the form of the other computer back at no later start', async () => {
    const folder = await freshFolder();
    const first = await startOn(FIRST, folder, at(START));
    await registerOn(first, 1);
    expect(await first.calls.keepDraft(DRAFT)).toMatchObject({ ok: true });
    await first.stop();
    const early = await startOn(never, folder, at(START + 1_000));
    await registerOn(early, 2);
    const killed = await copyOf(folder);
    const again = await startOn(SECOND, killed, at(START + 2_000));
    expect(again.till.computer.question?.inherited).toBe(1);
    expect(await again.calls.getDraft(null)).toMatchObject({ ok: true, value: null });
  });

  test('doubts what came along since the store had last changed before it came, whatever was decided here meanwhile', async () => {
    const folder = await image(2);
    const first = await startOn(FIRST, folder, at(START));
    const { returning } = first.till.outbox;
    await returning.doubtRecovered({ at: START - 2 * DAY, lastSequence: 1 });
    expect(fatesOf(first.till)).toEqual(['late-import', 'pending']);
    await first.stop();
    const decision = { requestId: '1'.padStart(32, '0'), operatorId: OPERATOR, pin: PIN };
    const early = await startOn(never, folder, at(START + 3 * DAY));
    expect(await early.calls.sendHeldAgain(decision)).toMatchObject({ ok: true });
    const killed = await copyOf(folder);
    const again = await startOn(SECOND, killed, at(START + 3 * DAY + 60_000));
    await answerOn(again, 'moved');
    expect(fatesOf(again.till)).toEqual(['late-import', 'late-import']);
  });

  test('asks nothing on the computer that they belong to, also where nothing can be read then', async () => {
    const folder = await image(1);
    const early = await startOn(never, folder, at(START + 1_000));
    await registerOn(early, 2);
    const killed = await copyOf(folder);
    const silent = await startOn(NO_TRAITS, killed, at(START + 2_000));
    expect(silent.till.computer.standing).toBe('ours');
    await silent.stop();
    const own = await startOn(FIRST, killed, at(START + 3_000));
    expect(own.till.computer.standing).toBe('ours');
  });
});

describe('a start at which nothing can be read', () => {
  test('asks on what was asked before, also of a file that did not verify', async () => {
    const folder = await image(1);
    await writeFile(join(folder, COMPUTER_FILE), '{}');
    await (await startOn(SECOND, folder, at(START + 1_000))).stop();
    const silent = await startOn(NO_TRAITS, folder, at(START + 2_000));
    expect(silent.till.computer.standing).toBe('asking');
  });

  test('makes a till of its own where it is answered, of the computer that was asked', async () => {
    const folder = await image(1);
    const before = await installationIn(folder);
    const aloud = await copyOf(folder);
    await (await startOn(SECOND, folder, at(START + 1_000))).stop();
    const silent = await startOn(NO_TRAITS, folder, at(START + 2_000));
    expect(await answerOn(silent, 'start-empty')).toMatchObject({ ok: true });
    await silent.stop();
    const again = await startOn(SECOND, folder, at(START + 3_000));
    expect(again.till.computer.standing).toBe('ours');
    const name = await installationIn(folder);
    expect(name).not.toBe(before);
    await answerOn(await startOn(SECOND, aloud, at(START + 2_000)), 'start-empty');
    expect(name).toBe(await installationIn(aloud));
  });

  test('makes no doubt of a later question younger: what came along may have been sent since', async () => {
    const folder = await image(1);
    const now = START + 3 * DAY;
    for (const number of [2, 3]) {
      const silent = await startOn(NO_TRAITS, folder, at(now));
      await registerOn(silent, number);
      await silent.stop();
    }
    const asked = await startOn(SECOND, folder, at(now + 60_000));
    expect(asked.till.computer.question?.inherited).toBe(3);
    await answerOn(asked, 'moved');
    expect(fatesOf(asked.till)).toEqual(['late-import', 'pending', 'pending']);
  });

  test('is forgotten at the next one on its own computer', async () => {
    const folder = await image(1);
    const record = () => readFile(join(folder, COMPUTER_FILE), 'utf8');
    const before = await record();
    await (await startOn(NO_TRAITS, folder, at(START + 1_000))).stop();
    expect(await record()).not.toBe(before);
    await (await startOn(FIRST, folder, at(START + 2_000))).stop();
    expect(await record()).toBe(before);
  });
});

describe('a boundary that the disk has refused', () => {
  const refusing = (times: number) => {
    const write = vi.spyOn(ComputerFile.prototype, 'write');
    onTestFinished(() => write.mockRestore());
    const held = Object.assign(new Error('held'), { code: 'EPERM' });
    for (let count = 0; count < times; count += 1) write.mockRejectedValueOnce(held);
    return write;
  };

  const inheritedAfter = async (folder: string) => {
    const again = await startOn(SECOND, await copyOf(folder), at(START + 3_000));
    return again.till.computer.question?.inherited;
  };

  test('is kept before anything is registered, which stays here whatever is answered', async () => {
    const folder = await image(1);
    refusing(1);
    const asked = await startOn(SECOND, folder, at(START + 1_000));
    await registerOn(asked, 2);
    expect(await inheritedAfter(folder)).toBe(1);
    await asked.stop();
    const again = await startOn(SECOND, folder, at(START + 2_000));
    await answerOn(again, 'start-empty');
    expect(fatesOf(again.till)).toEqual(['moved', 'pending']);
  });

  test('hinders no registration, and is tried again by itself', async () => {
    const folder = await image(1);
    refusing(2);
    const clock = new VirtualClock(START + 1_000);
    const asked = await startOn(SECOND, folder, { clock });
    await registerOn(asked, 2);
    await clock.pass(60_000);
    await vi.waitFor(async () => expect(await inheritedAfter(folder)).toBe(1), {
      timeout: 10_000,
    });
  });

  test('makes nobody wait for a disk that does not even refuse any more', async () => {
    const folder = await image(1);
    const write = refusing(1);
    const clock = new VirtualClock(START + 1_000);
    const asked = await startOn(SECOND, folder, { clock });
    let answer = () => {};
    write.mockReturnValueOnce(
      new Promise<void>((resolve) => {
        answer = resolve;
      }),
    );
    const registering = registerOn(asked, 2);
    await vi.waitFor(() => expect(write).toHaveBeenCalledTimes(2));
    await clock.pass(200);
    await registering;
    expect(fatesOf(asked.till)).toEqual(['pending', 'pending']);
    answer();
  });

  test('is kept as well where a computer has become one of its own', async () => {
    const folder = await image(0);
    refusing(1);
    const copy = await startOn(SECOND, folder, at(START + 1_000));
    await registerOn(copy, 1);
    expect(await inheritedAfter(folder)).toBeUndefined();
  });

  test('is not written over an answer that came first', async () => {
    const folder = await image(1);
    refusing(1);
    const clock = new VirtualClock(START + 1_000);
    const asked = await startOn(SECOND, folder, { clock });
    await answerOn(asked, 'moved');
    await registerOn(asked, 2);
    await clock.pass(120_000);
    await asked.stop();
    expect(await inheritedAfter(folder)).toBeUndefined();
  });
});

describe('a file that another program holds at the start', () => {
  /** So often the disk does not give it. */
  const holding = (times: number) => {
    const read = vi.spyOn(ComputerFile.prototype, 'read');
    onTestFinished(() => read.mockRestore());
    for (let time = 0; time < times; time += 1) read.mockResolvedValueOnce('held');
  };

  test('asks nothing on the computer that it is of, and leaves the form of before there', async () => {
    const folder = await image(1);
    const first = await startOn(FIRST, folder, at(START + 1_000));
    await first.calls.keepDraft(DRAFT);
    await first.stop();
    holding(2);
    const clock = new VirtualClock(START + 2_000);
    const again = await startOn(async () => FIRST, folder, { clock });
    await registerOn(again, 2);
    await lookedAt(again.till, clock);
    expect(again.till.computer.standing).toBe('ours');
    expect(await again.calls.getDraft(null)).toMatchObject({
      value: { requestId: DRAFT.requestId },
    });
  });

  test('asks on a copy as soon as it can be read, and knows what was registered there', async () => {
    const folder = await image(1);
    holding(2);
    const clock = new VirtualClock(START + 1_000);
    const copy = await startOn(async () => SECOND, folder, { clock });
    await registerOn(copy, 2);
    await lookedAt(copy.till, clock);
    expect(copy.till.computer.question?.inherited).toBe(1);
  });

  test('asks where it is held for good: nobody can tell whose the data are', async () => {
    const folder = await image(1);
    holding(99);
    const clock = new VirtualClock(START + 1_000);
    const again = await startOn(async () => FIRST, folder, { clock });
    await lookedAt(again.till, clock);
    expect(again.till.computer.standing).toBe('asking');
  });
});
