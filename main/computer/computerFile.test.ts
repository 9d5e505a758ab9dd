import { mkdirSync, symlinkSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { Vault } from '../vault/vault.ts';
import { COMPUTER_FILE, ComputerFile, type ComputerRecord } from './computerFile.ts';

const vault = new Vault(Buffer.alloc(32, 7));
const TRAITS = {
  board: ['4c4c4544-0035'],
  disk: ['s3z9nb0k123456'],
  network: ['3c:7c:3f:12:34:56'],
};

async function kept() {
  const folder = await freshFolder();
  const file = new ComputerFile(folder, vault);
  const record: ComputerRecord = {
    known: file.hashed(TRAITS),
    since: { sequence: 7, changedAt: 1_000 },
    asked: file.hashed({ ...TRAITS, disk: ['s4'] }),
    earlier: [{ sequence: 3, changedAt: 500 }],
    installation: '0a'.repeat(16),
  };
  await file.write(record);
  return { folder, path: join(folder, COMPUTER_FILE), file, record };
}

test('what is kept of a computer comes back, also once the data key was replaced', async () => {
  const { folder, file, record } = await kept();
  expect(await file.read()).toEqual(record);
  const later = new Vault(Buffer.alloc(32, 7));
  later.renew(Buffer.alloc(32, 8));
  expect(await new ComputerFile(folder, later).read()).toEqual(record);
});

test('no number of the computer stands in the file, nor anything that another till makes of it', async () => {
  const { path, file } = await kept();
  const text = await readFile(path, 'utf8');
  for (const [number = ''] of Object.values(TRAITS)) expect(text).not.toContain(number);
  const other = new ComputerFile('', new Vault(Buffer.alloc(32, 8)));
  expect(other.hashed(TRAITS).disk).not.toEqual(file.hashed(TRAITS).disk);
  expect(file.hashed({ ...TRAITS, board: TRAITS.disk }).board).not.toEqual(
    file.hashed(TRAITS).disk,
  );
});

test('a folder without one says so', async () => {
  expect(await new ComputerFile(await freshFolder(), vault).read()).toBe('missing');
});

test.each([
  ...['EBUSY', 'EPERM', 'EACCES', 'EIO', 'EMFILE'],
  // Of a share that is away, what Windows says and Node has no name for, and what nobody has thought of.
  ...['ESTALE', 'ENODEV', 'ENXIO', 'UNKNOWN', 'Unknown system error -117'],
])(
  'a file that the disk does not give now says so, and not that it is somebody else’s (%s)',
  async (code) => {
    const { folder } = await kept();
    const refused = async () => {
      throw Object.assign(new Error(code), { code });
    };
    expect(await new ComputerFile(folder, vault, refused).read()).toBe('held');
  },
);

describe('what somebody else has written is nobody’s computer', () => {
  test.each<[string, (text: string) => string]>([
    ['a boundary that was moved', (text) => text.replace('"sequence":7', '"sequence":0')],
    ['a boundary that was taken out', (text) => text.replace(/"since":\{.*?\}/, '"since":null')],
    ['another name', (text) => text.replace('0a0a', '0b0a')],
    ['traits that were taken out', (text) => text.replace(/"board":\[.*?\]/, '"board":[]')],
    ['half of it', (text) => text.slice(0, 99)],
    ['nothing', () => ''],
    ['something else', () => '{"format":2}'],
    ['blanks behind it that no start has the memory for', (text) => text.padEnd(2 ** 22)],
  ])('%s', async (_, edit) => {
    const { path, file } = await kept();
    const text = await readFile(path, 'utf8');
    expect(edit(text)).not.toBe(text);
    await writeFile(path, edit(text));
    expect(await file.read()).toBe('unreadable');
  });

  test('the file of another till', async () => {
    const { folder } = await kept();
    expect(await new ComputerFile(folder, new Vault(Buffer.alloc(32, 8))).read()).toBe(
      'unreadable',
    );
  });

  test('a folder in its place', async () => {
    const { path, file } = await kept();
    await rm(path);
    mkdirSync(path);
    expect(await file.read()).toBe('unreadable');
  });

  // Windows under wine makes no links.
  test.skipIf(process.platform === 'win32')(
    'a link, which is not followed (not on Windows: no link without a right)',
    async () => {
      const { folder, path, file } = await kept();
      const elsewhere = join(folder, 'elsewhere.json');
      await writeFile(elsewhere, await readFile(path));
      await rm(path);
      symlinkSync(elsewhere, path);
      expect(await file.read()).toBe('unreadable');
    },
  );
});
