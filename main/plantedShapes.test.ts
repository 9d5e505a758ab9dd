import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MOST_COUNTED } from '../app/outbox/save.ts';
import { SAVE_FILTERS } from '../app/outbox/saveList.ts';
import { freshFolder, startTill } from '../testing/tills/openedTill.ts';
import { registration } from '../testing/tills/registration.ts';
import { errorAnswer } from '../testing/tills/replayTill.ts';
import { describeHealth } from './health/describeHealth.ts';
import { encodeLine, scanLines } from './journal/journalLine.ts';
import { describeOutbox } from './outbox/describeOutbox.ts';

/** It counts as an attempt. */
const refused = errorAnswer(15, 'isv.x', 'x');

const TARGET = 'b'.repeat(32);
/** No date lies further from 1970 (ms). */
const FURTHEST = 8.64e15;

const time = [0, 1, -1, 0.5, FURTHEST, -FURTHEST, 1_700_000_000_000];
const timeOrNull = [null, ...time];
const textOrNull = [null, '', 'x', '__proto__', 'constructor', 'x'.repeat(3_000)];
const count = [0, 1, 5, MOST_COUNTED, Number.MAX_SAFE_INTEGER];
const outcome = (kind: string) => ({ class: kind, code: '', subCode: '__proto__' });

/** By its column (`saveCodec.ts`): values of the right kind, whatever stands beside them. */
const VALUES: Record<number, unknown[]> = {
  0: [[], ['x'], ['x', 'x'], ['__proto__']],
  1: ['', 'x', '__proto__', 'x'.repeat(3_000)],
  4: time,
  5: ['pending', 'sending', 'accepted', 'held', 'discarded'],
  6: count,
  7: count,
  8: timeOrNull,
  9: timeOrNull,
  10: [null, ...['accepted', 'quota', 'constructor', 'unknown', 'unreachable'].map(outcome)],
  11: [null, 'rejected', 'stale', 'sign', 'other-app', 'late-import', 'busy', 'unreadable'],
  12: textOrNull,
  13: [null, TARGET, 'a'.repeat(32), 'x', '__proto__'],
  14: timeOrNull,
  15: timeOrNull,
  16: [null, [0, '', '', 1], [FURTHEST, 'x', 'x', 0]],
  17: textOrNull,
  18: textOrNull,
  19: textOrNull,
  20: [
    null,
    { exportedAt: FURTHEST, before: 0, madeAt: -FURTHEST },
    { exportedAt: 0, before: Number.MAX_SAFE_INTEGER, madeAt: 0 },
  ],
  21: [null, '', 'x'],
  22: [null, 'manager', 'moved', 'corrected'],
  23: [null, ['test', ''], ['other', 'x']],
  24: timeOrNull,
  25: textOrNull,
  27: [1, 0, 'x', null],
};
const change = fc
  .constantFrom(...Object.keys(VALUES))
  .chain((column) =>
    fc.tuple(fc.constant(Number(column)), fc.constantFrom(...(VALUES[Number(column)] ?? []))),
  );
interface Planted {
  changes: [column: number, value: unknown][];
  keepsBody: boolean;
}

const planted: fc.Arbitrary<Planted> = fc.record({
  changes: fc.array(change, { minLength: 1, maxLength: 5 }),
  keepsBody: fc.boolean(),
});

/** What an editor and sha256sum do: the lines of the second save say something else in these columns. */
async function plant(folder: string, { changes, keepsBody }: Planted) {
  const name = (await readdir(folder)).find((one) => one.endsWith('.journal')) ?? '';
  const bytes = await readFile(join(folder, name));
  const lines: string[] = [];
  scanLines(bytes, (from, to) => void lines.push(bytes.toString('utf8', from, to)));
  const changed = lines.map((line) => {
    const [, front, json, body] = new RegExp(`^(.* ${TARGET} )(.*)\t(.*)$`).exec(line) ?? [];
    if (json === undefined) return line;
    const columns = JSON.parse(json);
    for (const [column, value] of changes) columns[column] = value;
    return `${front}${JSON.stringify(columns)}\t${keepsBody ? body : ''}`;
  });
  await writeFile(join(folder, name), changed.map((line) => encodeLine(line)).join(''));
}

test('values of the right kind that do not go together end nothing, take nobody else along, and are written back so that the next start reads them', async () => {
  await fc.assert(
    fc.asyncProperty(planted, async (what) => {
      const folder = await freshFolder();
      const before = await startTill(folder);
      await before.calls.registerMember(registration('a'.repeat(32), '13812346520'));
      await before.calls.registerMember(registration(TARGET, '13812346521'));
      await before.stop();
      await plant(folder, what);
      const { till, calls, clock, stop } = await startTill(folder, {
        offer: null,
        isSending: true,
        post: async () => ({ ...refused, text: refused.bodyText }),
      });
      const isLost = till.outbox.warnings.some(({ code }) => code === 'store.lines-lost');
      const view = () => describeOutbox(till.outbox, till.replayer, till.warnings);
      const health = () => {
        const now = clock.now();
        const { saves } = till.outbox;
        return describeHealth({
          view: view(),
          saves,
          version: '1',
          now,
          runsFor: 0,
          pageEnds: 0,
          computer: 'unknown',
          keyStore: till.protection,
          diskFreeBytes: null,
          isRunning: true,
        });
      };
      JSON.stringify(health());
      const found = async (search: string) =>
        calls.listSaves({ filter: 'all', search, offset: 0, limit: 50 });
      for (const filter of SAVE_FILTERS)
        expect(await calls.listSaves({ filter, search: '', offset: 0, limit: 50 })).toMatchObject({
          ok: true,
        });
      await clock.pass(1_000);
      expect(await found('6520')).toMatchObject({ ok: true, value: { total: 1 } });
      await calls.registerMember(registration('c'.repeat(32), '13812346522'));
      for (let hours = 0; hours < 8; hours += 1) await clock.pass(600_000);
      await till.outbox.housekeep(null);
      JSON.stringify(health());
      await stop();
      const next = await startTill(folder, { offer: null });
      if (!isLost) expect(next.till.outbox.warnings).toEqual([]);
      expect(
        await next.calls.listSaves({ filter: 'all', search: '6522', offset: 0, limit: 50 }),
      ).toMatchObject({ ok: true, value: { total: 1 } });
      await next.stop();
    }),
    { numRuns: 40 },
  );
}, 120_000);
