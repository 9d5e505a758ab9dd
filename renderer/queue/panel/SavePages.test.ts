import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Bridge } from '../../../app/ipc/bridge.ts';
import type { SaveListQuery } from '../../../app/outbox/saveList.ts';
import { moveSelection } from './moveSelection.ts';
import { SavePages } from './SavePages.ts';

/** A till whose list is answered when the test says so; rows are named by place and round. */
class SlowTill {
  readonly asked: SaveListQuery[] = [];
  readonly #answers: ((error?: object | null) => void)[] = [];
  round = 1;
  total = 1_000;

  readonly list = ((query: SaveListQuery) => {
    const { round, total } = this;
    this.asked.push(query);
    const rows = Array.from({ length: query.limit }, (_, at) => ({
      slip: `${query.offset + at}/${round}`,
    }));
    return new Promise((resolve, reject) =>
      this.#answers.push((error) => {
        if (error === null) reject(new Error('no answer'));
        else if (error !== undefined) resolve({ ok: false, error });
        else resolve({ ok: true, value: { rows, total, acceptedToday: 0 } });
      }),
    );
  }) as unknown as Bridge['listSaves'];

  /** `error`: a refusal, or null for none at all. */
  async answer(which = 0, error?: { code: string; waitSeconds?: number } | null): Promise<void> {
    this.#answers.splice(which, 1)[0]?.(error);
    await vi.advanceTimersByTimeAsync(0);
  }
}

let till: SlowTill;
let pages: SavePages;
let told: number;

beforeEach(() => {
  vi.useFakeTimers();
  till = new SlowTill();
  told = 0;
  pages = new SavePages(till.list, { filter: 'all', search: '' }, () => {
    told += 1;
  });
});
afterEach(() => {
  pages.stop();
  vi.useRealTimers();
});

describe('the rows of a filter', () => {
  test('are asked for as they come into sight, each page once', async () => {
    await till.answer();
    expect([pages.total, pages.rowAt(0)?.slip, pages.rowAt(100)]).toEqual([
      1_000,
      '0/1',
      undefined,
    ]);
    pages.see(90, 120);
    pages.see(91, 121);
    expect(till.asked.map(({ offset }) => offset)).toEqual([0, 100]);
    await till.answer();
    expect(pages.rowAt(120)?.slip).toBe('120/1');
    expect(pages.indexOf('120/1')).toBe(120);
    expect(told).toBe(2);
  });

  test('are asked for anew when the queue has moved, however often it says so', async () => {
    await till.answer();
    till.round = 2;
    for (let times = 0; times < 20; times += 1) pages.renew();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(till.asked).toHaveLength(2);
    expect(pages.rowAt(0)?.slip).toBe('0/1');
    await till.answer();
    expect(pages.rowAt(0)?.slip).toBe('0/2');
  });

  test('an answer from before the move never replaces one from after it', async () => {
    await till.answer();
    pages.see(100, 120);
    till.round = 2;
    pages.renew();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(till.asked, 'one after the other').toHaveLength(2);
    await till.answer();
    expect(pages.rowAt(100)?.slip).toBe('100/1');
    await till.answer();
    expect(pages.rowAt(100)?.slip).toBe('100/2');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(till.asked).toHaveLength(3);
  });

  test.each([150, 400])(
    'are shown while the queue moves all the time, and each call takes %d ms',
    async (takes) => {
      for (let at = 0; at < 4_000; at += 50) {
        pages.renew();
        await vi.advanceTimersByTimeAsync(50);
        till.round = 1 + Math.floor(at / 1_000);
        if (at % takes === 0) await till.answer();
      }
      expect(pages.rowAt(0)?.slip).toBe('0/4');
      expect(told).toBeGreaterThan(6);
    },
  );

  test('that cannot be read are told, and asked for again by themselves, ever more rarely', async () => {
    for (const refuse of [null, { code: 'request.refused' }, null]) {
      pages.renew();
      await till.answer(0, refuse);
      expect(pages.failure).toMatchObject({ code: refuse?.code ?? 'no-answer' });
      await vi.advanceTimersByTimeAsync((pages.failure?.waitSeconds ?? 0) * 1_000);
    }
    expect(till.asked).toHaveLength(4);
    await till.answer();
    expect([pages.failure, pages.rowAt(0)?.slip]).toEqual([null, '0/1']);
    till.round = 2;
    pages.renew();
    await vi.advanceTimersByTimeAsync(1_000);
    await till.answer(0, null);
    expect(pages.rowAt(0)?.slip, 'what was read stays').toBe('0/1');
    expect(pages.failure?.waitSeconds).toBe(1);
  });

  test('that are asked for too fast are asked for again when main has said', async () => {
    await till.answer(0, { code: 'lookup.too-fast', waitSeconds: 7 });
    expect(pages.failure).toEqual({ code: 'lookup.too-fast', waitSeconds: 7 });
    pages.renew();
    await vi.advanceTimersByTimeAsync(6_900);
    expect(till.asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(till.asked).toHaveLength(2);
  });

  test('nothing is told after the panel is closed', async () => {
    pages.stop();
    await till.answer();
    expect(told).toBe(0);
  });
});

test.each([
  ['ArrowDown', null, 0],
  ['ArrowDown', 4, 5],
  ['ArrowDown', 9, 9],
  ['ArrowUp', 0, 0],
  ['PageDown', 4, 7],
  ['PageDown', 9, 9],
  ['PageUp', 4, 1],
  ['Home', 4, 0],
  ['End', 4, 9],
  ['a', 4, null],
])('%s from row %s of ten goes to %s', (key, now, to) => {
  expect(moveSelection(key, now, 10, 3)).toBe(to);
  expect(moveSelection(key, now, 0, 3)).toBeNull();
});
