import { describe, expect, test } from 'vitest';
import { startClean, type World } from './startClean.ts';

type Started = { args: readonly string[]; env?: NodeJS.ProcessEnv };

/** A program with these arguments; `ends`: how the programs end that it starts. */
function setUp(
  args: string[],
  more: Partial<World['process']> & { isPackaged?: boolean; isInArchive?: boolean } = {},
  ends: (started: Started) => { status: number | null; error?: Error } = () => ({ status: 0 }),
) {
  const { isPackaged = true, isInArchive = false, ...process } = more;
  const exits: (number | undefined)[] = [];
  const removed: string[] = [];
  const started: Started[] = [];
  const app = {
    isPackaged,
    exit: (code?: number) => void exits.push(code),
    getPath: () => '/usual/data',
    commandLine: { removeSwitch: (name: string) => void removed.push(name) },
  } as unknown as Parameters<typeof startClean>[0];
  const world: World = {
    process: {
      argv: ['tillside', ...args],
      env: {},
      execPath: '/opt/tillside',
      pid: 71,
      ppid: 70,
      platform: 'linux',
      getuid: () => 1_000,
      ...process,
    },
    spawnSync: (_command, given, { env }) => {
      const one = { args: given, ...(env && { env }) };
      started.push(one);
      return ends(one) as ReturnType<World['spawnSync']>;
    },
    isInArchive,
    account: () => ({ home: '/home', environmentOfAll: '' }),
  };
  return { result: startClean(app, world), exits, removed, started, env: world.process.env };
}

test('a packed app that was given nothing dangerous goes on by itself', () => {
  const { result, started } = setUp(['--lang=de', '--provision=p.json', 'file']);
  expect(result).toEqual({
    args: ['--lang=de', '--provision=p.json'],
    without: { dangerous: [], unknown: 0 },
  });
  expect(started).toEqual([]);
});

test('of a link only that it asks for the form is left, whatever somebody has put into it', () => {
  const evil = ['tillside://register?x', '--user-data-dir=/evil'];
  expect(setUp(['--', ...evil]).result?.args).toEqual(['--register']);
  expect(setUp(['--', 'tillside://settings', '--quit']).result?.args).toEqual([]);
  // A program that runs once more as well.
  const { started } = setUp(['--js-flags=x', '--', ...evil]);
  expect(started[0]?.args).toEqual(['--register', '--started-without=js-flags']);
});

test('a packed app runs once more without what may not pass, and ends as that one ends', () => {
  const args = ['--js-flags=x', '--lang=de', '--whatever=y,z'];
  const { result, started, exits } = setUp(args, {}, () => ({ status: 7 }));
  expect(result).toBeNull();
  expect(started).toEqual([{ args: ['--lang=de', '--started-without=js-flags,unknown'] }]);
  expect(exits).toEqual([7]);
});

test('the one that runs once more tells what was left out, and starts no third one', () => {
  const { result, started } = setUp(['--started-without=js-flags,no-sandbox,unknown']);
  expect(result).toEqual({
    args: [],
    without: { dangerous: ['js-flags', 'no-sandbox'], unknown: 1 },
  });
  expect(started).toEqual([]);
});

test('where no second process can be had the till starts all the same, without what can be undone', () => {
  const error = new Error('EAGAIN');
  const args = ['--remote-debugging-port=1', '--lang=de', '--x'];
  const { result, removed, exits } = setUp(args, {}, () => ({ status: null, error }));
  expect(result).toEqual({
    args: ['--lang=de'],
    without: { dangerous: ['remote-debugging-port'], unknown: 1 },
  });
  expect(removed).toEqual(['remote-debugging-port', 'x']);
  expect(exits).toEqual([]);
});

describe('to be without a sandbox', () => {
  const isTrial = ({ env }: Started) => env?.TILLSIDE_TRIAL !== undefined;

  test('is given up where there is one: the trial comes to its first line', () => {
    const { result, started } = setUp(['--no-sandbox']);
    expect(result).toBeNull();
    expect(started.map(isTrial)).toEqual([true, false]);
    expect(started.at(-1)?.args).toEqual(['--started-without=no-sandbox']);
  });

  test('is kept where the system has none: the till starts', () => {
    const { result, started } = setUp(['--no-sandbox'], {}, () => ({ status: null }));
    expect(result?.args).toEqual(['--no-sandbox']);
    expect(started.map(isTrial)).toEqual([true]);
  });

  test('is kept for root, whom nobody asks', () => {
    const { result, started } = setUp(['--no-sandbox'], { getuid: () => 0 });
    expect(result?.args).toEqual(['--no-sandbox']);
    expect(started).toEqual([]);
  });

  test('is never needed elsewhere than on Linux', () => {
    const { result, started } = setUp(['--No-Sandbox'], { platform: 'win32' });
    expect(result).toBeNull();
    expect(started).toEqual([{ args: ['--started-without=no-sandbox'] }]);
  });

  test('by a variable is given up where there is one, and no trial is given it', () => {
    const { result, started, env } = setUp([], { env: { ELECTRON_DISABLE_SANDBOX: '1' } });
    expect([result, env]).toEqual([null, {}]);
    expect(started.map(isTrial)).toEqual([true, false]);
    expect(started[0]?.env).not.toHaveProperty('ELECTRON_DISABLE_SANDBOX');
    expect(started.at(-1)?.args).toEqual(['--started-without=ELECTRON_DISABLE_SANDBOX']);
  });

  test('by a variable is kept for root, and where the system has none', () => {
    const env = { ELECTRON_DISABLE_SANDBOX: '1' };
    for (const more of [{ getuid: () => 0 }, {}]) {
      const { result, env: after } = setUp([], { env: { ...env }, ...more }, () => ({
        status: null,
      }));
      expect(result).toEqual({ args: [], without: { dangerous: [], unknown: 0 } });
      expect(after).toEqual(env);
    }
  });

  test('by a variable is undone as far as can be where no second process can be had', () => {
    const error = new Error('EAGAIN');
    const { result, removed } = setUp([], { env: { ELECTRON_DISABLE_SANDBOX: '1' } }, (one) =>
      isTrial(one) ? { status: 0 } : { status: null, error },
    );
    expect(result?.without.dangerous).toEqual(['ELECTRON_DISABLE_SANDBOX']);
    expect(removed).toEqual(['no-sandbox']);
  });

  test('a trial ends in its first line', () => {
    const { result, exits } = setUp([], { env: { TILLSIDE_TRIAL: '70' } });
    expect([result, exits]).toEqual([null, [0]]);
    const { started } = setUp(['--no-sandbox']);
    expect(started[0]?.env?.TILLSIDE_TRIAL, 'it names the one that asks').toBe('71');
  });

  test('a variable that somebody has left is no trial: the till starts', () => {
    const { result, exits } = setUp([], { env: { TILLSIDE_TRIAL: '1' } });
    expect(result).not.toBeNull();
    expect(exits).toEqual([]);
  });
});

test('variables that make Chromium write down its keys are gone before it reads them', () => {
  const variables = { SSLKEYLOGFILE: '/x', HOME: '/home' };
  const { result, env } = setUp([], { env: variables });
  expect(env).toEqual({ HOME: '/home' });
  expect(result?.without.dangerous).toEqual(['SSLKEYLOGFILE']);
});

test('variables that were obeyed before the first line are left out like switches', () => {
  const variables = { ELECTRON_LOG_FILE: '/y', ELECTRON_ENABLE_LOGGING: '1', HOME: '/home' };
  const { result, env, started } = setUp([], { env: variables });
  expect(result).toBeNull();
  expect(env).toEqual({ HOME: '/home' });
  expect(started).toEqual([
    { args: ['--started-without=ELECTRON_ENABLE_LOGGING,ELECTRON_LOG_FILE'] },
  ]);
});

test('a home folder that is not the account’s is left out, and the data stay where they were looked for', () => {
  const variables = { HOME: '/evil', https_proxy: 'http://127.0.0.1:9', LANG: 'C' };
  const { result, env, started } = setUp(['--lang=de'], { env: variables });
  expect(result).toBeNull();
  expect(env).toEqual({ HOME: '/home', LANG: 'C' });
  const told = '--started-without=HOME,https_proxy';
  expect(started).toEqual([{ args: ['--lang=de', '--user-data-dir=/usual/data', told] }]);
  const own = setUp(['--user-data-dir=/own'], { env: { HOME: '/evil' } });
  expect(own.started[0]?.args).toEqual(['--user-data-dir=/own', '--started-without=HOME']);
});

test('where no second process can be had the environment is freed all the same', () => {
  const error = new Error('EAGAIN');
  const given = { env: { HOME: '/evil' } };
  const { result, env } = setUp([], given, () => ({ status: null, error }));
  expect(env).toEqual({ HOME: '/home' });
  expect(result?.args).toEqual(['--user-data-dir=/usual/data']);
  expect(result?.without.dangerous).toEqual(['HOME']);
});

test('no trial is given what was left out', () => {
  const { started } = setUp(['--no-sandbox'], { env: { LD_PRELOAD: '/evil.so' } });
  expect(started[0]?.env).toEqual({ TILLSIDE_TRIAL: '71' });
});

test('an app that is not packed obeys everything; one whose code lies in an archive is packed', () => {
  const args = ['--remote-debugging-port=1', '--js-flags=x', '.'];
  expect(setUp(args, { isPackaged: false })).toMatchObject({
    result: { args, without: { dangerous: [], unknown: 0 } },
    started: [],
  });
  expect(setUp(args, { isPackaged: false, isInArchive: true }).result).toBeNull();
});
