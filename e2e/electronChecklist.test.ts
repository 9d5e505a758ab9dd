import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { CALL_NAMES } from '../app/ipc/calls.ts';
import { channelOf } from '../app/ipc/channels.ts';
import { EVENTS } from '../app/ipc/events.ts';
import { shippedVersion } from '../dev/electron/shippedElectron.ts';
import { livingProcesses, treeOf } from '../dev/processTree.ts';
import { outFolder, projectRoot } from '../dev/projectPaths.ts';
import { CONTENT_SECURITY_POLICY } from '../main/window/appProtocol.ts';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { ASKABLE, askBesidePage, askMain, heardChannels } from './driver/mainProcess.ts';
import { freshFolder } from './driver/runFolder.ts';
import { readNetLog } from './netLog.ts';
import { askForNames, askPermissions, insertInlineScript } from './pageProbes.ts';
import { startGateway, TestTill } from './testTill.ts';
import { REFUSED_ALOUD, WAYS_OUT } from './waysOut.ts';

/**
 * Electron's security checklist, item by item, on the built app. Started as at a shop's till, by an ordinary user, and
 * so that its main process can be asked, which a packed app refuses.
 */
let gateway: Sandbox;
let till: TestTill;
let preferences: Record<string, unknown>;

beforeAll(async () => {
  gateway = await startGateway();
  till = await new TestTill(gateway.url, { asUser: true, args: [ASKABLE] }).start();
  const contents = "require('electron').webContents.getAllWebContents()";
  const [first, ...others] = await askMain<Record<string, unknown>[]>(
    till.app,
    `${contents}.map((one) => one.getLastWebPreferences())`,
  );
  expect(others).toEqual([]);
  preferences = first ?? {};
});
afterAll(async () => {
  await till?.kill();
  await gateway?.close();
});

const bundleOf = (process: 'main' | 'preload') =>
  readFileSync(join(outFolder, process, `${process}.cjs`), 'utf8');

test('1. Only secure content: page and main process ask the gateway, and nobody else', async () => {
  const record = join(freshFolder('network'), 'record.json');
  const asked = await startGateway();
  const recorded = new TestTill(asked.url, { args: [`--log-net-log=${record}`] });
  onTestFinished(async () => {
    await recorded.kill();
    await asked.close();
  });
  await recorded.start();
  await recorded.waitForState(await recorded.register({ mobile: '13800138000' }), 'accepted');
  await recorded.client.execute(askForNames);
  await recorded.client.waitUntil(() => recorded.client.execute(() => 'namesAsked' in window));
  await recorded.waitForState(await recorded.register({ mobile: '13900139000' }), 'accepted');
  await recorded.stop();
  const { urls, hosts } = readNetLog(record);
  const { origin, host, hostname } = new URL(asked.url);
  // The gateway must be among them: a record that is empty proves nothing.
  expect(urls).toEqual([`${origin}/`, asked.url]);
  for (const one of hosts) expect([origin, host, hostname]).toContain(one);
  const loaded = await till.client.execute(() =>
    performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin),
  );
  expect(new Set([...loaded, await till.client.execute(() => location.origin)])).toEqual(
    new Set(['app://tillside']),
  );
});

test('no menu of Electron’s own stands behind any window: its keys reload the page and open its tools', async () => {
  expect(await askMain(till.app, "require('electron').Menu.getApplicationMenu()")).toBeNull();
});

test('2. No Node in the page', async () => {
  expect(preferences).toMatchObject({
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
  });
  expect(preferences.nodeIntegrationInWorker ?? false).toBe(false);
  const found = await till.client.execute(() => {
    const names = ['require', 'process', 'module', 'exports', 'global', 'Buffer', 'electron'];
    return names.filter((name) => name in window);
  });
  expect(found).toEqual([]);
});

test('3. Context isolation: what the page changes in its world the preload script does not see', async () => {
  expect(preferences).toMatchObject({ contextIsolation: true });
  await till.client.execute(() => {
    Object.assign(window, { ofThePage: 1 });
    Object.assign(Array.prototype, { map: () => ['changed'] });
  });
  const world = '({ ofThePage: typeof ofThePage, map: [1].map(String).join() })';
  const seen = await askBesidePage(till.app, world);
  expect(seen).toEqual({ ofThePage: 'undefined', map: '1' });
  await till.client.refresh();
  await till.field('phone').waitForExist();
});

test('4. The page runs in the sandbox of Chromium', () => {
  expect(preferences).toMatchObject({ sandbox: true });
  const renderer = treeOf(till.app.pid, livingProcesses()).filter((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer'),
  );
  expect(renderer).toHaveLength(1);
  // 2: its system calls are filtered.
  expect(readFileSync(`/proc/${renderer[0]}/status`, 'utf8')).toMatch(/^Seccomp:\t2$/m);
});

test('5. No permission is given, asked for or not', async () => {
  const states = await till.client.execute(askPermissions);
  expect(new Set(states.states)).toEqual(new Set(['denied']));
  expect(states.camera).toMatch(/^Not(Allowed|Found)Error$/);
});

test('7. The content security policy stands on the page as written, and an inserted inline script does not run', async () => {
  const refusal = await till.client.execute(insertInlineScript);
  expect(refusal).toEqual({
    blockedURI: 'inline',
    effectiveDirective: 'script-src-elem',
    disposition: 'enforce',
    originalPolicy: CONTENT_SECURITY_POLICY,
    ran: false,
  });
  expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|\*|https?:/);
});

test('6. and 8. to 10. The same-origin policy stays on; no insecure content, no experiments, no features of Blink by name', () => {
  expect(preferences).toMatchObject({
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
  });
  expect(preferences.enableBlinkFeatures ?? '').toBe('');
});

test('11. and 12. There are no web views', async () => {
  expect(preferences).toMatchObject({ webviewTag: false });
  const kind = await till.client.execute(() => {
    const view = document.createElement('webview');
    document.body.append(view);
    return { name: view.constructor.name, hasMethods: 'loadURL' in view };
  });
  expect(kind).toEqual({ name: 'HTMLElement', hasMethods: false });
  const views = await askMain(
    till.app,
    "require('electron').webContents.getAllWebContents().map((one) => one.getType())",
  );
  expect(views).toEqual(['window']);
});

test('15. Nothing is ever opened outside the window: the program does not even know how', () => {
  expect(bundleOf('main')).not.toMatch(/openExternal|openPath|showItemInFolder/);
  expect(bundleOf('preload')).not.toMatch(/openExternal|shell/);
});

test('16. What ships is a major of Electron that gets fixes, and never the one that tests may run on', () => {
  expect(Number(shippedVersion.split('.')[0])).toBeGreaterThanOrEqual(45);
  const packing = readFileSync(join(projectRoot, 'electron-builder.yml'), 'utf8');
  expect(packing).not.toMatch(/electronDist|electronVersion/);
});

test('17. The main process hears on the channels of the contract and on no other, and there on our page alone', async () => {
  const heard = await heardChannels(till.app);
  expect(heard.calls.sort()).toEqual(CALL_NAMES.map(channelOf).sort());
  // Electron's own, which keeps a name from throwing.
  expect(heard.messages.filter((name) => name !== 'error')).toEqual([]);
  expect(heard.ofContents.filter((name) => name.startsWith('ipc-'))).toEqual([]);
});

test('18. The page comes from app:// alone; no address leads to a file outside its folder', async () => {
  const paths = [
    '../package.json',
    '..%2fmain/main.cjs',
    'C:/x.html',
    '%2e%2e/package.json',
    'main.cjs',
  ];
  const answers = await askMain(
    till.app,
    `Promise.all(${JSON.stringify(paths)}.map(async (path) =>
      (await require('electron').session.fromPartition('till').fetch('app://tillside/' + path)).status))`,
  );
  expect(answers).toEqual(paths.map(() => 404));
  expect(await till.client.execute(() => location.protocol)).toBe('app:');
  expect(bundleOf('main')).not.toMatch(/loadFile\(|interceptFileProtocol|registerFileProtocol/);
});

test('19. Fuses are set as the checklist says; `package:verify` reads them back from the binary', () => {
  const { electronFuses } = parse(
    readFileSync(join(projectRoot, 'electron-builder.yml'), 'utf8'),
  ) as { electronFuses: Record<string, boolean> };
  expect(electronFuses).toEqual({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    grantFileProtocolExtraPrivileges: false,
    loadBrowserProcessSpecificV8Snapshot: false,
    enableCookieEncryption: true,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
  });
});

test('20. The page gets the calls of the bridge and nothing else, and cannot change them', async () => {
  const found = await till.client.execute(() => {
    const bridge = (window as unknown as { tillside: Record<string, unknown> }).tillside;
    const kinds = Object.entries(bridge).map(([name, value]) => `${name}: ${typeof value}`);
    return { kinds: kinds.sort(), frozen: Object.isFrozen(bridge) };
  });
  const events = Object.keys(EVENTS).map((name) => `on${name[0]?.toUpperCase()}${name.slice(1)}`);
  expect(found).toEqual({
    kinds: [...CALL_NAMES, ...events].map((name) => `${name}: function`).sort(),
    frozen: true,
  });
});

test('13. and 14. The window goes nowhere and opens no other, whatever asks it to', async () => {
  await till.fill({ mobile: '13800138000' });
  for (const [name, attempt] of Object.entries(WAYS_OUT)) {
    const before = refusals();
    const address = `${gateway.url}?${name}`;
    const result = await till.client
      .execute(attempt as (address: string) => null, address)
      .catch(() => 'gone');
    if (name === 'window' || name === 'popup') expect(result).toBeNull();
    // What Chromium itself does not stop is refused by the main process, which says so.
    if (REFUSED_ALOUD.includes(name)) {
      await till.client.waitUntil(() => refusals() > before, { timeoutMsg: name });
    }
    expect((await till.client.getUrl()).split('#')[0], name).toBe('app://tillside/index.html');
  }
  expect(await till.client.getWindowCount()).toBe(1);
  expect((await till.field('phone').getValue()).replaceAll(' ', '')).toBe('13800138000');
  expect(gateway.requests()).toEqual([]);
  // The gateway does write down whoever comes that way.
  await fetch(`${gateway.url}?control`);
  expect(gateway.requests()).toHaveLength(1);
});

function refusals(): number {
  const log = readFileSync(join(till.dataFolder, 'logs', 'tillside.log'), 'utf8');
  return log.split('navigation refused').length - 1;
}
