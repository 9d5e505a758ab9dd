import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PROVISION } from '../../testing/tills/openedTill.ts';
import { readMachineSettings } from '../settings/machineSettings.ts';
import { checkProvision } from './checkProvision.ts';

const NOW = Date.UTC(2026, 10, 27);

let folder: string;
let file: string;
let said: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillside-check-'));
  file = join(folder, 'provision.json');
  said = '';
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Of a PC with this policy: that of the machine that the tests run on is somebody else's. */
const check = (shopId?: string) =>
  checkProvision(file, NOW, (path) =>
    readMachineSettings(path, () => ({ partial: shopId ? { shopId } : {}, mistakes: [] })),
  );

const result = () => readFileSync(join(folder, 'provision.result.txt'), 'utf8').split('\r\n');

test('a good file ends with 0, and the result beside it says so, with what is named and not what it is', () => {
  writeFileSync(file, JSON.stringify(PROVISION));
  expect(check()).toBe(0);
  expect(result()).toEqual([
    '2026-11-27T00:00:00.000Z',
    file,
    'ok',
    'named: gateway.url, gateway.appKey, gateway.appSecret, brandId, shopId, operators, managerPin',
    '',
  ]);
  expect(said).toMatch(/^ok\n/);
});

test('a part is good as well, and what a first start asks for is named', () => {
  writeFileSync(file, '{"brandId":"1","window":{"kiosk":true}}');
  expect(check()).toBe(0);
  const asked = 'gateway.url, gateway.appKey, gateway.appSecret, shopId, operators';
  expect(result()).toContain(`a first start asks for: ${asked}`);
});

test('a policy fills in what the file does not say', () => {
  writeFileSync(file, '{"brandId":"1"}');
  expect(check('7')).toBe(0);
  expect(result()).toContain('named: brandId, shopId');
});

test.each<[string, string | null, string[]]>([
  ['that is not there', null, ['there is no such file']],
  ['that is no JSON', '{"managerPin": "24681', ['the file is not valid JSON']],
  [
    'with mistakes',
    JSON.stringify({ ...PROVISION, gateway: { appSecret: 'not-real' }, shopId: '', x: 'y' }),
    [
      'gateway.appSecret: needs url and appKey beside it: a secret belongs to them',
      'shopId: must not be empty',
      'the file: "x" is not a known setting',
    ],
  ],
])(
  'a file %s ends with 2; a line for each mistake is printed and beside it, and no value',
  (...row) => {
    const [, text, mistakes] = row;
    if (text !== null) writeFileSync(file, text);
    expect(check()).toBe(2);
    const lines = mistakes.map((mistake) => `${file}: ${mistake}`);
    expect(result().slice(2, 2 + lines.length)).toEqual(lines);
    expect(said.split('\n').slice(0, lines.length)).toEqual(lines);
    expect(said + result().join()).not.toMatch(/not-real|246813/);
  },
);

// Windows under wine makes no links.
test.skipIf(process.platform === 'win32')(
  'a link in the result’s place is replaced, and what it leads to is left alone (not on Windows: no link without a right)',
  () => {
    const other = join(folder, 'other');
    writeFileSync(other, 'left alone');
    symlinkSync(other, join(folder, 'provision.result.txt'));
    writeFileSync(file, '{}');
    expect(check()).toBe(0);
    expect(readFileSync(other, 'utf8')).toBe('left alone');
    expect(result()[2]).toBe('ok');
  },
);

test('nothing else is left in the folder', () => {
  writeFileSync(file, '{}');
  check();
  expect(readdirSync(folder).sort()).toEqual(['provision.json', 'provision.result.txt']);
});

test('a result that cannot be written is said, and the verdict stays', () => {
  rmSync(folder, { recursive: true });
  expect(check()).toBe(2);
  expect(said).toContain('The result could not be written (ENOENT).');
});
