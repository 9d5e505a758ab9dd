import { cp, readFile } from 'node:fs/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { unread } from '../../testing/doubles/unreadFile.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import {
  answer,
  copyOf,
  DAY,
  importAt,
  openOf,
  runTool,
  START,
  save,
  startRecoverable,
} from './testing/deadTill.ts';

vi.mock('node:fs/promises', async (original) => {
  const { withUnread } = await import('../../testing/doubles/unreadFile.ts');
  return withUnread(await original());
});
afterEach(() => {
  unread.path = '';
});

/** An old copy of a till that went on, beside the mark that tells so. */
async function anOldCopy() {
  const folder = await freshFolder();
  const { till, stop } = await startRecoverable(folder);
  await save(till, 1);
  const dead = await copyOf(folder);
  await answer(till, 1, 'accepted');
  await save(till, 2, { mobile: '13800130001' });
  await answer(till, 2, 'accepted');
  await stop();
  await cp(`${folder}.mark`, `${dead}.mark`);
  return dead;
}

test.each(['', 'EIO', 'EBUSY', 'EACCES'])(
  'an old copy is none that support can say is the last state, also where its mark cannot be read (%s)',
  async (code) => {
    const dead = await anOldCopy();
    const mark = await readFile(`${dead}.mark`);
    Object.assign(unread, { path: code === '' ? '' : `${dead}.mark`, code });
    const now = START + 3 * DAY;
    const { result, out, said } = await runTool(dead, { isLastState: true, now });
    unread.path = '';
    expect(result).toMatchObject({ ok: true });
    // Support is told why its word does not count, and what to do about it.
    expect(said).toContain(code === '' ? 'lacks what the PC had stored last' : `mark ${code}`);
    expect(said).toContain('--is-last-state is not believed');
    expect(await readFile(`${dead}.mark`)).toEqual(mark);
    const { till } = await importAt(out, now);
    expect(openOf(till)).toEqual([[1, 'late-import']]);
  },
  30_000,
);
