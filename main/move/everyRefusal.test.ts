import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nameLost } from '../../testing/doubles/otherLinks.ts';
import { MoveDesk, WORDS } from '../../testing/tills/moveDesk.ts';
import { openQueue } from '../outbox/movedFile.ts';
import { NO_ANSWER } from './noAnswer.ts';
import { type QueueFiles, queueFiles } from './queueFiles.ts';

const { name, read, remove } = queueFiles;

const fails = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));

const NAMINGS: Record<string, QueueFiles['name']> = {
  done: name,
  refused: () => fails('EIO'),
  'done and refused': (...given) => name(...given).then(() => fails('EIO')),
  'done and taken': (...given) => name(...given).then(() => fails('EEXIST')),
  'done and not answered': (...given) => name(...given).then(() => fails(NO_ANSWER)),
  'begun and taken': nameLost,
  'begun and refused': (...given) => nameLost(...given).catch(() => fails('EIO')),
};

const READINGS: QueueFiles['read'][] = [read, () => fails('EIO'), () => fails(NO_ANSWER)];

const REMOVALS: QueueFiles['remove'][] = [
  remove,
  () => fails('EIO'),
  (...given) => remove(...given).then(() => fails('EIO')),
  () => fails(NO_ANSWER),
  (...given) => remove(...given).then(() => fails(NO_ANSWER)),
];

/** One call after the other is answered so; what comes behind these, as on a disk that is whole. */
function inTurn<Given extends unknown[], Value>(
  calls: readonly ((...given: Given) => Promise<Value>)[],
  whole: (...given: Given) => Promise<Value>,
) {
  const left = [...calls];
  return (...given: Given) => (left.shift() ?? whole)(...given);
}

const pairs = <Item>(items: readonly Item[]): [Item, Item][] =>
  items.flatMap((first) => items.map((second): [Item, Item] => [first, second]));

/** What has come of it, in words, where no till may come to it. */
async function wrongAfter(files: Partial<QueueFiles>): Promise<string | null> {
  const desk = await MoveDesk.set();
  const code = await desk.carryOut(desk.moving(desk.from, files), 'export');
  const whole: string[] = [];
  for (const entry of await readdir(desk.outside)) {
    if (entry === 'data') continue;
    const text = await readFile(join(desk.outside, entry), 'utf8');
    if (typeof (await openQueue(text, WORDS)) !== 'string') whole.push(entry);
  }
  const save = desk.from.state(1);
  await desk.from.replayer.stop(0);
  await desk.clear();
  const isClosed = save?.state === 'discarded';
  if (isClosed !== (code === null)) return `${code}, and ${save?.state}`;
  if (isClosed) return whole.includes('queue.tillside') ? null : 'closed without a file';
  const isForgotten = whole.length > 0 && (save?.firstUnknownAt ?? null) === null;
  return isForgotten ? `the doubt has ended, and ${whole.join()} is whole` : null;
}

test.each(Object.entries(NAMINGS))(
  'no whole file is forgotten, and no copy closed without one, whatever the disk refuses: a naming that is %s',
  async (_, naming) => {
    const wrong = new Set<string | null>();
    for (const readings of pairs(READINGS))
      for (const removals of pairs(REMOVALS))
        wrong.add(
          await wrongAfter({
            name: naming,
            read: inTurn(readings, read),
            remove: inTurn(removals, remove),
          }),
        );
    expect([...wrong]).toEqual([null]);
  },
);
