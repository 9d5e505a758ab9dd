import { execFileSync } from 'node:child_process';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { prepareFolder } from './prepareFolder.ts';

let outside: string;
let folder: string;
let logFile: string;
beforeEach(async () => {
  outside = await mkdtemp(join(tmpdir(), 'tillside-folder-'));
  folder = join(outside, 'given', 'data');
  logFile = join(folder, 'logs', 'tillside.log');
});
afterEach(() => rm(outside, { recursive: true, force: true }));

const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
const modes = () => Promise.all([folder, join(folder, 'logs'), logFile].map(modeOf));

describe.skipIf(process.platform === 'win32')(
  'the data folder, its log and the folder of that (not on Windows: it has no file modes)',
  () => {
    test('are for this user alone, also where a switch gave the folder', async () => {
      expect(prepareFolder(folder, logFile, 7)).toEqual([]);
      expect(await modes()).toEqual(['700', '700', '600']);
    });

    test('are made so where they were there for everybody, and the log goes on', async () => {
      await mkdir(join(folder, 'logs'), { recursive: true });
      await writeFile(logFile, 'before\n', { mode: 0o644 });
      for (const path of [folder, join(folder, 'logs')]) await chmod(path, 0o755);
      expect(prepareFolder(folder, logFile, 7)).toEqual([]);
      expect(await modes()).toEqual(['700', '700', '600']);
      expect(await readFile(logFile, 'utf8')).toBe('before\n');
    });

    test('are led nowhere by a link: it is put aside and told', async () => {
      const elsewhere = join(outside, 'elsewhere');
      await mkdir(elsewhere);
      await writeFile(join(elsewhere, 'secret'), '');
      await mkdir(folder, { recursive: true });
      await symlink(elsewhere, join(folder, 'logs'));
      expect(prepareFolder(folder, logFile, 7)).toEqual([join(folder, 'logs.link-7')]);
      await rm(logFile);
      await symlink(join(elsewhere, 'secret'), logFile);
      expect(prepareFolder(folder, logFile, 8)).toEqual([`${logFile}.link-8`]);
      expect(await readdir(elsewhere)).toEqual(['secret']);
      expect(await modes()).toEqual(['700', '700', '600']);
    });

    test('are held up by no pipe: it is put aside and told', async () => {
      await mkdir(join(folder, 'logs'), { recursive: true });
      execFileSync('sh', ['-c', 'mkfifo "$0"', logFile]);
      expect(prepareFolder(folder, logFile, 7)).toEqual([`${logFile}.link-7`]);
      expect((await stat(logFile)).isFile()).toBe(true);
    });

    test('are missed where they cannot be made, with the place and the reason', async () => {
      await writeFile(join(outside, 'given'), '');
      expect(() => prepareFolder(folder, logFile, 7)).toThrow(`${folder} ENOTDIR`);
    });

    test('hinder no start where they cannot be mended', async () => {
      await mkdir(logFile, { recursive: true });
      expect(prepareFolder(folder, logFile, 7)).toEqual([`${logFile} EISDIR`]);
    });
  },
);
