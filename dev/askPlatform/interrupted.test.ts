import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/createSandbox.ts';
import { projectRoot } from '../projectPaths.ts';
import { readReport } from './report.ts';
import { APP, MOBILES } from './testing/askedSandbox.ts';

let sandbox: Sandbox;
let folder: string;
beforeEach(async () => {
  sandbox = await createSandbox(APP);
  folder = await mkdtemp(join(tmpdir(), 'ask-platform-'));
});
afterEach(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

const reportFile = () => join(folder, 'report.json');

/** The tool as a process of its own, without a terminal. */
function start(...args: string[]) {
  const given = [
    'dev/askPlatform.ts',
    `--url=${sandbox.url}`,
    `--app-key=${APP.appKey}`,
    '--brand=244323',
    '--shop=239923231',
    '--operator=2392313',
    `--mobiles=${MOBILES.join()}`,
    `--report=${reportFile()}`,
    ...args,
  ];
  const child = spawn(process.execPath, given, {
    cwd: projectRoot,
    env: { ...process.env, TILLSIDE_APP_SECRET: APP.appSecret },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => {
      output += part;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, ended, output: () => output };
}

test('Ctrl+C in the middle of a call leaves a report with which the next run comes to the end', async () => {
  sandbox.setFaults({ rules: [{ match: { attempt: 12 }, times: 1, action: { type: 'hang' } }] });
  const first = start('--yes', '--pace=0');
  await expect.poll(() => sandbox.requests().length, { timeout: 30_000 }).toBe(12);
  first.child.kill('SIGINT');
  expect(await first.ended).toBe(130);
  const left = await readReport(reportFile());
  expect(left?.calls).toHaveLength(12);
  expect(left?.calls.at(-1)?.came).toBeNull();

  const second = start('--yes', '--pace=0');
  expect(await second.ended).toBe(0);
  const { calls = [], findings = [], stopped } = (await readReport(reportFile())) ?? {};
  expect(stopped).toBeNull();
  expect(findings.filter(({ state }) => state === 'known').length).toBeGreaterThan(12);
  // The interrupted step went out again, under the same id.
  const step = left?.calls.at(-1)?.step;
  expect(calls.filter((call) => call.step === step)).toHaveLength(2);
  const [interrupted, again] = sandbox.requests().slice(11);
  expect(again?.bodyText).toBe(interrupted?.bodyText);
  expect(first.output() + second.output()).not.toContain(APP.appSecret);
});

test('without a terminal and without --yes nothing leaves', async () => {
  const run = start();
  expect(await run.ended).toBe(1);
  expect(run.output()).toContain('nothing was sent');
  expect(sandbox.requests()).toEqual([]);
});

test('--help says every option and asks nothing', async () => {
  const run = start('--help');
  expect(await run.ended).toBe(0);
  for (const option of ['--provision', '--mobiles', '--ages', '--limit', '--yes']) {
    expect(run.output()).toContain(option);
  }
  expect(sandbox.requests()).toEqual([]);
});
