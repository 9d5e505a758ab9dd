import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { CONFIGURATION, wrongInConfiguration } from '../dev/packages/configuration.ts';
import { checkSizes } from '../dev/packages/sizeBudget.ts';
import { PlainFailure } from '../dev/plainFailure.ts';
import { ensurePrerequisites } from '../dev/prerequisites.ts';
import { runScript } from '../dev/runScript.ts';
import { createSandbox } from '../sandbox/createSandbox.ts';
import { prepare, teardown } from './driver/globalSetup.ts';
import { attackCertificates, attackCommandLine, attackEnvironment } from './package/attacks.ts';
import { checkSameArchive } from './package/checkAsar.ts';
import { proveDeb } from './package/deb/proveDeb.ts';
import { proveInstaller } from './package/nsis/proveInstaller.ts';
import { PACKED_FUSES, pack } from './package/pack.ts';
import { KEYS, PackedTill } from './package/packedTill.ts';
import { packWindows } from './package/packWindows.ts';
import { checkLegalFiles } from './packageLegalFiles.ts';

/**
 * `npm run package:verify`: checks the packages' configuration, packs the app for Linux on the registry's Electron, which
 * is never shipped, reads back what is in the package and which fuses are set, starts it, registers a member with it by
 * real keys, and starts it with command lines that would open it to somebody. Then the Debian package is installed, started
 * and removed, and the installer for Windows under wine; where this machine has not what that needs, it says so and goes
 * on.
 */

/** electron-builder's names of fuses, and what the binary calls them. */
const FUSES = {
  runAsNode: FuseV1Options.RunAsNode,
  enableCookieEncryption: FuseV1Options.EnableCookieEncryption,
  enableNodeOptionsEnvironmentVariable: FuseV1Options.EnableNodeOptionsEnvironmentVariable,
  enableNodeCliInspectArguments: FuseV1Options.EnableNodeCliInspectArguments,
  enableEmbeddedAsarIntegrityValidation: FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
  onlyLoadAppFromAsar: FuseV1Options.OnlyLoadAppFromAsar,
  loadBrowserProcessSpecificV8Snapshot: FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
} as const;

/** What may be in the package, and nothing else. */
const ALLOWED = [
  /^\/package\.json$/,
  /^\/out$/,
  /^\/out\/(main|preload|reader|renderer|renderer\/assets|tray)$/,
  /^\/out\/main\/(main|openEngine|startApi|tillMetrics|esm|platformApp)\.cjs$/,
  /^\/out\/preload\/preload\.cjs$/,
  /^\/out\/reader\/reader\.cjs$/,
  /^\/out\/renderer\/index\.html$/,
  /^\/out\/tray\/(sent|held|stopped|many|[1-9])(@[\d.]+x)?\.png$/,
  /^\/out\/renderer\/assets\/[\w-]+(\.later-[\w-]+)?\.(js|css|svg|png|woff2|wav)$/,
];

await runScript(async () => {
  await prepare(console.log);
  ensurePrerequisites('package', '');
  const folder = await mkdtemp(join(tmpdir(), 'tillside-package-'));
  // An ordinary user runs it.
  await chmod(folder, 0o755);
  try {
    const wrong = wrongInConfiguration(CONFIGURATION);
    if (wrong.length > 0) throw new PlainFailure(wrong.join('\n'));
    console.log("The configuration is what electron-builder's own schema asks for.");
    const packed = await pack(folder);
    await checkFuses(join(packed, 'tillside'));
    const archive = join(packed, 'resources', 'app.asar');
    checkFiles(archive);
    const { size } = await stat(archive);
    for (const line of checkSizes([{ file: 'app.asar', size }])) console.log(line);
    await checkLegalFiles(packed);
    await registerMember(join(packed, 'tillside'));
    await withstand(join(packed, 'tillside'));
    tellSkipped('the Debian package', await proveDeb(packed, folder));
    const forWindows = await packWindows(folder);
    await checkSameArchive(packed, forWindows);
    tellSkipped('the installer for Windows', await proveInstaller(forWindows, folder));
    console.log('The package is what it should be.');
    return 0;
  } finally {
    await teardown();
    await rm(folder, { recursive: true, force: true });
  }
});

function tellSkipped(what: string, why: string | null): void {
  if (why !== null) console.log(`Skipped: ${what}, since ${why}.`);
}

async function checkFuses(executable: string): Promise<void> {
  const wire = await getCurrentFuseWire(executable);
  const read = Object.fromEntries(
    Object.entries(FUSES).map(([name, fuse]) => [name, wire[fuse] === FuseState.ENABLE]),
  );
  if (!isDeepStrictEqual(read, PACKED_FUSES)) {
    throw new PlainFailure(`Fuses in the binary: ${JSON.stringify(read)}, not as configured.`);
  }
  console.log(`Fuses read back from the binary: ${Object.keys(read).length} as configured.`);
}

function checkFiles(archive: string): void {
  const files = listPackage(archive, { isPack: false });
  const foreign = files.filter((file) => !ALLOWED.some((pattern) => pattern.test(file)));
  if (foreign.length > 0) throw new PlainFailure(`Packed but not allowed: ${foreign.join(', ')}`);
  console.log(`Files in the package: ${files.length}, all of them on the list.`);
}

async function registerMember(executable: string): Promise<void> {
  const gateway = await createSandbox(KEYS);
  const till = new PackedTill(executable);
  try {
    await till.start(gateway.url);
    await till.register('13800138000');
    await till.until('a member registered', () => gateway.ledger().effects.length === 1);
    console.log('The packed app has registered a member.');
  } finally {
    await till.kill();
    await gateway.close();
  }
}

async function withstand(executable: string): Promise<void> {
  const gateway = await createSandbox(KEYS);
  try {
    await attackCommandLine(executable, gateway);
  } finally {
    await gateway.close();
  }
  await attackCertificates(executable);
  await attackEnvironment(executable);
}
