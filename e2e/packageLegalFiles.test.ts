import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { outFolder } from '../dev/projectPaths.ts';
import { BILL_FILE, LEGAL_FOLDER, LICENCES_FILE } from '../dev/shipped/legalFiles.ts';
import { freshFolder } from './driver/runFolder.ts';
import { checkLegalFiles } from './packageLegalFiles.ts';

/** What lies beside the program in a package. */
let packed: string;
beforeEach(() => {
  packed = freshFolder('packed');
  cpSync(join(outFolder, LEGAL_FOLDER), packed, { recursive: true });
  for (const name of ['LICENSE.electron.txt', 'LICENSES.chromium.html']) {
    writeFileSync(join(packed, name), 'text');
  }
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
});

test('a package with the bill of materials and every text passes', async () => {
  await checkLegalFiles(packed);
  expect(vi.mocked(console.log).mock.lastCall).toEqual([
    expect.stringMatching(/^Licence texts in the package: \d+ packages and Electron's own\.$/),
  ]);
});

test.each([BILL_FILE, LICENCES_FILE, 'LICENSE.electron.txt', 'LICENSES.chromium.html'])(
  'a package without %s does not pass',
  async (name) => {
    rmSync(join(packed, name));
    await expect(checkLegalFiles(packed)).rejects.toThrow(`The package has no ${name}.`);
  },
);

test('a package in which one text is missing does not pass', async () => {
  const path = join(packed, LICENCES_FILE);
  writeFileSync(path, readFileSync(path, 'utf8').replace('\nlowdb ', '\nanother '));
  await expect(checkLegalFiles(packed)).rejects.toThrow('No licence text of: lowdb');
});
