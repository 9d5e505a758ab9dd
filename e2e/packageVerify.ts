import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { parse } from 'yaml';
import { buildApp } from '../dev/build.ts';
import { assembleRegistryElectron } from '../dev/electron/registryElectron.ts';
import { PlainFailure } from '../dev/plainFailure.ts';
import { projectRoot } from '../dev/projectPaths.ts';
import { runScript } from '../dev/runScript.ts';
import { demoProvision } from '../dev/start/demoProvision.ts';
import { createSandbox } from '../sandbox/createSandbox.ts';
import { setup, teardown } from './driver/globalSetup.ts';
import { startApp } from './driver/startApp.ts';
import { checkNotices } from './packageNotices.ts';

/**
 * `npm run package:verify`: packs the app for Linux on the registry's Electron, which is never shipped,
 * reads back what is in the package and which fuses are set, starts it and registers a member with it.
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

/** This Electron is older than the fuse; the real build sets it. */
const TOO_NEW = 'grantFileProtocolExtraPrivileges';

interface Configuration {
  electronFuses: Record<string, boolean>;
}

const configuration = parse(
  readFileSync(join(projectRoot, 'electron-builder.yml'), 'utf8'),
) as Configuration;

/** What may be in the package, and nothing else. */
const ALLOWED = [
  /^\/package\.json$/,
  /^\/out$/,
  /^\/out\/(main|preload|renderer|renderer\/assets)$/,
  /^\/out\/main\/main\.cjs$/,
  /^\/out\/preload\/preload\.cjs$/,
  /^\/out\/renderer\/index\.html$/,
  /^\/out\/renderer\/assets\/[\w-]+\.(js|css|svg|png|woff2|wav)$/,
];

await runScript(async () => {
  await setup();
  const folder = await mkdtemp(join(tmpdir(), 'tillside-package-'));
  try {
    const packed = await pack(folder);
    await checkFuses(join(packed, 'tillside'));
    checkFiles(join(packed, 'resources', 'app.asar'));
    await checkNotices(packed);
    await registerMember(join(packed, 'tillside'), folder);
    console.log('The package is what it should be.');
    return 0;
  } finally {
    await teardown();
    await rm(folder, { recursive: true, force: true });
  }
});

async function pack(folder: string): Promise<string> {
  await buildApp();
  const electron = await assembleRegistryElectron();
  const { [TOO_NEW]: _, ...electronFuses } = configuration.electronFuses;
  const config = join(folder, 'electron-builder.json');
  await writeFile(
    config,
    JSON.stringify({
      ...configuration,
      electronFuses,
      electronDist: electron.cleanDistPath,
      electronVersion: electron.version,
      directories: { output: join(folder, 'dist'), buildResources: 'build' },
    }),
  );
  const built = spawnSync('electron-builder', ['--linux', 'dir', '--config', config], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new PlainFailure(`${built.stdout}\n${built.stderr}`);
  console.log('Packed for Linux.');
  return join(folder, 'dist', 'linux-unpacked');
}

async function checkFuses(executable: string): Promise<void> {
  const wire = await getCurrentFuseWire(executable);
  const { [TOO_NEW]: _, ...wanted } = configuration.electronFuses;
  const read = Object.fromEntries(
    Object.entries(FUSES).map(([name, fuse]) => [name, wire[fuse] === FuseState.ENABLE]),
  );
  if (!isDeepStrictEqual(read, wanted)) {
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

async function registerMember(executable: string, folder: string): Promise<void> {
  const keys = { appKey: '12345678', appSecret: 'package-verify-secret' };
  const gateway = await createSandbox(keys);
  const provisionFile = join(folder, 'provision.json');
  await writeFile(provisionFile, JSON.stringify(demoProvision({ url: gateway.url, ...keys })));
  const app = await startApp({ userDataDir: join(folder, 'data'), provisionFile, executable });
  try {
    const phone = app.client.$('[data-testid="phone"]');
    await phone.waitForDisplayed();
    await phone.addValue('13800138000');
    // The customer agrees.
    await app.client.keys('F5');
    await app.client.keys('F4');
    await app.client.waitUntil(async () => gateway.ledger().effects.length === 1, {
      timeout: 20_000,
      timeoutMsg: 'the packed app did not register the member',
    });
    await app.client.$('[data-testid="confirmation"][data-state="accepted"]').waitForDisplayed();
    console.log('The packed app has registered a member.');
  } finally {
    await app.kill();
    await gateway.close();
  }
}
