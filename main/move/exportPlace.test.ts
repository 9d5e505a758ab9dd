import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exportPlace } from './exportPlace.ts';

let outside: string;
let data: string;
beforeEach(async () => {
  outside = await mkdtemp(join(tmpdir(), 'tillside-place-'));
  data = join(outside, 'data');
  await mkdir(join(data, 'logs'), { recursive: true });
  await mkdir(join(outside, 'stick'));
  await writeFile(join(data, 'key.json'), '{}');
});
afterEach(() => rm(outside, { recursive: true }));

const codeOf = async (file: string) => {
  const place = await exportPlace(file, data);
  return place.ok ? 'ok' : place.code;
};

test('a new file outside the data folder may be made', async () => {
  expect(await exportPlace(join(outside, 'stick', 'queue'), data)).toMatchObject({ ok: true });
  expect(await codeOf(join(outside, 'data2'))).toBe('ok');
});

const onStick = (name: string) => join(outside, 'stick', name);

test('nothing that exists is replaced: a file, a folder', async () => {
  await writeFile(onStick('file'), '');
  await mkdir(onStick('folder'));
  for (const name of ['file', 'folder'])
    expect(await codeOf(onStick(name)), name).toBe('move.exists');
});

test('nothing is put into the data folder, however its path is written', async () => {
  for (const file of [
    join(data, 'key.json'),
    join(data, 'new'),
    join(data, 'logs', 'new'),
    `${outside}/stick/../data/new`,
  ])
    expect(await codeOf(file), file).toBe('move.inside');
});

describe.skipIf(process.platform === 'win32')(
  'a link (not on Windows: only administrators make links)',
  () => {
    test('is not replaced, nor is one that leads nowhere', async () => {
      await writeFile(onStick('file'), '');
      await symlink(onStick('file'), onStick('link'));
      await symlink(onStick('nothing'), onStick('nowhere'));
      for (const name of ['link', 'nowhere'])
        expect(await codeOf(onStick(name)), name).toBe('move.exists');
    });

    test('leads nothing into the data folder', async () => {
      await symlink(data, join(outside, 'link'));
      await symlink(join(outside, 'link'), onStick('further'));
      for (const file of [
        join(outside, 'link', 'new'),
        join(outside, 'stick', 'further', 'logs', 'new'),
      ])
        expect(await codeOf(file), file).toBe('move.inside');
      // Also where the till itself was started by such a way.
      expect(await exportPlace(join(data, 'new'), join(outside, 'link'))).toMatchObject({
        code: 'move.inside',
      });
    });
  },
);

test('nor beside it under a name that the till writes itself', async () => {
  for (const name of [
    'data.mark',
    'DATA.MARK',
    'data.mark.01234567.new',
    'data.audit',
    'Data.Audit',
  ])
    expect(await codeOf(join(outside, name)), name).toBe('move.inside');
  expect(await codeOf(join(outside, 'stick', 'data.mark'))).toBe('ok');
});

test('a folder that is not there is no place', async () => {
  expect(await codeOf(join(outside, 'none', 'queue'))).toBe('move.not-written');
});

test('where the disk does not say which folder is the till’s own, every place counts as in it', async () => {
  const place = await exportPlace(join(outside, 'stick', 'queue'), join(outside, 'gone'));
  expect(place).toEqual({ ok: false, code: 'move.inside' });
});
