import { expect, test } from 'vitest';
import { addEvidence } from './evidence.ts';

const failedWith = (message: string) => ({ result: { state: 'fail', errors: [{ message }] } });

test('the first line of what was wrong says how the program stood', async () => {
  const failed = failedWith('S-0001 did not become accepted\nand more');
  await addEvidence(() => Promise.resolve('the window says: \n 待上传'), failed);
  const [error] = failed.result.errors;
  expect(error?.message).toBe('S-0001 did not become accepted [the window says: 待上传]\nand more');
});

test('a program that does not say how it stands is no second failure', async () => {
  const failed = failedWith('too late');
  await addEvidence(() => Promise.reject(new Error('the window has gone')), failed);
  expect(failed.result.errors).toEqual([{ message: 'too late [Error: the window has gone]' }]);
});

test('a test that passes is not looked at, nor one that passes when it is tried again', async () => {
  const untouched = () => Promise.reject(new Error('asked'));
  const passes = { result: { state: 'run', errors: [{ message: 'of the first try' }] } };
  await addEvidence(untouched, passes);
  await addEvidence(untouched, undefined);
  expect(passes.result.errors).toEqual([{ message: 'of the first try' }]);
});
