import { expect, test } from 'vitest';
import { electronEnvironment, electronSwitches } from './electronRun.ts';

test("only root gives up Chromium's sandbox", () => {
  expect(electronSwitches({ virtualScreen: false, root: true })).toEqual(['--no-sandbox']);
  expect(electronSwitches({ virtualScreen: true, root: false })).toEqual([
    '--disable-gpu',
    '--disable-software-rasterizer',
  ]);
});

test('the app cannot learn that npm, vitest or an editor started it', () => {
  const base = {
    PATH: '/bin',
    ELECTRON_RUN_AS_NODE: '1',
    NODE_ENV: 'test',
    NODE_OPTIONS: '--inspect',
    VITEST_WORKER_ID: '1',
    npm_lifecycle_event: 'test',
  };
  expect(electronEnvironment({ TZ: 'Asia/Shanghai' }, base)).toEqual({
    PATH: '/bin',
    TZ: 'Asia/Shanghai',
  });
});

test('what a company network needs stays', () => {
  const base = { NODE_EXTRA_CA_CERTS: '/ca.pem', HTTPS_PROXY: 'http://proxy.invalid' };
  expect(electronEnvironment({}, base)).toEqual(base);
});
