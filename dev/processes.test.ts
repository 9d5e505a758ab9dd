import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodeOf, startChild } from './processes.ts';
import { livingProcesses } from './processTree.ts';

/** Stays, ignores polite requests, and has a child that does the same. */
const stubborn = `
  process.on('SIGTERM', () => {});
  const { spawn } = require('node:child_process');
  const child = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1e6)'], { detached: true });
  console.log(child.pid);
  setInterval(() => {}, 1e6);
`;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'processes-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const isAlive = (pid: number) => livingProcesses().some((line) => line.pid === pid);

async function startStubborn() {
  const child = await startChild(process.execPath, ['-e', stubborn], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.process.stdout as NodeJS.ReadableStream, 'data');
  return { child, helper: Number(line) };
}

test('a killed child leaves no process behind, not even one in a session of its own', async () => {
  const { child, helper } = await startStubborn();
  expect(isAlive(helper)).toBe(true);
  expect(await child.kill()).toEqual({ code: null, signal: 'SIGKILL' });
  expect(isAlive(child.pid)).toBe(false);
  expect(isAlive(helper)).toBe(false);
});

test('a child that ignores the request to end is killed when patience runs out', async () => {
  const { child, helper } = await startStubborn();
  expect(await child.end(100)).toEqual({ code: null, signal: 'SIGKILL' });
  expect(isAlive(helper)).toBe(false);
});

test('a child that ends by itself keeps its exit code', async () => {
  const child = await startChild(process.execPath, ['-e', 'process.exit(2)']);
  expect(exitCodeOf(await child.ended)).toBe(2);
});

test('an ending by signal becomes the exit code that shells use', () => {
  expect(exitCodeOf({ code: null, signal: 'SIGKILL' })).toBe(137);
});

test('a command that does not exist is told, not waited for', async () => {
  const ended = startChild('no-such-command-anywhere', []).then((child) => child.ended);
  expect((await ended.catch(() => ({ code: 127 }))).code).toBe(127);
});

/** A script of ours with one child, which writes its id once it is guarded, and waits. */
async function startScript() {
  const script = join(folder, 'script.ts');
  const from = (file: string) => JSON.stringify(join(import.meta.dirname, file));
  await writeFile(
    script,
    `import { startChild } from ${from('processes.ts')};
     import { runScript } from ${from('runScript.ts')};
     await runScript(async () => {
       const waiting = 'console.log(process.pid); setInterval(() => {}, 1e6)';
       const stdio = ['ignore', 'inherit', 'inherit'];
       const child = await startChild(process.execPath, ['-e', waiting], { stdio });
       await child.ended;
       return 0;
     });`,
  );
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  const process_ = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(process_.stdout, 'data');
  return { script: process_, child: Number(line) };
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s to a script ends its children and then itself with %i', async (signal, code) => {
  const { script, child } = await startScript();
  script.kill(signal);
  expect(await once(script, 'exit')).toEqual([code, null]);
  expect(isAlive(child)).toBe(false);
});

test.runIf(process.platform === 'linux')(
  'a script that is killed takes its children with it',
  async () => {
    const { script, child } = await startScript();
    script.kill('SIGKILL');
    await once(script, 'exit');
    for (let wait = 0; isAlive(child) && wait < 100; wait += 1) await sleep(20);
    expect(isAlive(child)).toBe(false);
  },
);
