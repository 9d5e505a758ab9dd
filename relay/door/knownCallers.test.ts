import { beforeEach, describe, expect, it } from 'vitest';
import { RecordsInMemory } from '../testing/recordsInMemory.ts';
import { testKeys, tillRecordOf } from '../testing/testRelay.ts';
import { KnownCallers } from './knownCallers.ts';

const keys = testKeys();
const till = { appKey: 'till-a', appSecret: 'a secret' };

/** Counts what is asked. */
class CountedRecords extends RecordsInMemory {
  asked: string[] = [];
  /** Comes once, while the next till is read. */
  beforeRead: (() => void) | null = null;

  override async till(appKey: string) {
    this.asked.push(`till ${appKey}`);
    this.beforeRead?.();
    this.beforeRead = null;
    return super.till(appKey);
  }

  override async administrator(appKey: string) {
    this.asked.push(`administrator ${appKey}`);
    return super.administrator(appKey);
  }
}

let state: CountedRecords;
let monotonic: number;
let callers: KnownCallers;

beforeEach(() => {
  state = new CountedRecords();
  monotonic = 50_000;
  callers = new KnownCallers(state, keys, () => monotonic);
});

const kindOf = async (appKey: string) => (await callers.find(appKey)).kind;

describe('a key that nobody has', () => {
  it('costs the shared state one question in two seconds, however often it calls', async () => {
    for (let count = 0; count < 100; count += 1) expect(await kindOf('till-x')).toBe('unknown');
    for (let count = 0; count < 100; count += 1) expect(await kindOf('admin-x')).toBe('unknown');
    expect(state.asked).toEqual(['till till-x', 'administrator admin-x']);
    monotonic += 2_000;
    expect(await kindOf('till-x')).toBe('unknown');
    expect(state.asked).toHaveLength(3);
  });

  it('is known two seconds after it was made; one that has not called before is at once', async () => {
    expect(await kindOf('till-a')).toBe('unknown');
    await state.putTill(await tillRecordOf(keys, till), null);
    const other = { ...till, appKey: 'till-b' };
    await state.putTill(await tillRecordOf(keys, other), null);
    expect(await kindOf('till-b')).toBe('caller');
    monotonic += 2_000;
    expect(await kindOf('till-a')).toBe('caller');
  });

  it('is remembered in bounded memory: of ten thousand the oldest goes first', async () => {
    for (let one = 0; one <= 10_000; one += 1) await callers.find(`till-${one}`);
    state.asked = [];
    for (const one of [10_000, 1]) expect(await kindOf(`till-${one}`)).toBe('unknown');
    expect(state.asked).toEqual([]);
    expect(await kindOf('till-0')).toBe('unknown');
    expect(state.asked).toEqual(['till till-0']);
  });

  it('and is longer than any is not asked for at all', async () => {
    expect(await kindOf('t'.repeat(129))).toBe('unknown');
    expect(state.asked).toEqual([]);
  });

  it('is not remembered where the state could not say so', async () => {
    state.isAway = true;
    expect(await kindOf('till-a')).toBe('away');
    state.isAway = false;
    await state.putTill(await tillRecordOf(keys, till), null);
    expect(await kindOf('till-a')).toBe('caller');
  });

  it('is asked for all the same where a call says that a record has changed', async () => {
    expect(await kindOf('till-a')).toBe('unknown');
    await state.putTill(await tillRecordOf(keys, till), null);
    expect((await callers.read('till-a')).kind).toBe('caller');
    expect(await kindOf('till-a')).toBe('caller');
  });
});

describe('a till that is known', () => {
  it('is asked for once with each server, and none is taken for what another one has said', async () => {
    await state.putTill(await tillRecordOf(keys, till), null);
    for (const server of ['one', 'two', 'one']) {
      state.server = server;
      for (let count = 0; count < 3; count += 1) expect(await kindOf('till-a')).toBe('caller');
    }
    expect(state.asked).toEqual(Array(3).fill('till till-a'));
  });

  it('is asked for once more where another server took over while it was read', async () => {
    await state.putTill(await tillRecordOf(keys, till), null);
    state.beforeRead = () => {
      state.server = 'two';
    };
    expect(await kindOf('till-a')).toBe('caller');
    expect(await kindOf('till-a')).toBe('caller');
    expect(state.asked).toHaveLength(2);
  });
});
