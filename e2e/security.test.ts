import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CALL_CHANNELS } from '../app/ipc/channels.ts';
import { livingProcesses, treeOf } from '../dev/processTree.ts';
import { CONTENT_SECURITY_POLICY } from '../main/window/appProtocol.ts';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { startGateway, TestTill } from './testTill.ts';

/** As at a shop's till: an ordinary user, with Chromium's sandbox on. */
let gateway: Sandbox;
let till: TestTill;

beforeAll(async () => {
  gateway = await startGateway();
  till = await new TestTill(gateway.url, { asUser: true }).start();
});
afterAll(async () => {
  await till?.kill();
  await gateway?.close();
});

test('the page has no Node and no Electron, and runs in the sandbox of Chromium', async () => {
  const found = await till.client.execute(() => {
    const names = ['require', 'process', 'module', 'exports', 'global', 'Buffer', 'electron'];
    return names.filter((name) => name in window);
  });
  expect(found).toEqual([]);
  const renderer = treeOf(till.app.pid, livingProcesses()).filter((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer'),
  );
  expect(renderer).toHaveLength(1);
  // 2: its system calls are filtered.
  expect(readFileSync(`/proc/${renderer[0]}/status`, 'utf8')).toMatch(/^Seccomp:\t2$/m);
});

test('the page gets the calls of the bridge and nothing else, and cannot change them', async () => {
  const found = await till.client.execute(() => {
    const bridge = (window as unknown as { tillside: Record<string, unknown> }).tillside;
    const kinds = Object.entries(bridge).map(([name, value]) => `${name}: ${typeof value}`);
    return { kinds: kinds.sort(), frozen: Object.isFrozen(bridge) };
  });
  expect(found).toEqual({
    kinds: [...Object.keys(CALL_CHANNELS), 'onOutboxChanged', 'onTillChanged']
      .map((name) => `${name}: function`)
      .sort(),
    frozen: true,
  });
});

test('the policy stands on the page as written, and an inserted inline script does not run', async () => {
  const refusal = await till.client.execute(
    () =>
      new Promise((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => {
          const { blockedURI, effectiveDirective, disposition, originalPolicy } = event;
          const ran = 'inlineScriptRan' in window;
          resolve({ blockedURI, effectiveDirective, disposition, originalPolicy, ran });
        });
        const script = document.createElement('script');
        script.textContent = 'window.inlineScriptRan = true';
        document.head.append(script);
      }),
  );
  expect(refusal).toEqual({
    blockedURI: 'inline',
    effectiveDirective: 'script-src-elem',
    disposition: 'enforce',
    originalPolicy: CONTENT_SECURITY_POLICY,
    ran: false,
  });
  expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|\*|https?:/);
});

test('the page makes no code from text, and reaches nobody', async () => {
  // In a timer of the page's own: what the driver runs is let past the policy.
  const outcomes = await till.client.execute(
    (address) =>
      new Promise((resolve) => {
        const attempts: Record<string, () => unknown> = {
          // biome-ignore lint/security/noGlobalEval: the attempt is the test
          eval: () => window.eval('1'),
          function: () => new Function('return 1')(),
          fetch: () => fetch(address),
          ownFile: () => fetch('app://tillside/index.html'),
          webSocket: () =>
            new Promise((open, fail) => {
              const socket = new WebSocket(address.replace('http', 'ws'));
              socket.onopen = open;
              socket.onerror = () => fail(new TypeError());
            }),
          worker: () =>
            new Promise((open, fail) => {
              const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));
              worker.onmessage = open;
              worker.onerror = () => fail(new TypeError());
            }),
        };
        setTimeout(async () => {
          const said: Record<string, string> = {};
          for (const [name, attempt] of Object.entries(attempts)) {
            try {
              await attempt();
              said[name] = 'done';
            } catch (error) {
              said[name] = (error as Error).name;
            }
          }
          resolve(said);
        });
      }),
    gateway.url,
  );
  expect(outcomes).toEqual({
    eval: 'EvalError',
    function: 'EvalError',
    fetch: 'TypeError',
    ownFile: 'TypeError',
    webSocket: expect.stringMatching(/^(TypeError|SecurityError)$/),
    worker: expect.stringMatching(/^(TypeError|SecurityError)$/),
  });
  expect(gateway.requests()).toEqual([]);
});

test('no permission is given, asked for or not', async () => {
  const states = await till.client.execute(async () => {
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'clipboard-read',
      'midi',
    ];
    const asked = names.map((name) =>
      navigator.permissions.query({ name: name as PermissionName }).then(({ state }) => state),
    );
    const camera = navigator.mediaDevices.getUserMedia({ video: true, audio: true }).then(
      () => 'given',
      (error: Error) => error.name,
    );
    return { states: await Promise.all(asked), camera: await camera };
  });
  expect(new Set(states.states)).toEqual(new Set(['denied']));
  expect(states.camera).toMatch(/^Not(Allowed|Found)Error$/);
});
