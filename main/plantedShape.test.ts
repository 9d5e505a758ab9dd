import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MOST_COUNTED } from '../app/outbox/save.ts';
import { freshFolder, startTill } from '../testing/tills/openedTill.ts';
import { registration } from '../testing/tills/registration.ts';
import { encodeLine, scanLines } from './journal/journalLine.ts';

const TARGET = 'b'.repeat(32);
/** A number that JSON knows, and no date. */
const NO_DATE = 1e300;

/** By its column (`saveCodec.ts`): what no till writes there. */
const PLANTED: [string, number, unknown][] = [
  ['hashes that are no text', 0, [5]],
  ['a mask that is no text', 1, null],
  ['a masked name that is an object', 2, {}],
  ['an operator that is none', 3, null],
  ['no date', 4, NO_DATE],
  ['attempts that are no number', 6, '1'],
  ['more attempts than anybody counts', 6, Number.MAX_SAFE_INTEGER],
  ['more doubtful answers than anybody counts', 7, MOST_COUNTED + 1],
  ['a doubt that is no time', 8, 'now'],
  ['an answer that is none', 10, { class: {} }],
  ['a reason that there is none of', 11, 'because'],
  ['a consent without a time', 16, ['', '', '', 1]],
  ['a place that is none', 20, { exportedAt: 1 }],
  ['a closing that is none', 23, [5, 6]],
];

/** What an editor and sha256sum do: the last line of the second save says something else in this column. */
async function plant(folder: string, column: number, value: unknown) {
  const name = (await readdir(folder)).find((one) => one.endsWith('.journal')) ?? '';
  const bytes = await readFile(join(folder, name));
  const lines: string[] = [];
  scanLines(bytes, (from, to) => void lines.push(bytes.toString('utf8', from, to)));
  const changed = lines.map((line) => {
    const [, front, json, body] = new RegExp(`^(.* ${TARGET} )(.*)\t(.*)$`).exec(line) ?? [];
    if (json === undefined) return line;
    const columns = JSON.parse(json);
    columns[column] = value;
    return `${front}${JSON.stringify(columns)}\t${body}`;
  });
  await writeFile(join(folder, name), changed.map((line) => encodeLine(line)).join(''));
}

test.each(PLANTED)(
  'a line with %s is told as one that is lost, and ends neither the start, nor a list, nor the tidying',
  async (_what, column, value) => {
    const folder = await freshFolder();
    const before = await startTill(folder);
    await before.calls.registerMember(registration('a'.repeat(32), '13812346520'));
    await before.calls.registerMember(registration(TARGET, '13812346521'));
    await before.stop();
    await plant(folder, column, value);

    const { till, calls, codes, stop } = await startTill(folder, { offer: null });
    expect(till.outbox.warnings.map(({ code }) => code)).toEqual(['store.lines-lost']);
    expect(codes()).toEqual([]);
    const query = { filter: 'all', search: '6520', offset: 0, limit: 50 } as const;
    expect(await calls.listSaves(query)).toMatchObject({ ok: true, value: { total: 1 } });
    await calls.registerMember(registration('c'.repeat(32), '13812346522'));
    await till.outbox.housekeep(null);
    expect(till.outbox.warnings.map(({ code }) => code)).toEqual(['store.lines-lost']);
    await stop();

    const next = await startTill(folder, { offer: null });
    expect(next.till.outbox.warnings).toEqual([]);
    expect(next.till.outbox.saves.counts.pending).toBe(2);
  },
);

test('as many attempts as are counted are counted no further: what the till writes of the next one is read by its next start', async () => {
  const folder = await freshFolder();
  const before = await startTill(folder);
  await before.calls.registerMember(registration(TARGET, '13812346521'));
  await before.stop();
  await plant(folder, 6, MOST_COUNTED);
  await plant(folder, 7, MOST_COUNTED);
  let calls = 0;
  const { till, clock, stop } = await startTill(folder, {
    offer: null,
    isSending: true,
    post: async () => {
      calls += 1;
      throw new Error('away');
    },
  });
  const asked = async () => {
    await clock.pass(1_000);
    return calls;
  };
  await expect.poll(asked).toBeGreaterThan(0);
  await expect.poll(() => till.outbox.saves.find(TARGET)?.state).not.toBe('sending');
  await stop();
  const next = await startTill(folder, { offer: null });
  expect(next.till.outbox.warnings).toEqual([]);
  expect(next.till.outbox.saves.find(TARGET)?.attempts).toBe(MOST_COUNTED);
});
