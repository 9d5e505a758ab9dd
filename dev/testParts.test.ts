import { expect, test } from 'vitest';
import { startChild } from './processes.ts';
import { toldBy } from './testParts.ts';
import { together } from './testRun.ts';

const whichSays = (script: string) =>
  startChild(process.execPath, ['-e', script], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });

const GOOD = { passed: 3, failed: 0, skipped: 1, isGood: true, failures: [], secondTries: [] };

test('what the run beside has come to is what it says last', async () => {
  const child = await whichSays(`process.send(${JSON.stringify(GOOD)}, () => process.exit(0))`);
  expect(await toldBy(child)).toEqual(GOOD);
});

test('a run that ends without a word has failed, whatever its exit code says', async () => {
  const child = await whichSays('process.exit(0)');
  expect((await toldBy(child)).isGood).toBe(false);
});

test('two runs are good where both are, and are counted together', () => {
  expect(together(GOOD, GOOD)).toEqual({ ...GOOD, passed: 6, skipped: 2 });
  const bad = {
    passed: 1,
    failed: 1,
    skipped: 0,
    isGood: false,
    failures: ['a.test.ts > holds: 1'],
    secondTries: ['b.test.ts > waits: 2'],
  };
  const { failures, secondTries } = bad;
  const mixed = { passed: 4, failed: 1, skipped: 1, isGood: false, failures, secondTries };
  expect(together(GOOD, bad)).toEqual(mixed);
  expect(together(bad, GOOD).isGood).toBe(false);
});
