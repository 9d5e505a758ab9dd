import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../projectPaths.ts';
import { icoFile, picturesOf, sideOf } from './icoFile.ts';
import { LINUX_SIZES, WINDOWS_SIZES } from './iconSizes.ts';

const build = join(projectRoot, 'build');
const linuxIcon = (size: number) => readFileSync(join(build, 'icons', `${size}x${size}.png`));

test("Windows' icon has a picture for every scale of the screen, and its table says which: else `npm run icons`", () => {
  const ico = readFileSync(join(build, 'icon.ico'));
  const pictures = picturesOf(ico);
  expect(pictures.map(sideOf)).toEqual(WINDOWS_SIZES);
  expect(WINDOWS_SIZES.map((_, index) => ico.readUInt8(6 + 16 * index) || 256)).toEqual(
    WINDOWS_SIZES,
  );
  expect(icoFile(pictures)).toEqual(ico);
});

test('Linux has a picture of every size that desktops look for, and the two systems have the same one', () => {
  const names = LINUX_SIZES.map((size) => `${size}x${size}.png`);
  expect(readdirSync(join(build, 'icons')).sort()).toEqual(names.sort());
  for (const size of LINUX_SIZES) expect(sideOf(linuxIcon(size))).toBe(size);
  const ofWindows = picturesOf(readFileSync(join(build, 'icon.ico')));
  for (const picture of ofWindows.filter((one) => LINUX_SIZES.includes(sideOf(one)))) {
    expect(picture.equals(linuxIcon(sideOf(picture)))).toBe(true);
  }
});
