import { readFileSync } from 'node:fs';
import { readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDemo } from '../dev/start/openDemo.ts';
import { freshFolder } from './driver/runFolder.ts';

test('a second `npm start` switches to the first: it says so in one line, ends with 0, and leaves its provisioning and its gateway as they are', async () => {
  const folder = freshFolder('demo');
  const provisionFile = join(folder, 'provision.json');
  const lockOf = () => readlink(join(folder, 'till', 'SingletonLock')).catch(() => '');
  let hasEnded = false;
  const first = openDemo(folder, () => undefined).finally(() => {
    hasEnded = true;
  });
  await expect.poll(lockOf, { timeout: 60_000 }).toMatch(/-\d+$/);
  const lock = await lockOf();
  const program = Number(lock.split('-').at(-1));
  onTestFinished(async () => {
    process.kill(program, 'SIGTERM');
    await first;
  });
  // Its word reaches a till whose main process is up.
  await expect
    .poll(() => readFile(join(folder, 'till', 'logs', 'tillside.log'), 'utf8').catch(() => ''))
    .not.toBe('');
  const before = readFileSync(provisionFile, 'utf8');

  const lines: string[] = [];
  expect(await openDemo(folder, (line) => lines.push(line))).toBe(0);
  expect(lines).toEqual([expect.stringMatching(/runs already.*its window/)]);
  expect(readFileSync(provisionFile, 'utf8')).toBe(before);
  expect([hasEnded, await lockOf()]).toEqual([false, lock]);
  const answer = await fetch(JSON.parse(before).gateway.url, { method: 'POST' });
  expect(answer.status).toBeLessThan(600);
});
