import { generateKeyPairSync } from 'node:crypto';
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodeHeader, FORMAT } from '../../main/journal/header.ts';
import { encodeLine } from '../../main/journal/journalLine.ts';
import { makeRecoveryPair, readPrivateRecoveryKey } from '../../main/vault/recoveryKey.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { makeKey } from './makeKey.ts';
import { readCommand } from './options.ts';
import { readPassphrase } from './readSecrets.ts';
import {
  PAIR,
  PASSPHRASE,
  runTool,
  save,
  startRecoverable,
  workFolder,
} from './testing/deadTill.ts';

const OTHER = makeRecoveryPair();

/** The folder of a till that has ended, with one save in it. */
async function left(recoveryKey: string | null = PAIR.publicKey): Promise<string> {
  const folder = await freshFolder();
  const { till, stop } = await startRecoverable(folder, {}, recoveryKey);
  await save(till, 1);
  await stop();
  return folder;
}

/** `key.json` of a folder, changed. */
async function change(folder: string, by: (file: { keys: never[] }) => unknown) {
  const path = join(folder, 'key.json');
  const file = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify(by(file) ?? file));
}

const withWrap = (text: (wrapped: string) => string) => (file: unknown) => {
  const { recovery } = (file as { keys: { recovery: { wrapped: string }[] }[] }).keys[0] ?? {};
  for (const wrap of recovery ?? []) wrap.wrapped = text(wrap.wrapped);
};

/** As if another key had been wrapped than the one that was written. */
const OTHER_CHECK = Buffer.alloc(16, 1).toString('base64');
const withCheck = (check: string) => (file: unknown) => {
  for (const entry of (file as { keys: { check: string }[] }).keys) entry.check = check;
};

/** One bit of what is sealed in it is another. */
function flipped(wrapped: string): string {
  const bytes = Buffer.from(wrapped, 'base64');
  bytes[60] = (bytes[60] ?? 0) ^ 1;
  return bytes.toString('base64');
}

describe('each failure has a code, writes nothing, and leaves no record', () => {
  test.each<[string, (folder: string) => Promise<unknown> | unknown, object, RegExp]>([
    ['other-recovery-key', () => undefined, { key: OTHER.privateKey }, new RegExp(PAIR.id)],
    ['wrap-damaged', (folder) => change(folder, withWrap(flipped)), {}, /damaged/],
    [
      'wrap-damaged',
      (folder) =>
        change(
          folder,
          withWrap(() => 'AAAA'),
        ),
      {},
      /damaged/,
    ],
    ['wrap-damaged', (folder) => change(folder, withCheck(OTHER_CHECK)), {}, /damaged/],
    [
      'key-file-damaged',
      (folder) => change(folder, () => ({ format: 2, keys: [] })),
      {},
      /key\.json/,
    ],
    ['newer-format', (folder) => change(folder, () => ({ format: 3, keys: [] })), {}, /newer/],
    [
      'newer-format',
      (folder) => {
        const newer = encodeHeader('journal', 9, 0, 0).replace(`${FORMAT}`, `${FORMAT + 1}`);
        return writeFile(join(folder, 'outbox-000009.journal'), encodeLine(newer));
      },
      {},
      /newer/,
    ],
    ['private-key-none', () => undefined, { key: 'no key' }, /X25519/],
    [
      'private-key-none',
      () => undefined,
      {
        key: generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }),
      },
      /X25519/,
    ],
    ['private-key-unreadable', () => undefined, { privateKey: '/nowhere' }, /ENOENT/],
    ['passphrase-short', () => undefined, { passphrase: 'short' }, /8/],
    ['passphrase-weak', () => undefined, { passphrase: 'aaaaaaaaaa' }, /different/],
    ['passphrase-missing', () => undefined, { passphrase: 'two lines\nof words' }, /line/],
    ['passphrase-missing', () => undefined, { passphrase: null }, /terminal/],
  ])('%s', async (code, act, options, says) => {
    const folder = await left();
    await act(folder);
    const { result, out } = await runTool(folder, options);
    expect(result).toMatchObject({ ok: false, code, says: expect.stringMatching(says) });
    expect(result).not.toMatchObject({ says: expect.stringMatching('\n') });
    expect(await readdir(folder)).not.toContain('recovered.json');
    await expect(stat(out)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('no-recovery-wrap', async () => {
    const { result } = await runTool(await left(null));
    expect(result).toMatchObject({ ok: false, code: 'no-recovery-wrap' });
  });

  test('not-a-data-folder', async () => {
    for (const folder of [await freshFolder(), join(await freshFolder(), 'gone')])
      expect((await runTool(folder)).result).toMatchObject({
        ok: false,
        code: 'not-a-data-folder',
      });
  });

  test('out-exists: what is there is not replaced', async () => {
    const out = join(await workFolder(), 'queue');
    await writeFile(out, 'mine');
    expect((await runTool(await left(), { out })).result).toMatchObject({ code: 'out-exists' });
    expect(await readFile(out, 'utf8')).toBe('mine');
  });

  test('out-inside: nothing is put among the till’s own files, whatever was named', async () => {
    const folder = await left();
    await mkdir(join(folder, 'deep'));
    for (const out of [join(folder, 'x'), join(folder, 'deep', 'x'), `${folder}.mark`])
      expect((await runTool(folder, { out })).result).toMatchObject({ code: 'out-inside' });
  });

  test('out-not-written: there is no such folder', async () => {
    const out = join(await workFolder(), 'gone', 'queue');
    expect((await runTool(await left(), { out })).result).toMatchObject({
      code: 'out-not-written',
    });
  });

  test.skipIf(process.platform === 'win32')('in-use: a till of this PC has it open', async () => {
    const folder = await left();
    await symlink(`${hostname()}-${process.pid}`, join(folder, 'SingletonLock'));
    expect((await runTool(folder)).result).toMatchObject({ ok: false, code: 'in-use' });
    expect(await readdir(folder)).not.toContain('recovered.json');
  });

  test.skipIf(process.platform === 'win32')(
    'in-use: a till that was started while the passphrase was typed stops the export, and leaves nothing of it',
    async () => {
      const folder = await left();
      let asked = 0;
      const ask = async () => {
        asked += 1;
        if (asked === 1)
          await symlink(`${hostname()}-${process.pid}`, join(folder, 'SingletonLock'));
        return PASSPHRASE;
      };
      const { result, out } = await runTool(folder, { passphrase: null, world: { ask } });
      expect(result).toMatchObject({ ok: false, code: 'in-use' });
      expect(await readdir(folder)).not.toContain('recovered.json');
      const beside = await readdir(dirname(out));
      expect(beside.filter((name) => name.startsWith(basename(out)))).toEqual([]);
    },
  );

  test.skipIf(process.platform === 'win32')(
    'a lock that another machine or an ended program has left hinders nobody',
    async () => {
      const folder = await left();
      await symlink('another-machine-1', join(folder, 'SingletonLock'));
      expect((await runTool(folder)).result).toMatchObject({ ok: true, saves: 1 });
    },
  );
});

describe('the passphrase', () => {
  const typing = (...words: string[]) => {
    const left = [...words];
    return async () => left.shift() ?? '';
  };

  test('is asked twice, and has to be the same', async () => {
    expect(await readPassphrase(null, typing(PASSPHRASE, ` ${PASSPHRASE}`))).toMatchObject({
      ok: true,
    });
    expect(await readPassphrase(null, typing(PASSPHRASE, 'another'))).toMatchObject({
      code: 'passphrase-differs',
    });
    expect(await readPassphrase(null, typing('short'))).toMatchObject({ code: 'passphrase-short' });
  });
});

describe('the command line', () => {
  test('takes no secret, and repeats none that was typed there', () => {
    const read = readCommand(['--data=x', '--private-key=y', '--passphrase=hunter2']);
    expect(read).toMatchObject({ ok: false, code: 'not-understood' });
    expect(JSON.stringify(read)).not.toContain('hunter2');
    expect(JSON.stringify(readCommand(['hunter2']))).not.toContain('hunter2');
  });

  test.each([[[]], [['--data=x']], [['--private-key=x']], [['--make-key', '--data=x']]])(
    'needs what it needs: %j',
    (args) => {
      expect(readCommand(args)).toMatchObject({ ok: false, code: 'not-understood' });
    },
  );
});

describe('a new recovery key', () => {
  test('has its private half in a file for this user alone, and says the public one and where both belong', async () => {
    const folder = await workFolder();
    const made = await makeKey(folder, PAIR);
    const file = join(folder, `tillside-recovery-${PAIR.id}.private.pem`);
    const text = made.ok ? made.says.join('\n') : '';
    for (const told of [PAIR.id, PAIR.publicKey, file, 'recoveryKey']) expect(text).toContain(told);
    const [, secret = ''] = PAIR.privateKey.split('\n');
    expect(text).not.toContain(secret);
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(readPrivateRecoveryKey(await readFile(file, 'utf8'))).not.toBeNull();
  });

  test('replaces none that is there', async () => {
    const folder = await workFolder();
    await makeKey(folder, PAIR);
    expect(await makeKey(folder, { ...OTHER, id: PAIR.id })).toMatchObject({
      ok: false,
      code: 'not-made',
    });
    const file = join(folder, `tillside-recovery-${PAIR.id}.private.pem`);
    expect(await readFile(file, 'utf8')).toBe(PAIR.privateKey);
  });

  test('opens what a till with its public half has left', async () => {
    const folder = await workFolder();
    await makeKey(folder, PAIR);
    const privateKey = join(folder, `tillside-recovery-${PAIR.id}.private.pem`);
    expect((await runTool(await left(), { privateKey })).result).toMatchObject({ ok: true });
  });
});
