import { expect, onTestFinished, test, vi } from 'vitest';
import { Vault } from '../vault/vault.ts';
import { readErasures, recordOf, type Unfinished } from './unfinished.ts';

const vault = new Vault(Buffer.alloc(32, 1));

const THEIRS: Unfinished = {
  requestIds: ['0'.repeat(32)],
  slips: ['S-0001'],
  operatorId: '2392313',
  isTold: false,
  traces: { ofSaves: [` ${'0'.repeat(32)}`], ofPerson: [] },
};

const read = (text: string) =>
  readErasures({ read: async () => Buffer.from(text) }, 'erasure.json', vault);

test.each<[string, readonly Unfinished[]]>([
  ['nobody', []],
  ['somebody', [THEIRS]],
  ['many', Array.from({ length: 100 }, () => THEIRS)],
])('what was written of %s is read', async (_, unfinished) => {
  expect(await read(recordOf({ erasedAt: 7, unfinished }, vault))).toEqual({
    erasedAt: 7,
    unfinished,
  });
});

test.each([
  ['objects', `[${'{},'.repeat(1_000)}{}]`],
  ['objects in one that is like a record', `{"format":1,"erasedAt":{},"sealed":null}`],
  ['lists', `{"sealed":${'['.repeat(1_000)}${']'.repeat(1_000)}}`],
  ['names', `{${'"a":1,'.repeat(1_000)}"b":1}`],
  ['blanks', ' '.repeat(1_000)],
])(
  'a record of ever so many %s is none of ours, and no value of it is looked at: there is no room for them',
  async (_, text) => {
    const parse = vi.spyOn(JSON, 'parse');
    onTestFinished(() => parse.mockRestore());
    expect(await read(text)).toEqual({ erasedAt: null, unfinished: [] });
    expect(parse).not.toHaveBeenCalled();
  },
);
