import { execFileSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { Vault } from '../vault/vault.ts';
import { answerWitness } from './witnessFolder.ts';
import { MOST_READ, readWitnessText, witnessName, witnessText } from './witnessText.ts';

const vault = new Vault(Buffer.alloc(32, 7));
const other = new Vault(Buffer.alloc(32, 8));
const NAME = witnessName(vault, 'till', '');
const NOT_THERE = { ok: false, code: 'NO_FOLDER' };
const REACHED = { lastNumber: 12, lastSequence: 7 };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillside-witness-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

const read = () => answerWitness({ question: 'witness', call: 'read', folder, name: NAME });
const write = (text: string) =>
  answerWitness({ question: 'witness', call: 'write', folder, name: NAME, text });

test('what is written is read back, and nothing else is left in the folder', async () => {
  expect(await read()).toEqual({ ok: true, text: null });
  for (const text of ['first', 'second'])
    expect(await write(text)).toEqual({ ok: true, text: null });
  expect(await read()).toEqual({ ok: true, text: 'second' });
  expect(readdirSync(folder)).toEqual([NAME]);
});

test('what a process that was killed has left half written goes with the next one', async () => {
  writeFileSync(join(folder, `${NAME}.new`), 'ha');
  expect(await write('whole')).toMatchObject({ ok: true });
  expect(readdirSync(folder)).toEqual([NAME]);
});

test('a folder that is not there is not made: it may be a drive that is away', async () => {
  rmSync(folder, { recursive: true });
  expect(await write('x')).toEqual({ ok: false, code: 'ENOENT' });
  expect(existsSync(folder)).toBe(false);
});

test('however much stands in its place, little is read', async () => {
  writeFileSync(join(folder, NAME), 'x'.repeat(1_000_000));
  const answer = await read();
  expect(answer).toMatchObject({ ok: true, text: 'x'.repeat(MOST_READ) });
});

// Windows under wine makes no links and no pipes.
describe.skipIf(process.platform === 'win32')(
  'whoever else writes to the folder leads nothing astray (not on Windows: no links without a right)',
  () => {
    test.each<[string, (target: string, path: string) => void]>([
      ['a link', (target, path) => symlinkSync(target, path)],
      ['a second name', (target, path) => linkSync(target, path)],
    ])('by %s in its place or beside it: the other file stays as it is', async (_, plant) => {
      const target = join(folder, 'target');
      writeFileSync(target, 'somebody’s');
      plant(target, join(folder, NAME));
      plant(target, join(folder, `${NAME}.new`));
      expect(await write('numbers')).toMatchObject({ ok: true });
      expect(readFileSync(target, 'utf8')).toBe('somebody’s');
      expect(await read()).toMatchObject({ text: 'numbers' });
    });

    test('by a link to a file with numbers: it is not read', async () => {
      writeFileSync(join(folder, 'target'), witnessText(vault, NAME, REACHED));
      symlinkSync(join(folder, 'target'), join(folder, NAME));
      expect(await read()).toMatchObject({ ok: false });
    });

    test('by a pipe, which is not waited for, or a folder', async () => {
      execFileSync('sh', ['-c', 'mkfifo "$0"', join(folder, NAME)]);
      expect(await read()).toEqual({ ok: false, code: 'NO_FILE' });
      rmSync(join(folder, NAME));
      mkdirSync(join(folder, NAME));
      expect(await read()).toMatchObject({ ok: false });
      expect(await write('x')).toMatchObject({ ok: false });
    });

    test('by a link in the place of the folder itself', async () => {
      const elsewhere = `${folder}-elsewhere`;
      mkdirSync(elsewhere);
      onTestFinished(() => rmSync(elsewhere, { recursive: true, force: true }));
      rmSync(folder, { recursive: true });
      symlinkSync(elsewhere, folder);
      expect(await write('x')).toEqual({ ok: false, code: 'NO_FOLDER' });
      expect(readdirSync(elsewhere)).toEqual([]);
    });

    test('by a link before it, into the till’s own files: whoever serves a share leads the way through it', async () => {
      const share = join(folder, 'share', 'shops');
      const named = join(share, 'Tillside');
      const data = join(folder, 'config', 'Tillside');
      for (const made of [named, data]) mkdirSync(made, { recursive: true });
      const asked = { question: 'witness', folder: named, name: NAME } as const;
      expect(await answerWitness({ ...asked, call: 'write', text: 'x' })).toMatchObject({
        ok: true,
      });
      renameSync(share, join(folder, 'share', 'before'));
      symlinkSync(join(folder, 'config'), share);
      writeFileSync(join(data, 'settings.json'), 'the till’s');
      expect(await answerWitness({ ...asked, call: 'write', text: 'y' })).toEqual(NOT_THERE);
      expect(readdirSync(data)).toEqual(['settings.json']);
      writeFileSync(join(data, NAME), 'somebody’s');
      expect(await answerWitness({ ...asked, call: 'read' })).toEqual(NOT_THERE);
    });
  },
);

test('a folder is the one that is named, however its name is written', async () => {
  for (const named of [`${folder}/`, `${folder}/./`, `${folder}/../${basename(folder)}`])
    expect(
      await answerWitness({ question: 'witness', call: 'read', folder: named, name: NAME }),
    ).toEqual({ ok: true, text: null });
});

describe('the numbers of a till', () => {
  test('are read by itself alone, under its own name', () => {
    const text = witnessText(vault, NAME, REACHED);
    expect(readWitnessText(vault, NAME, text)).toEqual(REACHED);
    expect(readWitnessText(other, NAME, text)).toBeNull();
    expect(readWitnessText(vault, witnessName(vault, 'other', ''), text)).toBeNull();
  });

  test.each<[string, (text: string) => string]>([
    ['a higher number', (text) => text.replace('"lastNumber":12', '"lastNumber":13')],
    ['a lower slip', (text) => text.replace('"lastSequence":7', '"lastSequence":6')],
    ['one beyond all tills', (text) => text.replace('12', '9'.repeat(15))],
    ['half of it', (text) => text.slice(0, 40)],
    ['nothing', () => ''],
  ])('are nobody’s once somebody has written %s', (_, edit) => {
    expect(readWitnessText(vault, NAME, edit(witnessText(vault, NAME, REACHED)))).toBeNull();
  });

  test('have a name of their own for each till and each installation, which tells nothing of it', () => {
    const names = [
      NAME,
      witnessName(vault, 'other', ''),
      witnessName(vault, 'till', 'a'),
      witnessName(other, 'till', ''),
    ];
    expect(new Set(names).size).toBe(4);
    for (const name of names) expect(name).toMatch(/^tillside-[0-9a-f]{20}\.mark$/);
  });
});
