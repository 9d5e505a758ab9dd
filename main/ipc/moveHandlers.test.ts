import { beforeEach, expect, test } from 'vitest';
import type { Till } from '../till.ts';
import { createMoveHandlers } from './moveHandlers.ts';

const PIN = '2580';
const wrongPin = { ok: false, error: { code: 'pin.wrong' } };
const refused = { ok: false, error: { code: 'request.refused' } };
const done = { ok: true, value: null };

let asked: unknown[];
let carriedOut: unknown[];
let dialogs: string[];
let chosen: Promise<string | null>;
let moving: { isUnderWay: boolean; isHeldBack: boolean };
let calls: ReturnType<typeof createMoveHandlers>;

beforeEach(() => {
  asked = [];
  carriedOut = [];
  dialogs = [];
  chosen = Promise.resolve('/stick/queue');
  let wrong = 0;
  moving = {
    isUnderWay: false,
    isHeldBack: false,
    ask: (...given: unknown[]) => asked.push(given),
    close: () => asked.push('closed'),
    carryOut: async (...given: unknown[]) => {
      carriedOut.push(given);
      return given[1] === 'right words' ? null : 'move.wrong-passphrase';
    },
  } as typeof moving;
  const managerPin = {
    lockedFor: 0,
    verify: async (pin: string) => {
      if (pin === PIN) return 'ok';
      wrong += 1;
      return wrong < 5 ? 'pin.wrong' : 'pin.locked';
    },
  };
  calls = createMoveHandlers(
    { settings: { managerPin }, moving } as unknown as Till,
    (direction) => {
      dialogs.push(direction);
      return chosen;
    },
  );
});

test('without the PIN no file is asked for and nothing moves; wrong ones count as everywhere', async () => {
  const pin = '0000';
  for (let tries = 0; tries < 2; tries += 1) {
    expect(await calls.chooseQueueFile({ pin, direction: 'export' })).toEqual(wrongPin);
    expect(await calls.moveQueue({ pin, question: 1, passphrase: 'right words' })).toEqual(
      wrongPin,
    );
  }
  expect(await calls.moveQueue({ pin, question: 1, passphrase: 'right words' })).toMatchObject({
    error: { code: 'pin.locked' },
  });
  expect([...dialogs, ...asked, ...carriedOut]).toEqual([]);
});

test('with the PIN the system’s dialog gives the file, and the window asks about it', async () => {
  expect(await calls.chooseQueueFile({ pin: PIN, direction: 'import' })).toEqual(done);
  expect(asked).toEqual([[{ direction: 'import', file: '/stick/queue' }, true]]);
  chosen = Promise.resolve(null);
  expect(await calls.chooseQueueFile({ pin: PIN, direction: 'export' })).toEqual(done);
  expect(asked).toHaveLength(1);
  expect(dialogs).toEqual(['import', 'export']);
});

test('one dialog is open at a time, and none while something moves', async () => {
  let choose = (_: null) => {};
  chosen = new Promise((resolve) => {
    choose = resolve;
  });
  const first = calls.chooseQueueFile({ pin: PIN, direction: 'export' });
  expect(await calls.chooseQueueFile({ pin: PIN, direction: 'export' })).toEqual(refused);
  choose(null);
  expect(await first).toEqual(done);
  expect(dialogs).toEqual(['export']);
  moving.isUnderWay = true;
  expect(await calls.chooseQueueFile({ pin: PIN, direction: 'export' })).toEqual(refused);
  chosen = Promise.reject(new Error('no dialog'));
  moving.isUnderWay = false;
  await expect(calls.chooseQueueFile({ pin: PIN, direction: 'export' })).rejects.toThrow();
  chosen = Promise.resolve(null);
  expect(await calls.chooseQueueFile({ pin: PIN, direction: 'export' })).toEqual(done);
});

test('no dialog opens while nobody knows which of two computers sends, and the PIN comes first', async () => {
  moving.isHeldBack = true;
  expect(await calls.chooseQueueFile({ pin: '0000', direction: 'export' })).toEqual(wrongPin);
  for (const direction of ['export', 'import'] as const)
    expect(await calls.chooseQueueFile({ pin: PIN, direction })).toEqual({
      ok: false,
      error: { code: 'move.other-computer' },
    });
  expect([...dialogs, ...asked]).toEqual([]);
});

test('with the PIN the question is carried out, and why not is told', async () => {
  const move = (passphrase: string) => calls.moveQueue({ pin: PIN, question: 3, passphrase });
  expect(await move('right words')).toEqual(done);
  expect(await move('other words')).toEqual({
    ok: false,
    error: { code: 'move.wrong-passphrase' },
  });
  expect(carriedOut).toEqual([
    [3, 'right words'],
    [3, 'other words'],
  ]);
  expect(await calls.closeMove(null)).toEqual(done);
  expect(asked).toEqual(['closed']);
});
