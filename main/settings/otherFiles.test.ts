import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MACHINE_FILE } from './machineSettings.ts';
import { otherFiles } from './otherFiles.ts';

/** The process that is asked, as far as the program sees it. */
class Reader extends EventEmitter {
  readonly asked: unknown[] = [];
  isKilled = false;
  postMessage(question: unknown) {
    this.asked.push(question);
  }
  kill() {
    this.isKilled = true;
    return true;
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function reading() {
  const reader = new Reader();
  return { reader, files: otherFiles(() => reader) };
}

test('what the reading process says of a file is the answer, and it is gone then', async () => {
  const { reader, files } = reading();
  const read = files.readProvision('/share/p.json');
  expect(reader.asked).toEqual([{ question: 'provision', path: '/share/p.json' }]);
  reader.emit('message', { ok: false, lines: ['wrong'] });
  expect(await read).toEqual({ ok: false, lines: ['wrong'] });
  expect(reader.isKilled).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test.each<[string, (reader: Reader) => unknown]>([
  ['whose disk answers nothing', () => vi.advanceTimersByTimeAsync(8_000)],
  ['whose process ends', (reader) => reader.emit('exit', 1)],
])('a file %s has one mistake, and counts as there', async (_, happens) => {
  const { reader, files } = reading();
  const read = files.readProvision('/share/p.json');
  const isThere = files.isThere('/share/p.json');
  await happens(reader);
  expect(await read).toEqual({
    ok: false,
    lines: ['/share/p.json: it cannot be read (no answer)'],
  });
  expect(await isThere).toBe(true);
  expect(reader.isKilled).toBe(true);
});

test('policies and machine file are asked for at once; no answer is one mistake and locks nothing', async () => {
  const { reader, files } = reading();
  const read = files.readMachine();
  expect(reader.asked).toEqual([{ question: 'machine' }]);
  const said = { policy: { brandId: 'b' }, file: null, mistakes: [] };
  reader.emit('message', said);
  expect(await read).toEqual(said);

  const silent = reading();
  const unread = silent.files.readMachine();
  await vi.advanceTimersByTimeAsync(8_000);
  expect(await unread).toEqual({
    policy: {},
    file: null,
    mistakes: [`${MACHINE_FILE}: it cannot be read (no answer)`],
  });
});

test('a file that is gone is not there', async () => {
  const { reader, files } = reading();
  const isThere = files.isThere('/share/p.json');
  reader.emit('message', false);
  expect(await isThere).toBe(false);
});
