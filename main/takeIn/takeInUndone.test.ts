import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { noOtherName } from '../../testing/doubles/noOtherName.ts';
import { aLostQueue, statesOf } from '../../testing/tills/lostQueue.ts';
import { AuditTrail } from '../audit/auditTrail.ts';

describe('a queue whose key opens again', () => {
  test('is undone whole where its folder takes no other name, and comes at the next start', async () => {
    const { start, store } = await aLostQueue();
    store.isClosed = false;
    const pass = noOtherName();
    const first = await start();
    expect([...first.till.outbox.saves.values()]).toEqual([]);
    expect(first.codes()).toContain('store.key-unreadable');
    await first.stop();
    pass();
    const second = await start();
    expect([...second.till.outbox.saves.values()]).toHaveLength(4);
  });

  test('owes the line that it has come to nothing where no line can be written at that moment', async () => {
    const { start, store } = await aLostQueue();
    store.isClosed = false;
    noOtherName();
    const { record } = AuditTrail.prototype;
    const refusing = vi.spyOn(AuditTrail.prototype, 'record').mockImplementation(function (
      this: AuditTrail,
      entry,
    ) {
      return entry.action === 'queue.not-moved' ? Promise.resolve(false) : record.call(this, entry);
    });
    onTestFinished(() => refusing.mockRestore());
    const { till, lines } = await start();
    expect([...till.outbox.saves.values()]).toEqual([]);
    const moves = (await lines()).filter(({ action }) => action.startsWith('queue.'));
    expect(moves.map(({ action, saves }) => [action, saves])).toEqual([
      ['queue.taken-in', 4],
      ['queue.not-moved', 4],
    ]);
  });

  test('loses nothing by a first try that came to nothing, also where a line of its store is damaged', async () => {
    const { start, store, aside } = await aLostQueue();
    store.isClosed = false;
    const journal = join(aside, 'outbox-000001.journal');
    const bytes = await readFile(journal);
    bytes.write('X', bytes.indexOf('4'.repeat(32)));
    await writeFile(journal, bytes);
    const pass = noOtherName();
    const first = await start();
    expect([...first.till.outbox.saves.values()]).toEqual([]);
    await first.stop();
    pass();
    const second = await start();
    expect(statesOf(second.till)).toEqual({ 1: 'held', 2: 'accepted', 3: 'held' });
    const left = await readdir(`${aside}.taken`);
    expect(left.filter((name) => name.startsWith('outbox-'))).toEqual([
      expect.stringMatching(/^outbox-000001\.journal\.unreadable-/),
    ]);
  });
});
