import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import {
  answerOn,
  copyOf,
  FIRST,
  registerOn,
  SECOND,
  startOn,
} from '../../testing/tills/copiedTill.ts';
import { freshFolder, PIN, PROVISION } from '../../testing/tills/openedTill.ts';
import { NO_TRAITS, type Traits } from '../hardware/traits.ts';
import type { Till } from '../till.ts';
import { COMPUTER_FILE, ComputerFile } from './computerFile.ts';

const DAY = 24 * 60 * 60_000;

/** A data folder of the first computer with so many saves that are not sent. */
async function image(saves: number) {
  const folder = await freshFolder();
  const first = await startOn(FIRST, folder);
  for (let number = 1; number <= saves; number += 1) await registerOn(first, number);
  await first.stop();
  return folder;
}

const standing = ({ computer }: Till) => computer.standing;

const states = ({ outbox }: Till) =>
  [...outbox.saves.values()].map(
    ({ state, closedReason, heldReason }) => closedReason ?? heldReason ?? state,
  );

const recordIn = async (folder: string) =>
  JSON.parse(await readFile(join(folder, COMPUTER_FILE), 'utf8')) as { installation: string };

const never = () => new Promise<Traits>(() => undefined);

describe('the computer of a till', () => {
  test('is taken for its own at the first start, and with the first version that looks', async () => {
    const folder = await image(1);
    await rm(join(folder, COMPUTER_FILE));
    const { till } = await startOn(SECOND, folder);
    expect(standing(till)).toBe('ours');
    expect(existsSync(join(folder, COMPUTER_FILE))).toBe(true);
  });

  test('may be changed part by part, each time with a start in between', async () => {
    const folder = await image(1);
    for (const traits of [
      { ...FIRST, network: ['lan-2'] },
      { ...FIRST, network: ['lan-2'], disk: ['disk-2'] },
      { board: ['board-2'], network: ['lan-2'], disk: ['disk-2'] },
    ]) {
      const { till, stop } = await startOn(traits, folder);
      expect(standing(till)).toBe('ours');
      await stop();
    }
  });

  test('asks nothing where it can tell nothing of itself, then or now', async () => {
    const folder = await image(1);
    const silent = await startOn(NO_TRAITS, folder);
    expect(standing(silent.till)).toBe('ours');
    expect(silent.till.computer.reading).toBe('unknown');
    await silent.stop();
    expect(standing((await startOn(FIRST, folder)).till)).toBe('ours');
    const other = await freshFolder();
    const first = await startOn(NO_TRAITS, other);
    await registerOn(first, 1);
    await first.stop();
    expect(existsSync(join(other, COMPUTER_FILE))).toBe(false);
    expect(standing((await startOn(SECOND, other)).till)).toBe('ours');
  });

  test('is its own where the question fails', async () => {
    const { till } = await startOn(() => Promise.reject(new Error('no process')), await image(1));
    await till.computer.look();
    expect(standing(till)).toBe('ours');
  });
});

describe('data of another computer', () => {
  test('with saves that are not sent wait for the manager, over every start', async () => {
    const folder = await image(2);
    for (let start = 0; start < 2; start += 1) {
      const { till, calls, stop } = await startOn(SECOND, folder);
      expect(standing(till)).toBe('asking');
      expect(till.replayer.pause()).toEqual({ kind: 'other-computer' });
      expect(await calls.getTill(null)).toMatchObject({
        value: { computer: { inherited: 2, needsPin: true } },
      });
      await stop();
    }
  });

  test('with saves that are held wait as well: either of the two could send them again', async () => {
    const folder = await image(1);
    const first = await startOn(FIRST, folder);
    const [save] = first.till.outbox.saves.values();
    await first.till.outbox.delivery.align();
    expect(save?.state).toBe('pending');
    await first.stop();
    const late = new VirtualClock(Date.UTC(2026, 10, 27));
    const moved = await startOn(SECOND, folder, { clock: late });
    expect(await answerOn(moved, 'moved')).toMatchObject({ ok: true });
    expect(states(moved.till)).toEqual(['late-import']);
    await moved.stop();
    expect(standing((await startOn(FIRST, folder)).till)).toBe('asking');
  });

  test('with nothing that two could send are a till of its own at once: an image for 500 PCs asks nobody', async () => {
    const folder = await image(0);
    const { installation } = await recordIn(folder);
    const names = new Set([installation]);
    for (const disk of ['a', 'b']) {
      const copy = await copyOf(folder);
      const { till, lines } = await startOn({ board: ['x'], disk: [disk], network: [disk] }, copy);
      expect(standing(till)).toBe('ours');
      expect(await lines()).toContainEqual(expect.objectContaining({ action: 'computer.changed' }));
      names.add((await recordIn(copy)).installation);
    }
    expect(names.size).toBe(3);
  });

  test('are the same till each time that the disk of one PC is set back to the image', async () => {
    const folder = await image(0);
    const names = new Set<string>();
    for (const network of ['lan-2', 'wlan-2']) {
      const boot = await copyOf(folder);
      await startOn({ ...SECOND, network: [network] }, boot);
      names.add((await recordIn(boot)).installation);
    }
    expect(names.size).toBe(1);
  });

  test('take in new members meanwhile, also before anybody knows whose they are', async () => {
    const folder = await image(0);
    const early = await startOn(never, folder);
    await registerOn(early, 1);
    expect(states(early.till)).toEqual(['pending']);
    await early.stop();
    // Killed before it was known: what was registered here is nobody else's.
    const { till } = await startOn(SECOND, folder);
    expect(standing(till)).toBe('ours');
  });

  test('keep apart what came along and what was registered before anybody knew', async () => {
    const folder = await image(1);
    const early = await startOn(never, folder);
    await registerOn(early, 2);
    await early.stop();
    const asked = await startOn(SECOND, folder);
    expect(asked.till.computer.question?.inherited).toBe(1);
    expect(await answerOn(asked, 'start-empty')).toMatchObject({ ok: true });
    // Not closed, and not sent by itself: it may have been registered at the other one.
    expect(states(asked.till)).toEqual(['moved', 'late-import']);
  });

  test('that come home to their own computer ask no more', async () => {
    const folder = await image(1);
    await (await startOn(SECOND, folder)).stop();
    expect(standing((await startOn(FIRST, folder)).till)).toBe('ours');
    expect(standing((await startOn(SECOND, folder)).till)).toBe('asking');
  });

  test('are asked about again where nothing can be read any more, once it was known', async () => {
    const folder = await image(1);
    await (await startOn(SECOND, folder)).stop();
    expect(standing((await startOn(NO_TRAITS, folder)).till)).toBe('asking');
  });

  test('bring no form that somebody there was filling in: under its id that one may be saved there', async () => {
    const folder = await freshFolder();
    const first = await startOn(FIRST, folder);
    await registerOn(first, 1);
    const draft = {
      ...{ requestId: 'd'.repeat(32), operatorId: '', consent: null, correctionOf: null },
      ...{ chosen: null, isLocked: false },
      member: {
        ...{ mobile: '138', name: '', gender: null, birthday: '' },
        ...{ outerId: '', outerType: null, remark: '' },
      },
    };
    expect(await first.calls.keepDraft(draft)).toMatchObject({ ok: true });
    await first.stop();
    const second = await startOn(SECOND, await copyOf(folder));
    expect(await second.calls.getDraft(null)).toEqual({ ok: true, value: null });
    expect(await (await startOn(FIRST, folder)).calls.getDraft(null)).toMatchObject({
      value: { requestId: draft.requestId },
    });
  });
});

describe('whoever edits or removes the file', () => {
  test('gets a question at the most, and none where nothing came along', async () => {
    for (const [saves, expected] of [
      [1, 'asking'],
      [0, 'ours'],
    ] as const) {
      const folder = await image(saves);
      await writeFile(join(folder, COMPUTER_FILE), '{"format":1}');
      expect(standing((await startOn(FIRST, folder)).till)).toBe(expected);
    }
  });

  test('on the computer that cannot tell anything stops nothing', async () => {
    const folder = await image(1);
    await writeFile(join(folder, COMPUTER_FILE), '');
    expect(standing((await startOn(NO_TRAITS, folder)).till)).toBe('ours');
  });

  test('and the answer ends it for good', async () => {
    const folder = await image(1);
    await writeFile(join(folder, COMPUTER_FILE), '');
    const asked = await startOn(FIRST, folder);
    expect(await answerOn(asked, 'moved')).toMatchObject({ ok: true });
    await asked.stop();
    expect(standing((await startOn(FIRST, folder)).till)).toBe('ours');
  });

  test('by a folder in its place gets a question too, which the answer ends for good', async () => {
    const folder = await image(1);
    const path = join(folder, COMPUTER_FILE);
    await rm(path);
    await mkdir(path);
    await writeFile(join(path, 'anything'), '');
    const asked = await startOn(FIRST, folder);
    expect(standing(asked.till)).toBe('asking');
    expect(await answerOn(asked, 'moved')).toMatchObject({ ok: true });
    await asked.stop();
    expect(standing((await startOn(FIRST, folder)).till)).toBe('ours');
  });
});

describe('the manager’s word', () => {
  test('that the data have moved sends all of it from here, in doubt since the store last changed', async () => {
    const folder = await image(2);
    const last = Date.UTC(2026, 10, 24, 4);
    const clock = new VirtualClock(last + DAY / 2);
    const asked = await startOn(SECOND, folder, { clock });
    const { installation } = await recordIn(folder);
    await registerOn(asked, 3);
    expect(await answerOn(asked, 'moved')).toEqual({ ok: true, value: null });
    const { till } = asked;
    expect(standing(till)).toBe('ours');
    expect(till.replayer.pause()).toEqual({ kind: 'none' });
    const doubts = [...till.outbox.saves.values()].map(({ firstUnknownAt }) => firstUnknownAt);
    expect(doubts).toEqual([last, last, null]);
    expect(await asked.lines()).toContainEqual(
      expect.objectContaining({ action: 'computer.moved', saves: 2 }),
    );
    expect((await recordIn(folder)).installation).toBe(installation);
  });

  test('that is a wrong one sends nothing a second time after a day: it is held for another look', async () => {
    const clock = new VirtualClock(Date.UTC(2026, 10, 24, 4) + 2 * DAY);
    const asked = await startOn(SECOND, await image(2), { clock });
    await registerOn(asked, 3);
    await answerOn(asked, 'moved');
    expect(states(asked.till)).toEqual(['late-import', 'late-import', 'pending']);
  });

  test('that the other one sends it closes what came along, and no more; it can be taken back', async () => {
    const folder = await image(2);
    const asked = await startOn(SECOND, folder);
    const { installation } = await recordIn(folder);
    await registerOn(asked, 3);
    expect(await answerOn(asked, 'start-empty')).toEqual({ ok: true, value: null });
    const { till } = asked;
    expect(states(till)).toEqual(['moved', 'moved', 'pending']);
    expect(standing(till)).toBe('ours');
    const [one] = till.outbox.saves.values();
    expect(one?.sealedBody).not.toBeNull();
    expect(till.outbox.permissions.of(one as never).requeue).toBe(true);
    expect(await asked.lines()).toContainEqual(
      expect.objectContaining({ action: 'computer.started-empty', saves: 2 }),
    );
    expect((await recordIn(folder)).installation).not.toBe(installation);
    await asked.stop();
    expect(standing((await startOn(SECOND, folder)).till)).toBe('ours');
  });

  test('takes the PIN, and one that is wrong changes nothing', async () => {
    const { till, calls } = await startOn(SECOND, await image(1));
    for (const pin of ['0000', ''])
      expect(await calls.answerComputer({ pin, answer: 'start-empty' })).toMatchObject({
        error: { code: 'pin.wrong' },
      });
    expect(standing(till)).toBe('asking');
    expect(states(till)).toEqual(['pending']);
  });

  test('is anybody’s at a till without a PIN, which would otherwise send nothing for ever', async () => {
    const { managerPin: _, ...provision } = PROVISION;
    const folder = await freshFolder();
    const first = await startOn(FIRST, folder, { offer: { provision, isTrusted: false } });
    await registerOn(first, 1);
    await first.stop();
    const { till, calls } = await startOn(SECOND, folder, { offer: null });
    expect(till.computer.question).toEqual({ inherited: 1, needsPin: false });
    expect(await calls.answerComputer({ pin: PIN, answer: 'moved' })).toMatchObject({
      error: { code: 'pin.unset' },
    });
    expect(await calls.answerComputer({ pin: '', answer: 'moved' })).toMatchObject({ ok: true });
    expect(standing(till)).toBe('ours');
  });

  test('is refused where nothing is asked, and said twice at once is heard once', async () => {
    const own = await startOn(FIRST, await image(1));
    expect(await answerOn(own, 'start-empty')).toMatchObject({
      error: { code: 'request.refused' },
    });
    expect(states(own.till)).toEqual(['pending']);
    const asked = await startOn(SECOND, await image(1));
    const both = await Promise.all([answerOn(asked, 'moved'), answerOn(asked, 'start-empty')]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test('that cannot be kept is no word: it is asked again, and may be given again', async () => {
    const asked = await startOn(SECOND, await image(1));
    const write = vi.spyOn(ComputerFile.prototype, 'write');
    onTestFinished(() => write.mockRestore());
    write.mockRejectedValueOnce(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    expect(await answerOn(asked, 'start-empty')).toMatchObject({ ok: false });
    expect(standing(asked.till)).toBe('asking');
    expect(await answerOn(asked, 'start-empty')).toMatchObject({ ok: true });
  });
});

test('a till that does not know yet whose data it has sends nothing, and tells no reason', async () => {
  let answer = (_: Traits) => {};
  const late = new Promise<Traits>((resolve) => {
    answer = resolve;
  });
  const sent = vi.fn(() => Promise.reject(new Error('nobody there')));
  const clock = new VirtualClock();
  const { till } = await startOn(() => late, await image(1), {
    ...{ clock, post: sent, isSending: true },
  });
  await clock.pass(60_000);
  expect(sent).not.toHaveBeenCalled();
  expect(till.replayer.pause()).toEqual({ kind: 'none' });
  expect(till.computer.reading).toBe('looking');
  answer(FIRST);
  await till.computer.look();
  await clock.pass(1_000);
  await vi.waitFor(() => expect(sent).toHaveBeenCalled());
  expect(till.computer.reading).toBe('known');
});
