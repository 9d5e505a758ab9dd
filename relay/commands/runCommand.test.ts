import { readFileSync } from 'node:fs';
import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseMasterKeys } from '../keys/masterKeys.ts';
import { openSecret } from '../keys/wrappedSecret.ts';
import { commandDesk } from '../testing/commandDesk.ts';
import { keysOf } from '../testing/deskInMemory.ts';
import { problem } from '../tills/problems.ts';
import { COMMANDS, COMMANDS_HELP } from './runCommand.ts';

const NAMES = Object.keys(COMMANDS);
const SET = ['account', 'set', '--app-key', '12345678'];

describe('help', () => {
  test.each(NAMES)('of %s names each of its options, and does nothing', async (name) => {
    const { run } = await commandDesk();
    const { code, out } = await run(...name.split(' '), '--help');
    expect(code).toBe(0);
    expect(out.startsWith(`npm run relay -- ${name}`)).toBe(true);
    const { options = {} } = COMMANDS[name] ?? {};
    for (const option of Object.keys(options)) expect(out).toContain(`--${option}`);
    const said = new Set([...out.matchAll(/ --([a-z-]+)/g)].map(([, option]) => option));
    for (const option of said) expect([...Object.keys(options), 'relay']).toContain(option);
  });

  test('names every command, also of one group alone', async () => {
    const { run } = await commandDesk();
    expect((await run('--help')).out).toBe(COMMANDS_HELP);
    for (const name of NAMES) expect(COMMANDS_HELP).toContain(`\n  ${name} `);
    expect((await run('tills', '--help')).out).toContain('tills revoke KEY');
  });

  test('fits a terminal', () => {
    const texts = [COMMANDS_HELP, ...Object.values(COMMANDS).map(({ help }) => help)];
    for (const line of texts.join('\n').split('\n')) expect(line.length, line).toBeLessThan(121);
  });
});

describe('what is not understood', () => {
  test.each([['hunter2'], ['tills'], ['tills', 'hunter2'], ['constructor', 'name']])(
    'ends with 2 and what there is, and is not repeated (%s %s)',
    async (...args) => {
      const { run } = await commandDesk();
      const { code, errors } = await run(...args);
      expect([code, errors]).toEqual([2, expect.stringContaining('tills revoke')]);
      expect(errors).not.toContain('hunter2');
    },
  );

  test('a secret as an argument is refused with the reason, whatever it is called, and is not repeated', async () => {
    const { run, desk } = await commandDesk();
    for (const name of ['secret', 'app-secret', 'appSecret', 'session', 'password']) {
      for (const given of [[`--${name}=hunter2`], [`--${name}`, 'hunter2']]) {
        const { code, errors } = await run(...SET, ...given);
        expect([code, errors]).toEqual([
          2,
          expect.stringContaining('a secret is never an argument'),
        ]);
        expect(errors).not.toContain('hunter2');
      }
    }
    expect(desk.state.storedAccount).toBeNull();
  });

  test('options without a value, given twice, or with one that they do not take', async () => {
    const { run } = await commandDesk();
    const args = ['--app-key', '--secret-file=', '--drop-former=yes', '--json', '--json'];
    const { code, errors } = await run('account', 'set', ...args, '-phunter2');
    expect([code, errors.split('\n')]).toEqual([
      2,
      [
        '--app-key needs a value',
        '--secret-file needs a value',
        '--drop-former takes no value',
        '--json is given twice',
        'an option begins with two dashes',
      ],
    ]);
  });
});

describe('account set', () => {
  async function secretsOf({ state, keys }: Awaited<ReturnType<typeof commandDesk>>['desk']) {
    const { appKey = '', secrets = [] } = state.storedAccount ?? {};
    const owner = { kind: 'account', appKey } as const;
    const opened = await Promise.all(secrets.map((one) => openSecret(keys, one, owner)));
    return opened.map((one) => (one.ok ? one.value : null));
  }

  test('takes the secret from standard input, without the end of its line', async () => {
    const { run, desk } = await commandDesk();
    const { code, out } = await run(...SET);
    expect([code, out]).toEqual([
      0,
      'The chain is 12345678 to the platform (secrets: 1; session: no).',
    ]);
    expect(await secretsOf(desk)).toEqual(['typed-secret-of-the-chain']);
  });

  test('takes secret and session out of files that nobody else may read', async () => {
    const { run, desk, folder } = await commandDesk();
    await writeFile(join(folder, 'secret'), 'the-secret\n', { mode: 0o600 });
    await writeFile(join(folder, 'session'), 'the-session\n', { mode: 0o600 });
    const files = ['--secret-file', 'secret', '--session-file', 'session'];
    expect(await run(...SET, ...files)).toMatchObject({ code: 0 });
    expect(await secretsOf(desk)).toEqual(['the-secret']);
    expect(desk.state.storedAccount?.session).toBe('the-session');
    expect((await run(...SET)).out).toContain('session: yes');
    expect((await run(...SET, ...files, '--drop-session')).code).toBe(2);
    expect((await run(...SET, '--drop-session')).out).toContain('session: no');
    if (process.platform === 'win32') return;
    await chmod(join(folder, 'secret'), 0o644);
    const { code, errors } = await run(...SET, ...files);
    expect([code, errors]).toEqual([2, expect.stringContaining('--secret-file is open to others')]);
  });

  test('tells of all that is wrong with its files at once, without a word of them', async () => {
    const { run, folder } = await commandDesk();
    await writeFile(join(folder, 'secret'), 'hunter2\nhunter3\n', { mode: 0o600 });
    const { code, errors } = await run(...SET, '--secret-file', 'secret', '--session-file', 'gone');
    expect([code, errors]).toEqual([
      2,
      '--session-file cannot be read: ENOENT\n--secret-file has more than a line',
    ]);
  });

  test('keeps the secret of before behind the new one, unless it is given up', async () => {
    const words = ['one', 'two', 'three'];
    const { run, desk } = await commandDesk({ askSecret: async () => words.shift() ?? '' });
    await run(...SET);
    expect((await run(...SET)).out).toContain('secrets: 2');
    await run(...SET, '--drop-former');
    expect(await secretsOf(desk)).toEqual(['three']);
    expect((await run(...SET)).errors).toBe('standard input is empty');
  });
});

describe('keys', () => {
  test('make: a file for its owner alone, which a relay reads, and no word of the key', async () => {
    const { run, folder } = await commandDesk();
    const { code, out } = await run('keys', 'make', '--out', 'master.key');
    expect([code, out]).toEqual([0, `Made a master key: ${join(folder, 'master.key')}`]);
    expect(parseMasterKeys(readFileSync(join(folder, 'master.key'), 'utf8'), '')).toMatchObject({
      ok: true,
    });
    if (process.platform !== 'win32')
      expect((await stat(join(folder, 'master.key'))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['master.key', 'template.json']);
    expect(await run('keys', 'make', '--out', 'master.key')).toMatchObject({ code: 1 });
  });

  test('rewrap: says how many secrets were moved', async () => {
    const { run, json, desk, folder } = await commandDesk();
    await run(...SET);
    await run('keys', 'make', '--out', 'next.key');
    const next = await readFile(join(folder, 'next.key'), 'utf8');
    const both = parseMasterKeys(next, '');
    if (!both.ok) throw new Error(both.says);
    const { wrap, wrappingKeyId } = both.value;
    desk.keys = { ...desk.keys, wrap, wrappingKeyId };
    const again = await commandDesk({
      openDesk: async () => ({ ok: true, value: { ...desk, close: async () => undefined } }),
    });
    expect((await again.json('keys', 'rewrap')).value).toMatchObject({ moved: 1, already: 0 });
    expect((await again.run('keys', 'rewrap')).out).toContain('0 moved, 1 already there');
    expect((await json('tills', 'list')).value).toEqual({ tills: [] });
  });
});

describe('admin', () => {
  test('add, list and revoke: each has a key of a kind of its own, in a file for its owner alone', async () => {
    const { run, json, folder, desk } = await commandDesk();
    const { value } = await json('admin', 'add', '--name', 'Lin 林', '--out', 'lin.json');
    const key = value.administrator.appKey;
    const file = JSON.parse(await readFile(join(folder, 'lin.json'), 'utf8'));
    expect(file).toEqual({ appKey: key, appSecret: expect.any(String) });
    expect(JSON.stringify([...desk.state.storedAdministrators.values(), value])).not.toContain(
      file.appSecret,
    );
    expect(await run('admin', 'revoke', key)).toMatchObject({
      code: 1,
      errors: expect.stringContaining('administrator.last'),
    });
    await run('admin', 'add', '--name', 'Wang');
    expect(await run('admin', 'revoke', key)).toMatchObject({ code: 0 });
    const { out } = await run('admin', 'list');
    expect(out).toMatch(new RegExp(`${key} +Lin 林 +revoked 2026-11-28 04:00 UTC`));
    expect(out).not.toContain(file.appSecret);
    const wrong = await run('admin', 'revoke', `till-${'a'.repeat(20)}`);
    expect(wrong.errors).toBe("KEY is no administrator's key: admin list shows them");
  });
});

describe('where the state', () => {
  test('cannot be asked, each command ends with 3 and says so, for people and for programs', async () => {
    const { desk, run } = await commandDesk();
    desk.state.isAway = true;
    const { code, out, errors } = await run('tills', 'list', '--json');
    expect(code).toBe(3);
    expect(JSON.parse(out)).toEqual({ problem: { code: 'state.away', says: expect.any(String) } });
    expect(errors).toContain('state.away: ');
  });

  test('cannot be opened, that is told', async () => {
    const { run } = await commandDesk({
      openDesk: async () => problem('keys.failed', 'master-key.none: There is no master key.'),
    });
    expect(await run('tills', 'list')).toMatchObject({
      code: 1,
      errors: 'keys.failed: master-key.none: There is no master key.',
    });
  });

  test('has keys that wrap under another master key, nothing of it is changed', async () => {
    const { run, desk } = await commandDesk();
    await run(...SET);
    const before = desk.state.storedAccount;
    const keys = keysOf(Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64'));
    const other = await commandDesk({
      openDesk: async () => ({ ok: true, value: { ...desk, keys, close: async () => undefined } }),
    });
    const { code, errors } = await other.run(...SET);
    expect([code, errors]).toEqual([1, expect.stringContaining('master-key.unknown')]);
    expect(desk.state.storedAccount).toBe(before);
  });
});

describe('a relay that is asked', () => {
  test('needs the key of an administrator, out of a file that nobody else may read', async () => {
    const { run, folder } = await commandDesk();
    const url = 'https://relay.example.com/router/rest';
    const list = (...more: string[]) => run('tills', 'list', '--relay', url, ...more);
    expect(await list()).toMatchObject({ code: 2, errors: expect.stringContaining('--key') });
    expect(await run('tills', 'list', '--key', 'k')).toMatchObject({ code: 2 });
    await writeFile(join(folder, 'k.json'), '{"appSecret":"hunter2"}', { mode: 0o600 });
    const { code, errors } = await list('--key', 'k.json');
    expect([code, errors]).toEqual([1, expect.stringContaining('is no key of an administrator')]);
    expect(errors).not.toContain('hunter2');
    if (process.platform === 'win32') return;
    await chmod(join(folder, 'k.json'), 0o640 | 0o004);
    expect((await list('--key', 'k.json')).errors).toContain('is open to others');
  });

  test.each([
    'http://relay.example.com/router/rest',
    'http://127.0.0.1.example.com/',
    'ftp://x/',
    'x',
  ])('has to be asked over TLS, or on this machine: %s gets no secret', async (url) => {
    const called: unknown[] = [];
    const { run } = await commandDesk({
      fetch: async (...args) => {
        called.push(args);
        throw new Error('nobody should be called');
      },
    });
    await run('admin', 'add', '--name', 'A', '--out', 'a.json');
    const { code, errors } = await run('tills', 'list', '--relay', url, '--key', 'a.json');
    expect([code, errors]).toEqual([1, expect.stringContaining('access.refused')]);
    expect(called).toEqual([]);
  });
});
