import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshFolder, OPERATOR, startTill } from '../../testing/tills/openedTill.ts';
import { OtherProgramError } from '../files/otherProgramError.ts';
import { type Hold, SOLE_HOLD } from '../lease/hold.ts';
import type { Log } from '../log.ts';
import { readProvisionFile } from '../settings/readProvisionFile.ts';
import { heedSecondStart } from './heedSecondStart.ts';

const readProvision = async (path: string) => readProvisionFile(path);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillside-second-'));
  const provision = {
    gateway: { url: 'https://gw.example.com/rest', appKey: '1', appSecret: 'a' },
    ...{ brandId: 'brand', shopId: 'shop', operators: [{ id: '1', name: 'One' }] },
  };
  writeFileSync(join(folder, 'provision.json'), JSON.stringify(provision));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function heed(told: unknown, hold: Hold = SOLE_HOLD) {
  const said: string[] = [];
  const say = (message: string) => void said.push(message);
  const log: Log = { info: say, warn: say, error: say };
  const offered: string[] = [];
  const recorded: unknown[] = [];
  const asked: unknown[] = [];
  const unread: (string | null)[] = [];
  const till = {
    hold,
    provisionNotRead: (detail: string | null) => void unread.push(detail),
    moving: { ask: (move: unknown) => void asked.push(move) },
    leftOut: { tell: async (names: unknown) => void recorded.push(names) },
    provisioning: {
      overruled: [],
      offer: async ({ provision }: { provision: { brandId: string } }) => {
        offered.push(provision.brandId);
        return 'asks';
      },
    },
  } as unknown as Parameters<typeof heedSecondStart>[0];
  await heedSecondStart(till, told, { log, readProvision });
  return { said, offered, recorded, asked, unread };
}

const word = () => ({
  workingFolder: folder,
  provision: null as string | null,
  move: null as { direction: 'export'; file: string } | null,
  without: [] as string[],
});

test('its file is read from where it was started', async () => {
  const { offered, recorded } = await heed({ ...word(), provision: 'provision.json' });
  expect(offered).toEqual(['brand']);
  expect(recorded).toEqual([]);
});

test('while another program has the data folder it brings nothing', async () => {
  const confirm = () => Promise.reject(new OtherProgramError('COUNTER-2'));
  const told = { ...word(), provision: 'provision.json' };
  const { said, offered } = await heed(told, { ...SOLE_HOLD, isSure: false, confirm });
  expect([said, offered]).toEqual([['second start not heeded'], []]);
});

test('a file with mistakes is told in the window, until a good one comes', async () => {
  writeFileSync(join(folder, 'bad.json'), '{}');
  const { offered, unread } = await heed({ ...word(), provision: 'bad.json' });
  expect([offered, unread]).toEqual([[], [expect.stringMatching(/^bad\.json \d+$/)]]);
  expect((await heed({ ...word(), provision: 'provision.json' })).unread).toEqual([null]);
});

test('a start without a file changes nothing', async () => {
  expect(await heed(word())).toEqual({
    said: [],
    offered: [],
    recorded: [],
    asked: [],
    unread: [],
  });
});

test('for a move that it asks for, the running till asks the manager; without a file for nothing', async () => {
  const move = { direction: 'export', file: '/stick/queue' } as const;
  expect((await heed({ ...word(), move })).asked).toEqual([move]);
  expect((await heed({ ...word(), move: { ...move, file: '' } })).asked).toEqual([]);
});

test('dangerous switches that it was given stand in the audit trail of the running till, by name', async () => {
  const { recorded, said } = await heed({ ...word(), without: ['js-flags', 'no-sandbox', '李'] });
  expect(recorded).toEqual([['js-flags', 'no-sandbox']]);
  expect(said).toEqual(['started without switches that it was given']);
});

test('starts with dangerous switches, however many, push no line about an opened save out of the trail', async () => {
  const data = await freshFolder();
  const { till, lines } = await startTill(data);
  await till.audit.record({ action: 'save.read', operatorId: OPERATOR, slip: 'S-0001' });
  // As many as one command line may have; a hundred such lines were more than the trail keeps.
  const without = Array.from({ length: 100 }, () => 'js-flags');
  const log: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  for (let start = 0; start < 1_500; start += 1)
    await heedSecondStart(till, { ...word(), without }, { log, readProvision });
  const actions = (await lines()).map(({ action }) => action);
  expect(actions).toContain('save.read');
  expect(actions.filter((action) => action === 'switches.left-out')).toHaveLength(1);
});

test.each([
  undefined,
  null,
  'x',
  ['--provision=provision.json'],
  {},
  { workingFolder: '/', provision: 'provision.json' },
  { workingFolder: 1, provision: null, move: null, without: [] },
  { workingFolder: '/', provision: 'x'.repeat(5_000), move: null, without: [] },
  { workingFolder: '/', provision: null, move: { direction: 'delete', file: 'x' }, without: [] },
  { workingFolder: '/', provision: null, move: null, without: Array(200).fill('js-flags') },
  { workingFolder: '/', provision: null, move: null, without: [], extra: 1 },
])('what no start of ours says is not understood, and nothing follows: %j', async (told) => {
  const { said, ...followed } = await heed(told);
  expect(said).toEqual(['second start not understood']);
  expect(followed).toEqual({ offered: [], recorded: [], asked: [], unread: [] });
});
