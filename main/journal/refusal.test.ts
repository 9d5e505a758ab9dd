import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { Refusal } from './refusal.ts';

const failed = (code: string) => Object.assign(new Error(code), { code });

/** A refusing disk that is asked; what it says then. */
function aRefusal() {
  const clock = new VirtualClock();
  const asked: number[] = [];
  const told = { times: 0 };
  let answer: () => void = () => refusal.refused(failed('ENOSPC'));
  const refusal = new Refusal({
    clock,
    ask: () => {
      asked.push(clock.monotonic() / 1_000);
      answer();
    },
    onChanged: () => {
      told.times += 1;
    },
  });
  const answerWith = (act: () => void) => {
    answer = act;
  };
  return { clock, asked, told, refusal, answerWith };
}

describe('a disk that refuses', () => {
  test('is asked again after two seconds, after twice as long each time, and at least every minute', async () => {
    const { clock, asked, refusal } = aRefusal();
    refusal.refused(failed('ENOSPC'));
    await clock.pass(250_000);
    expect(asked).toEqual([2, 6, 14, 30, 62, 122, 182, 242]);
  });

  test('is asked once at a time, however many changes it refuses meanwhile', async () => {
    const { clock, asked, refusal } = aRefusal();
    for (let times = 0; times < 5; times += 1) refusal.refused(failed('ENOSPC'));
    await clock.pass(6_000);
    expect(asked).toEqual([2, 6]);
  });

  test('is told when it begins to refuse, refuses for another reason, and takes changes again', () => {
    const { told, refusal } = aRefusal();
    refusal.refused(failed('ENOSPC'));
    refusal.refused(failed('ENOSPC'));
    expect(told.times).toBe(1);
    refusal.refused(failed('EIO'));
    refusal.refused(failed('EBADF'));
    expect(told.times).toBe(3);
    expect(refusal.warning).toEqual({ code: 'store.write-failed', detail: 'EBADF' });
    expect(refusal.allowed()).toBe(true);
    expect(told.times).toBe(4);
    expect(refusal.warning).toBeNull();
    expect(refusal.allowed(), 'it had not refused').toBe(false);
    expect(told.times).toBe(4);
  });

  test('and takes changes again is not asked any more, and the next time after two seconds again', async () => {
    const { clock, asked, refusal, answerWith } = aRefusal();
    refusal.refused(failed('ENOSPC'));
    await clock.pass(10_000);
    answerWith(() => refusal.allowed());
    refusal.allowed();
    await clock.pass(100_000);
    expect(asked).toEqual([2, 6]);
    refusal.refused(failed('ENOSPC'));
    await clock.pass(100_000);
    expect(asked).toEqual([2, 6, 112]);
  });

  test('is left alone once the store is closed', async () => {
    const { clock, asked, told, refusal } = aRefusal();
    refusal.refused(failed('ENOSPC'));
    refusal.close();
    refusal.refused(failed('EIO'));
    await clock.pass(100_000);
    expect(asked).toEqual([]);
    expect(told.times).toBe(1);
  });
});
