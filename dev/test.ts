import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DEPTH } from '../testing/depth.ts';
import { makeMemoryFolder } from './memoryFolder.ts';
import { PlainFailure } from './plainFailure.ts';
import { ensurePrerequisites } from './prerequisites.ts';
import { projectRoot } from './projectPaths.ts';
import { runScript } from './runScript.ts';
import { runAllTests } from './testParts.ts';
import { type Chosen, closingLines, isGoodRun, runTests } from './testRun.ts';

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
  return run(positionals, chosen);
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

async function run(filters: readonly string[], chosen: Chosen): Promise<number> {
  const isEverything = filters.length === 0 && chosen.testNamePattern === undefined;
  if (isEverything) {
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

  const tally = isEverything ? await runAllTests() : await runTests(filters, chosen);
  // Said once more at the end: two runs print side by side.
  for (const line of closingLines(tally)) console.log(line);
  return isGoodRun(tally) ? 0 : 1;
}

function runChecks(): Promise<number> {
  const checks = spawn('npm', ['run', '--silent', 'check'], { cwd: projectRoot, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    checks.once('error', reject).once('exit', (code) => resolve(code ?? 1));
  });
}
