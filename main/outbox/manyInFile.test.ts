import { expect, test, vi } from 'vitest';
import { lookUps } from '../../testing/doubles/lookUps.ts';
import { anOutbox } from '../../testing/tills/hostileQueue.ts';
import { manyInFile, takeMany } from '../../testing/tills/manyInFile.ts';

const MANY = 60;

test('whom a file brings ever so often is walked through for none of them: tens of thousands kept everybody from sending for hours', async () => {
  const till = await anOutbox(2);
  // One person again and again, each time by another number and under the code of before or the next one.
  const file = await manyInFile(MANY, (number) => ({
    member: {
      mobile: String(13_800_000_000 + Math.floor((number - 1) / 2)),
      outerType: 'wechat',
      outerId: `code-${Math.ceil((number - 1) / 2)}`,
    },
    madeAt: number,
  }));
  const looks = vi.spyOn(till.saves, 'ofPerson');
  expect(await takeMany(till, file)).toMatchObject({ taken: MANY, late: 0 });
  expect(looks.mock.calls.length).toBeLessThanOrEqual(MANY);
});

type Each = Parameters<typeof manyInFile>[1];

/** One member, each time by another number. `originalOf`: the number of the save that one corrects. */
const corrected =
  (originalOf: (number: number) => number): Each =>
  (number) => ({
    member: { mobile: String(13_800_000_000 + number) },
    madeAt: number,
    corrects: number === 1 ? undefined : originalOf(number),
  });
const inRow = corrected((number) => number - 1);
const newestFirst: Each = (number) => ({
  member: { mobile: '13800000000', name: `n${number}` },
  madeAt: -number,
});

/** What it costs to take each of so many, where a file has brought so many before or none. */
async function costOfEach(many: number, each: Each, before?: Each): Promise<number> {
  const till = await anOutbox(2);
  if (before !== undefined) await takeMany(till, await manyInFile(many, before));
  const file = await manyInFile(many, each, before === undefined ? 1 : many + 1);
  return (await lookUps(() => takeMany(till, file))) / many;
}

test.each<[string, number, (many: number) => [Each, Each?]]>([
  ['corrects ever so often, always the first save', 2_000, () => [corrected(() => 1)]],
  ['corrects in a row', 2_000, () => [inRow]],
  ['corrects in a row that another one has begun', 1_000, () => [inRow, inRow]],
  [
    'corrects at each place of a row that another one has brought',
    1_000,
    (many) => [corrected((number) => number - many), inRow],
  ],
  ['brings the newest first', 2_000, () => [newestFirst]],
])(
  'nor does each of those cost more than where they are few, whom a file %s: ten thousand kept everybody from sending for most of an hour',
  async (_name, many, shape) => {
    const few = many / 10;
    const cost = await costOfEach(many, ...shape(many));
    expect(cost).toBeLessThan(2 * (await costOfEach(few, ...shape(few))));
  },
  60_000,
);
