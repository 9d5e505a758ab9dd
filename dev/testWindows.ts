import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { PlainFailure } from './plainFailure.ts';
import { runScript } from './runScript.ts';
import { packForWindows } from './windows/packForWindows.ts';
import { NODE, prefixFolder, windowsPackages, windowsTree } from './windows/windowsTree.ts';
import { NO_WINE, onWindows, Wine } from './windows/wine.ts';

/**
 * `npm run test:windows [-- FILES]`: the unit tests of what knows no Electron and the torture's short form, on Node for
 * Windows under wine, then the native file of a package for Windows. Exit code 2 where there is no wine, or no Node for
 * Windows: nothing was tested.
 */

const FILES = ['main/', 'app/', 'sandbox/', 'testing/', 'torture/'];

/** Files of Windows' are slower under wine, where every call goes through a server (ms). */
const PATIENCE = 300_000;

const say = (text: string) => process.stdout.write(text);

await runScript(async () => {
  const wine = await Wine.find(prefixFolder);
  if (wine === null) {
    console.error(NO_WINE);
    return 2;
  }
  const packages = await windowsPackages((line) => console.log(line));
  if (!existsSync(join(packages, NODE))) {
    console.error(
      'The registry has no Node for Windows to give, so nothing of Windows was tested.',
    );
    return 2;
  }
  const tree = await windowsTree(packages);
  try {
    const filters = process.argv.slice(2);
    const isGood = await runTests(wine, tree, filters.length === 0 ? FILES : filters);
    if (filters.length === 0) await tryPackage(wine, tree);
    return isGood ? 0 : 1;
  } finally {
    await rm(tree, { recursive: true, force: true });
  }
});

interface Results {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: {
    name: string;
    status: string;
    assertionResults: { fullName: string; status: string }[];
  }[];
}

async function runTests(wine: Wine, tree: string, files: readonly string[]): Promise<boolean> {
  const results = join(tree, 'results.json');
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', ...files, '--project=unit*'];
  // Threads: wine gives the pipes of Node's own child processes no way.
  const how = [
    '--pool=threads',
    `--testTimeout=${PATIENCE}`,
    '--reporter=default',
    '--reporter=json',
  ];
  const command = [NODE, ...vitest, ...how, `--outputFile.json=${onWindows(results)}`];
  const code = await wine.run(command, { cwd: tree, log: join(tree, 'run.log'), say });
  const text = await readFile(results, 'utf8').catch(() => null);
  if (text === null) throw new PlainFailure(`The tests did not come to an end (${code}).`);
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(
    text,
  ) as Results;
  const broken = testResults.filter(({ status }) => status === 'failed');
  for (const { name, assertionResults } of broken) {
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    console.log(`failed: ${name}`);
    for (const { fullName } of failed) console.log(`failed: ${name} > ${fullName}`);
  }
  const counts = `${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`;
  console.log(`${counts} on Node for Windows under ${wine.version}`);
  return code === 0 && broken.length === 0 && numPassedTests > 0;
}

async function tryPackage(wine: Wine, tree: string): Promise<void> {
  const packed = await packForWindows(join(tree, 'package'), join(tree, NODE));
  const program = join(packed, 'Tillside.exe');
  const [handedOver, report] = [join(tree, 'keys.json'), join(tree, 'packed.json')];
  const files = [handedOver, report].map(onWindows);
  const command = [program, 'dev/windows/packedKeys.ts', ...files];
  for (const log of ['wraps.log', 'unwraps.log']) {
    const code = await wine.run(command, { cwd: tree, log: join(tree, log), say });
    if (code !== 0) throw new PlainFailure(`The packed file was of no use (${code}).`);
  }
  const told: unknown = JSON.parse(await readFile(report, 'utf8').catch(() => 'null'));
  const wanted = {
    program: onWindows(program),
    platform: 'win32',
    unwrapped: ['dpapi-user', 'dpapi-machine'],
  };
  if (!isDeepStrictEqual(told, wanted)) {
    throw new PlainFailure(`The packed file has told: ${JSON.stringify(told)}`);
  }
  console.log(
    'Packed for Windows x64 and arm64; what the packed file wraps, the next process unwraps.',
  );
}
