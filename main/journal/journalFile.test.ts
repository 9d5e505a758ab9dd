import { describe, expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { JournalFile } from './journalFile.ts';

const FOLDER = '/data';
const PATH = '/data/journal';
const AHEAD = 16 * 1024;
const HEAD = Buffer.from('head\n');

/** A disk whose power cut takes everything that was not flushed, or `keeps` it all. */
const forgetful = () => new PowerDisk(() => 0.9);
const keeping = () => new PowerDisk(() => 0);
const create = (disk: PowerDisk, isWhole = false) =>
  JournalFile.create(disk, FOLDER, PATH, { head: HEAD, ahead: AHEAD, isWhole });
const bytesOf = (disk: PowerDisk) => disk.contents().get(PATH);

/** Notes the calls of a disk; `fail` decides which of them do. */
function watched(disk: PowerDisk, fail: (call: string) => string | null = () => null): string[] {
  const calls: string[] = [];
  disk.fault = (call) => {
    calls.push(call);
    return fail(call);
  };
  return calls;
}

describe('a new journal', () => {
  test('is on the disk with its name, its head and its free space', async () => {
    const disk = forgetful();
    const journal = await create(disk);
    expect(journal.length).toBe(HEAD.length);
    expect(journal.size).toBe(HEAD.length + AHEAD);
    const found = bytesOf(disk.afterCut());
    expect(found?.subarray(0, HEAD.length)).toEqual(HEAD);
    expect(found).toHaveLength(HEAD.length + AHEAD);
  });

  test.each(['write', 'datasync', 'flushFolder'])(
    'that cannot be made (%s) is taken away again and told',
    async (failing) => {
      const disk = keeping();
      const calls = watched(disk, (call) => (call === failing ? 'EIO' : null));
      await expect(create(disk)).rejects.toMatchObject({ code: 'EIO' });
      expect(calls.slice(-2)).toEqual(['close', 'remove']);
      expect(bytesOf(disk)).toBeUndefined();
    },
  );

  test('is made without space ahead where there is only space for the head, and tells it', async () => {
    const disk = keeping();
    let writes = 0;
    watched(disk, (call) => (call === 'write' && ++writes === 2 ? 'ENOSPC' : null));
    const journal = await create(disk);
    expect(journal.fillError).toMatchObject({ code: 'ENOSPC' });
    expect(journal.length).toBe(HEAD.length);
    writes = 0;
    await disk.remove(journal.path);
    await expect(create(disk, true), 'whole or not at all').rejects.toMatchObject({
      code: 'ENOSPC',
    });
  });
});

describe('a journal', () => {
  test('holds what was appended, in order, after a power cut', async () => {
    const disk = forgetful();
    const journal = await create(disk);
    for (const line of ['one\n', 'two\n']) await journal.append(Buffer.from(line), false);
    expect(journal.length).toBe(13);
    expect(bytesOf(disk.afterCut())?.toString('latin1', 0, 14)).toBe('head\none\ntwo\n\0');
  });

  test('is filled anew when a quarter of its free space is left, and not before', async () => {
    const disk = keeping();
    const journal = await create(disk);
    const calls = watched(disk);
    await journal.append(Buffer.alloc(AHEAD * 0.75, 1), false);
    await journal.close();
    expect(calls).toEqual(['write', 'datasync', 'close']);
    expect(journal.size).toBe(HEAD.length + AHEAD);
    await journal.append(Buffer.alloc(1, 1), false);
    await journal.close();
    expect(journal.size).toBe(journal.length + AHEAD);
    // Flushed by itself, so that the flush of the next line has no metadata to write.
    expect(calls.slice(-3)).toEqual(['write', 'datasync', 'close']);
    expect(calls.filter((call) => call === 'datasync')).toHaveLength(3);
    expect(bytesOf(disk)).toHaveLength(journal.size);
  });

  test('takes what is larger than its free space, filled first', async () => {
    const disk = forgetful();
    const journal = await create(disk);
    await journal.append(Buffer.alloc(3 * AHEAD, 1), false);
    expect(journal.length).toBe(HEAD.length + 3 * AHEAD);
    expect(journal.size).toBe(journal.length + AHEAD);
    expect(bytesOf(disk.afterCut())?.indexOf(0)).toBe(journal.length);
  });

  test('waits for a filling that is under way rather than fill twice', async () => {
    const disk = keeping();
    const journal = await create(disk);
    await journal.append(Buffer.alloc(AHEAD - 1, 1), false);
    const before = disk.bytesWritten;
    await journal.append(Buffer.alloc(100, 1), false);
    await journal.close();
    expect(disk.bytesWritten - before).toBe(journal.size - (HEAD.length + AHEAD) + 100);
    expect(bytesOf(disk), 'without a hole').toHaveLength(journal.size);
  });

  test('is filled once, however many lines come meanwhile', async () => {
    const disk = keeping();
    const journal = await create(disk);
    await journal.append(Buffer.alloc(AHEAD * 0.9, 1), false);
    for (const line of ['one\n', 'two\n']) await journal.append(Buffer.from(line), false);
    await journal.close();
    expect(bytesOf(disk), 'without a hole').toHaveLength(journal.size);
  });

  test('that could not be filled takes lines all the same, tells it, and ends that when there is space', async () => {
    const disk = keeping();
    const journal = await create(disk);
    let isFull = true;
    let isFilling = false;
    watched(disk, (call) => {
      const fails = isFull && isFilling && call === 'write';
      isFilling = call === 'datasync';
      return fails ? 'ENOSPC' : null;
    });
    await journal.append(Buffer.alloc(AHEAD * 0.8, 1), false);
    await journal.append(Buffer.from('line'), false).catch(() => undefined);
    await journal.close();
    expect(journal.hasFailed).toBe(false);
    expect(journal.fillError).toMatchObject({ code: 'ENOSPC' });
    isFull = false;
    await journal.append(Buffer.from('line'), false);
    await journal.close();
    expect(journal.fillError).toBeNull();
  });

  test('refuses everything after a failed write, and is no longer than before', async () => {
    const disk = keeping();
    const journal = await create(disk);
    watched(disk, (call) => (call === 'datasync' ? 'EIO' : null));
    await expect(journal.append(Buffer.from('one'), false)).rejects.toMatchObject({ code: 'EIO' });
    expect(journal.hasFailed).toBe(true);
    expect(journal.length).toBe(HEAD.length);
    const calls = watched(disk);
    await expect(journal.append(Buffer.from('two'), false)).rejects.toThrow('has failed');
    expect(calls).toEqual([]);
  });
});

describe('a journal that is gone on with', () => {
  const good = 'head\none\n';
  const torn = Buffer.concat([Buffer.from(`${good}torn tail`), Buffer.alloc(AHEAD)]);
  const resume = (disk: PowerDisk, size = torn.length) =>
    JournalFile.resume(disk, PATH, AHEAD, good.length, size);
  const found = (random: () => number) => PowerDisk.of(new Map([[PATH, torn]]), random);

  test('has zeros behind its last good line, on the disk before anything is appended', async () => {
    const disk = found(() => 0.9);
    const journal = await resume(disk);
    expect(journal.length).toBe(good.length);
    expect(
      bytesOf(disk.afterCut())
        ?.subarray(good.length)
        .every((byte) => byte === 0),
    ).toBe(true);
  });

  test('goes on there, and has its free space again', async () => {
    const disk = found(() => 0);
    const journal = await resume(disk);
    await journal.append(Buffer.from('two\n'), false);
    await journal.close();
    expect(bytesOf(disk)?.toString('latin1', 0, 14)).toBe('head\none\ntwo\n\0');
    expect(journal.size).toBeGreaterThanOrEqual(torn.length);
  });

  test('is filled at once where it has no free space', async () => {
    const disk = found(() => 0);
    const journal = await resume(disk, good.length);
    await journal.close();
    expect(journal.size).toBe(good.length + AHEAD);
  });

  test('that cannot be cleaned is closed and told', async () => {
    const disk = found(() => 0);
    const calls = watched(disk, (call) => (call === 'datasync' ? 'EIO' : null));
    await expect(resume(disk)).rejects.toMatchObject({ code: 'EIO' });
    expect(calls.at(-1)).toBe('close');
  });
});
