import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';
import { DEPTH } from '../testing/depth.ts';
import { makeMemoryFolder } from './memoryFolder.ts';
import { PlainFailure } from './plainFailure.ts';
import { ensurePrerequisites } from './prerequisites.ts';
import { projectRoot } from './projectPaths.ts';
import { runScript } from './runScript.ts';

const USAGE =
  'usage: npm test [-- FILE… [-t "words of a title"]], or npm run test:whole, with the same';

/**
 * `npm test [-- FILE… [-t "words of a title"]]`: static checks, then unit, property and end-to-end tests in one run, with
 * one closing line that people and machines read. Arguments choose tests, as vitest takes them. `--whole`: at the whole
 * depth (`testing/depth.ts`).
 */
await runScript(async () => {
  const { positionals, values } = readArguments();
  const { whole, ...chosen } = values;
  // Vitest's workers inherit it.
  if (whole) process.env[DEPTH] = 'whole';
  return runTests(positionals, chosen);
});

function readArguments() {
  const options = {
    testNamePattern: { type: 'string', short: 't' },
    whole: { type: 'boolean' },
  } as const;
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch {
    throw new PlainFailure(USAGE);
  }
}

async function runTests(
  filters: readonly string[],
  chosen: { testNamePattern?: string },
): Promise<number> {
  if (filters.length === 0 && chosen.testNamePattern === undefined) {
    if ((await runChecks()) !== 0) return 1;
    // Before the page's tests look for a browser; the end-to-end tests' own setup comes later.
    ensurePrerequisites('test', null, console.log);
  }

  // Whoever names a folder wants it there.
  const memory = process.env.TMPDIR ? null : makeMemoryFolder();
  if (memory !== null) {
    // Vitest's workers inherit it.
    process.env.TMPDIR = memory;
    process.once('exit', () => rmSync(memory, { recursive: true, force: true }));
  }

  const vitest = await startVitest('test', [...filters], { run: true, watch: false, ...chosen });
  const count = { passed: 0, failed: 0, skipped: 0 };
  let brokenFiles = 0;
  for (const module of vitest.state.getTestModules()) {
    if (module.errors().length > 0) brokenFiles += 1;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      count[state === 'pending' ? 'skipped' : state] += 1;
    }
  }
  await vitest.close();
  const failed = count.failed + brokenFiles;
  console.log(`${count.passed} passed, ${failed} failed, ${count.skipped} skipped`);
  const isGood = failed === 0 && count.passed > 0 && vitest.state.getUnhandledErrors().length === 0;
  return isGood ? 0 : 1;
}

function runChecks(): Promise<number> {
  const checks = spawn('npm', ['run', '--silent', 'check'], { cwd: projectRoot, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    checks.once('error', reject).once('exit', (code) => resolve(code ?? 1));
  });
}
