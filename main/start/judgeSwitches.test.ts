import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeSwitches } from './judgeSwitches.ts';
import { argumentOf, readSwitches } from './switches.ts';

const judge = (args: string[], platform: NodeJS.Platform = 'linux', isUnconfined = false) =>
  judgeSwitches(args, { platform, mayRunUnconfined: () => isUnconfined });

describe('what opens a packed app to somebody else does not pass', () => {
  test.each([
    '--remote-debugging-port=9222',
    '--remote-debugging-port=0',
    '--remote-debugging-pipe',
    '--remote-debugging-address=0.0.0.0',
    '--remote-allow-origins=*',
    '--inspect',
    '--inspect-brk=0.0.0.0:9229',
    '--js-flags=--expose-gc',
    '--load-extension=/tmp/x',
    '--ignore-certificate-errors',
    '--ignore-certificate-errors-spki-list=AAAA',
    '--host-rules=MAP * 127.0.0.1',
    '--host-resolver-rules=MAP * 127.0.0.1',
    '--proxy-server=127.0.0.1:8080',
    '--proxy-pac-url=http://127.0.0.1/x.pac',
    '--unsafely-treat-insecure-origin-as-secure=http://x',
    '--log-net-log=/tmp/x',
    '--ssl-key-log-file=/tmp/x',
    '--enable-logging=file',
    '--log-file=/tmp/x',
    '--trace-startup=*',
    '--no-sandbox',
    '--disable-setuid-sandbox',
    '--disable-seccomp-filter-sandbox',
    '--disable-gpu-sandbox',
    '--single-process',
    '--disable-web-security',
    '--enable-blink-features=MojoJS',
    '--enable-features=MojoJSTest',
    '--browser-subprocess-path=/tmp/x',
    '--renderer-cmd-prefix=/tmp/x',
    '--gpu-launcher=/tmp/x',
    '--gtk-module=/tmp/x.so',
    '--password-store=basic',
    '--ozone-platform=headless',
    '--force-device-scale-factor=40',
    '--lang=../../x',
    '--constructor',
    '--__proto__=x',
    '--nobody-knows-this',
  ])('%s', (argument) => {
    for (const platform of ['linux', 'win32', 'darwin'] as const) {
      expect(judge([argument], platform).kept).toEqual([]);
      expect(judge([argument], platform).left).toHaveLength(1);
    }
  });

  test.each([
    ['one dash', '-remote-debugging-port=1', 'linux'],
    ['blanks around', ' \t--remote-debugging-port=1\n', 'linux'],
    ['a slash on Windows', '/remote-debugging-port=1', 'win32'],
    ['large letters on Windows', '--Remote-Debugging-PORT=1', 'win32'],
    ['one dash on Windows', '-Remote-debugging-port:=1', 'win32'],
  ] as const)('however it is written: %s', (_how, argument, platform) => {
    expect(judge([argument, '--lang=de'], platform).left).toHaveLength(1);
    expect(judge([argument, '--lang=de'], platform).kept).toEqual([{ name: 'lang', value: 'de' }]);
  });

  test('the last of several counts, so each of them is judged', () => {
    const { kept, left } = judge(['--lang=de', '--lang=../x', '--no-sandbox', '--no-sandbox']);
    expect(kept).toEqual([{ name: 'lang', value: 'de' }]);
    expect(left).toEqual(['lang', 'no-sandbox']);
  });
});

test.each([
  '--provision=/etc/tillside/provision.json',
  '--check-provision',
  '--check-provision=/etc/tillside/provision.json',
  '--export-queue=D:\\queue.json',
  '--import-queue=queue.json',
  '--user-data-dir=/data/收银 1',
  '--updated',
  '--disable-gpu',
  '--force-device-scale-factor=1.25',
  '--force-device-scale-factor=0.75',
  '--high-dpi-support=1',
  '--lang=zh-CN',
  '--lang=zh_Hans_CN',
  '--password-store=gnome-libsecret',
  '--ozone-platform=wayland',
])('what the till, the system or an installer gives passes: %s', (argument) => {
  const { kept, left } = judge([argument]);
  expect(left).toEqual([]);
  expect(kept.map(argumentOf)).toEqual([argument]);
});

test('without its sandbox Chromium runs only where it has none to give', () => {
  expect(judge(['--no-sandbox'], 'linux', true)).toMatchObject({
    kept: [{ name: 'no-sandbox', value: '' }],
    left: [],
  });
  expect(judge(['--no-sandbox', '--single-process'], 'linux', true).left).toEqual([
    'single-process',
  ]);
});

test('nobody is asked about the sandbox where nobody wants to be without it', () => {
  const mayRunUnconfined = () => {
    throw new Error('a second program was started');
  };
  const conditions = { platform: 'linux', mayRunUnconfined } as const;
  expect(judgeSwitches(['--js-flags=x', '--lang=de'], conditions).left).toEqual(['js-flags']);
});

test('what a program before this one has left out is told once, and is no switch of this one', () => {
  const args = ['--lang=de', '--started-without=js-flags,unknown'];
  expect(judge(args)).toEqual({
    kept: [{ name: 'lang', value: 'de' }],
    left: [],
    told: ['js-flags', 'unknown'],
  });
});

test('what is no switch is nothing to the till and keeps it from nothing', () => {
  const args = ['file.txt', 'https://example.com', '-', '', '--', '--no-sandbox', '--lang=de'];
  expect(judge(args)).toEqual({ kept: [], left: [], told: [] });
});

test('whatever is given, what goes on has nothing to leave out any more', () => {
  const part = fc.constantFrom(
    ...['-', '--', '/', '=', ' ', 'lang', 'LANG', 'no-sandbox', 'provision', 'x', ',', '\n', '收'],
  );
  const argument = fc.oneof(
    fc.array(part, { maxLength: 8 }).map((parts) => parts.join('')),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(argument), fc.constantFrom('linux', 'win32'), (args, platform) => {
      const { kept } = judge(args, platform as NodeJS.Platform);
      const again = judge(kept.map(argumentOf), platform as NodeJS.Platform);
      expect(again).toEqual({ kept, left: [], told: [] });
      expect(readSwitches(kept.map(argumentOf), platform as NodeJS.Platform)).toEqual(kept);
    }),
    { numRuns: 2_000 },
  );
});
