import { expect, test } from 'vitest';
import { BUDGET, checkSizes } from './sizeBudget.ts';

const MIB = 1_024 * 1_024;

test('every package that is built has a size that it must not exceed', () => {
  const files = [
    'app.asar',
    'Tillside-Setup-1.0.0.exe',
    'Tillside-Portable-1.0.0.exe',
    'tillside_1.0.0_amd64.deb',
    'Tillside-1.0.0.AppImage',
  ];
  const lines = checkSizes(files.map((file) => ({ file, size: MIB })));
  expect(lines).toHaveLength(BUDGET.length);
  expect(lines[0]).toBe('app.asar (our code): 1.0 MiB, 5 at the most');
});

test('one byte too much is told, with all the others', () => {
  const files = [
    { file: 'app.asar', size: 5 * MIB },
    { file: 'Tillside-1.0.0.AppImage', size: 145 * MIB + 1 },
  ];
  expect(() => checkSizes(files)).toThrow(/app\.asar .*\n.*AppImage .*TOO MUCH/);
  expect(checkSizes([{ file: 'Tillside-1.0.0.AppImage', size: 145 * MIB }])).toHaveLength(1);
});

test('what is no package has no budget', () => {
  expect(checkSizes([{ file: 'latest.yml', size: 1 }])).toEqual([]);
});
