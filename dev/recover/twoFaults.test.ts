import { expect, test } from 'vitest';
import { nothingMade } from '../../main/move/nothingMade.ts';
import type { QueueFiles } from '../../main/move/queueFiles.ts';
import { PASSPHRASE } from './testing/deadTill.ts';
import { writeExport } from './writeExport.ts';

/**
 * What one call of the disk does otherwise: refuses, or has done it, whole or in part, and says that it has not, or that the name is
 * taken; or somebody has put another file under the name of --out by then.
 */
const FAULTS = ['before', 'after', 'part', 'exists', 'others'] as const;
type Fault = (typeof FAULTS)[number];

const OUT = '/stick/queue';
const OTHERS = 'o'.repeat(400);

const thrown = (code: string) => Object.assign(new Error(code), { code });

/** An export on a stick and in a folder whose calls, by their number, have these faults. */
async function exported(faults: ReadonlyMap<number, Fault>) {
  const stick = new Map<string, string>();
  const records = new Set<string>();
  const log: string[] = [];
  let text = '';
  const step = async <Result>(name: string, act: () => Result, part = () => {}) => {
    const fault = faults.get(log.length + 1);
    log.push(fault === undefined ? name : `${name}: ${fault}`);
    if (fault === 'others') stick.set(OUT, OTHERS);
    if (fault === 'part') part();
    if (fault === 'before' || fault === 'part') throw thrown('EIO');
    const result = act();
    if (fault === 'after' || fault === 'exists') throw thrown(fault === 'after' ? 'EIO' : 'EEXIST');
    return result;
  };
  const there = (path: string) => {
    const content = stick.get(path);
    if (content === undefined) throw thrown('ENOENT');
    return content;
  };
  const files: QueueFiles = {
    place: () => Promise.reject(thrown('EIO')),
    read: (path) => step('read', () => there(path)),
    write: (path, content) => {
      text = content;
      const half = content.slice(0, content.length / 2);
      const writing = step(
        'write',
        () => void stick.set(path, content),
        () => void stick.set(path, half),
      );
      return writing.catch((error: unknown) => {
        throw stick.has(path) ? error : nothingMade('EIO', error);
      });
    },
    name: (beside, path) => {
      const link = () => {
        const content = there(beside);
        if (stick.has(path)) throw thrown('EEXIST');
        stick.set(path, content);
      };
      const both = () => {
        link();
        stick.delete(beside);
      };
      return step('name', both, link);
    },
    remove: (path) => step('remove', () => stick.delete(path)),
  };
  const result = await writeExport(
    { path: OUT, folderId: '1' },
    { exportedAt: 1, saves: [] },
    PASSPHRASE,
    {
      records: [{ folder: '/dead', at: 1, lastSequence: 1, before: null }],
      isInUse: () => step('in use', () => false).catch(() => true),
      files,
      recordFiles: {
        write: (folder) => step('record', () => void records.add(folder)),
        remove: (folder) => step('no record', () => void records.delete(folder)),
      },
    },
  );
  const isWhole = [...stick.values()].includes(text);
  const isUnknown = isWhole && !records.has('/dead');
  const isUntrue = result.ok && stick.get(OUT) !== text;
  return { log, isWrong: isUnknown || isUntrue };
}

test('no two faults of the stick and of the folder leave a whole export of which the folder knows nothing, or have one told that is none', async () => {
  const { log } = await exported(new Map());
  expect(log).toEqual(['record', 'in use', 'write', 'read', 'name', 'read']);
  // What is undone comes behind that.
  const last = log.length + 4;
  const calls = Array.from({ length: last }, (_, at) => at + 1);
  const each = calls.flatMap((call) => FAULTS.map((fault) => [call, fault] as const));
  const wrong: string[] = [];
  for (const one of each)
    for (const other of each) {
      if (other[0] < one[0]) continue;
      const run = await exported(new Map([one, other]));
      if (run.isWrong) wrong.push(run.log.join(', '));
    }
  expect(wrong).toEqual([]);
});
