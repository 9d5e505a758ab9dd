import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { MoveDirection } from '../../app/move/moveCalls.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import {
  answerOn,
  copyOf,
  FIRST,
  registerOn,
  SECOND,
  startOn,
} from '../../testing/tills/copiedTill.ts';
import { freshFolder, PIN } from '../../testing/tills/openedTill.ts';
import type { Traits } from '../hardware/traits.ts';

const WORDS = 'correct horse battery staple 42';
const REFUSED = { ok: false, error: { code: 'move.other-computer' } };

type Opened = Awaited<ReturnType<typeof startOn>>;

/** The data of the first computer with two saves that are not sent. */
async function image(clock = new VirtualClock()) {
  const folder = await freshFolder();
  const first = await startOn(FIRST, folder, { clock });
  for (const number of [1, 2]) await registerOn(first, number);
  await first.stop();
  return folder;
}

const newFile = async () => join(await freshFolder(), 'queue.tillside');

/** Somebody asks at the command line, and the manager gives his word whatever the window shows. */
function move({ till, calls }: Opened, direction: MoveDirection, file: string) {
  till.moving.ask({ direction, file });
  return calls.moveQueue({ pin: PIN, question: till.moving.question?.id ?? 1, passphrase: WORDS });
}

const states = ({ till }: Opened) =>
  [...till.outbox.saves.values()].map(({ state, closedReason }) => closedReason ?? state);

describe('while nobody has said which of two computers sends', () => {
  test('nothing goes into a file, which would carry it on without its doubt', async () => {
    const copy = await startOn(SECOND, await image());
    const file = await newFile();
    expect(await move(copy, 'export', file)).toEqual(REFUSED);
    expect(existsSync(file)).toBe(false);
    expect(states(copy)).toEqual(['pending', 'pending']);
    expect(copy.till.computer.isAsking).toBe(true);
  });

  test('nothing comes out of one: what the other one has handed over here is not closed by the answer', async () => {
    const folder = await image();
    const copied = await copyOf(folder);
    const first = await startOn(FIRST, folder);
    const file = await newFile();
    expect(await move(first, 'export', file)).toMatchObject({ ok: true });
    const copy = await startOn(SECOND, copied);
    expect(await move(copy, 'import', file)).toEqual(REFUSED);
    await answerOn(copy, 'start-empty');
    expect(await move(copy, 'import', file)).toMatchObject({ ok: true });
    expect(states(copy)).toEqual(['pending', 'pending']);
  });

  test('what is exported after the answer takes its doubt along', async () => {
    const start = Date.UTC(2026, 10, 24, 4);
    const clock = new VirtualClock(start + 36 * 60 * 60_000);
    const copy = await startOn(SECOND, await image(new VirtualClock(start)), { clock });
    await answerOn(copy, 'moved');
    const file = await newFile();
    expect(await move(copy, 'export', file)).toMatchObject({ ok: true });
    const there = await startOn(FIRST, await freshFolder(), { clock });
    expect(await move(there, 'import', file)).toMatchObject({ ok: true });
    expect(there.till.outbox.saves.counts).toMatchObject({ pending: 0, held: 2 });
  });

  test('a move of the command line waits for the answer, and is asked about then', async () => {
    const copy = await startOn(SECOND, await image());
    copy.till.moving.ask({ direction: 'export', file: await newFile() });
    const asked = async () => {
      const reply = await copy.calls.getTill(null);
      return reply.ok ? reply.value.move?.direction : reply.error.code;
    };
    expect(await asked()).toBeUndefined();
    await answerOn(copy, 'moved');
    expect(await asked()).toBe('export');
  });

  test('a move that is begun before anybody knows waits until it is known, and moves nothing of another one', async () => {
    let answer = (_: Traits) => {};
    const late = new Promise<Traits>((resolve) => {
      answer = resolve;
    });
    const copy = await startOn(() => late, await image());
    const file = await newFile();
    const moving = move(copy, 'export', file);
    await new Promise((resolve) => setTimeout(resolve, 100));
    answer(SECOND);
    expect(await moving).toEqual(REFUSED);
    expect(existsSync(file)).toBe(false);
  });
});
