import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseProvision } from '../../app/settings/provision.ts';
import { commandDesk } from '../testing/commandDesk.ts';

const ADD = ['tills', 'add-many', '--list', 'list.json', '--folder', 'files'];

const tillOf = (number: number, changes: object = {}) => ({
  file: `till-${number}.json`,
  name: `收银台 ${number}`,
  brandId: '244323',
  shopIds: [`shop-${number}`],
  ...changes,
});

/** A desk with a list, and a folder for what comes out. */
async function listDesk(list: unknown) {
  const desk = await commandDesk();
  await mkdir(join(desk.folder, 'files'));
  await writeFile(join(desk.folder, 'list.json'), JSON.stringify(list));
  const files = () => readdir(join(desk.folder, 'files'));
  return { ...desk, files, add: () => desk.run(...ADD, '--template', 'template.json') };
}

test('makes each till of a list, with what it has of its own', async () => {
  const operators = [{ id: '7', name: 'Seven' }];
  const { add, folder, desk, files } = await listDesk([
    tillOf(1),
    tillOf(2, { settings: { operators } }),
  ]);
  expect(await add()).toMatchObject({
    code: 0,
    out: 'Made: 2. Their files were there already: 0.',
  });
  expect(await files()).toEqual(['till-1.json', 'till-2.json']);
  const second = parseProvision(await readFile(join(folder, 'files', 'till-2.json'), 'utf8'));
  expect(second).toMatchObject({ ok: true, value: { operators, shopId: 'shop-2' } });
  const names = [...desk.state.storedTills.values()].map(({ name }) => name);
  expect(names).toEqual(['收银台 1', '收银台 2']);
});

test('goes on where it was interrupted, and makes no till twice', async () => {
  const list = Array.from({ length: 5 }, (_, number) => tillOf(number));
  const { add, desk, files } = await listDesk(list);
  let writes = 0;
  const interrupt = async () => {
    writes += 1;
    if (writes === 3) desk.state.isAway = true;
    else desk.state.beforeWrite = interrupt;
  };
  desk.state.beforeWrite = interrupt;
  const { code, errors } = await add();
  expect([code, errors]).toEqual([3, expect.stringContaining('Made before that: 2')]);
  desk.state.isAway = false;
  // Of the third nobody knows: its file stays until somebody has looked.
  expect(await files()).toHaveLength(3);
  expect(await add()).toMatchObject({
    code: 0,
    out: 'Made: 2. Their files were there already: 3.',
  });
  expect(desk.state.storedTills.size).toBe(4);
  expect(await add()).toMatchObject({ out: 'Made: 0. Their files were there already: 5.' });
});

test('makes nothing where anything is wrong, and tells all of it by the number of the till', async () => {
  const { add, desk, files } = await listDesk([
    tillOf(1),
    tillOf(2, { file: '../../till.json', name: '' }),
    tillOf(3, { file: 'TILL-1.json' }),
    tillOf(4, { 'hunter2-hunter2': 1 }),
    tillOf(5, { settings: { gateway: { appSecret: 'hunter2' } } }),
    'hunter2',
  ]);
  const { code, errors } = await add();
  expect(code).toBe(2);
  expect(errors.split('\n')).toEqual([
    '--list: till 2: file: must be a name of letters, digits, _, - and dots that ends in .json',
    "--list: till 3: file: is another till's already",
    '--list: till 4: has something in it that is not known',
    '--list: till 5: settings: must not have gateway, brandId, shopId in it',
    expect.stringMatching(/^--list: till 6: /),
  ]);
  expect(errors).not.toContain('hunter2');
  expect([await files(), desk.state.storedTills.size]).toEqual([[], 0]);
});

test('judges each till by its own rules before the first is made', async () => {
  const { add, desk } = await listDesk([
    tillOf(1),
    tillOf(2, { shopIds: [] }),
    tillOf(3, { settings: { operators: [] } }),
  ]);
  const { code, errors } = await add();
  expect(code).toBe(2);
  expect(errors).toContain('till 2: shopIds: must name at least one shop');
  expect(errors).toContain('till 3: operators: must name at least one operator');
  expect(errors).not.toContain('till 1');
  expect(desk.state.storedTills.size).toBe(0);
});

test.each(['.json', '..json', '.hidden.json', 'a/b.json', 'a\\b.json', 'a.json\n', 'CON', 'x.txt'])(
  'writes into no place but its folder: %j is refused',
  async (file) => {
    const { add, files } = await listDesk([tillOf(1, { file })]);
    expect((await add()).code).toBe(2);
    expect(await files()).toEqual([]);
  },
);

test('a list that is none is told', async () => {
  const { add, folder } = await listDesk({});
  expect((await add()).errors).toBe('--list: the list is no JSON list');
  await writeFile(join(folder, 'list.json'), '[');
  expect((await add()).errors).toBe('--list: the list is no JSON list');
  const gone = await commandDesk();
  expect((await gone.run(...ADD)).errors).toContain('--list: cannot be read: ENOENT');
});
