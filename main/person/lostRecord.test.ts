import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { putEarlierErasure, redatedErasure } from '../../testing/tills/earlierErasure.ts';
import { DAY, SET_UP, START, save, send, stateOf } from '../../testing/tills/lostKey.ts';
import { freshFolder, OPERATOR, startTill } from '../../testing/tills/openedTill.ts';
import { TrailNews } from '../audit/trailNews.ts';
import type { Till } from '../till.ts';
import { Vault } from '../vault/vault.ts';
import { ErasureRecord } from './erasureRecord.ts';

const HOUR = 60 * 60_000;
const PERSON = { mobile: '13800138001' };
const PASSPHRASE = 'correct horse battery staple nine';
const at = (hours: number) => ({ clock: new VirtualClock(START + hours * HOUR) });

async function erase({ person: { desk, erasure } }: Till, person: { mobile: string }) {
  const saves = desk.savesOf(person);
  const whole = { saves, keys: desk.keysOf(person) };
  expect(await erasure.erase(() => whole, '3')).toMatchObject({ ok: true });
}

/** Another till exports somebody's older data; here they were sent later ones, and erased. Gives a start after that. `hours`: by the clock of here. */
async function erasedAfterTheFile(
  lose: (record: string) => Promise<void>,
  hours = 1,
  before: (till: Till, record: string) => Promise<void> = async () => undefined,
) {
  const [elsewhere, folder] = [await freshFolder(), await freshFolder()];
  const file = join(elsewhere, '..', 'queue.tillside');
  const other = await startTill(elsewhere, { offer: SET_UP, ...at(0) });
  await save(other.till, 1, PERSON);
  const exported = { direction: 'export', file } as const;
  expect(await other.till.moving.carryOutChosen(exported, PASSPHRASE, OPERATOR)).toMatchObject({
    ok: true,
  });
  const here = await startTill(folder, { offer: SET_UP, ...at(hours) });
  const record = join(folder, 'erasure.json');
  await before(here.till, record);
  await save(here.till, 2, { ...PERSON, name: 'Newer' });
  expect(await send(here.till, 2)).toBe(true);
  await erase(here.till, PERSON);
  await here.stop();
  await lose(record);
  const { till } = await startTill(folder, { offer: null, ...at(2) });
  const imported = { direction: 'import', file } as const;
  expect(await till.moving.carryOutChosen(imported, PASSPHRASE, OPERATOR)).toMatchObject({
    ok: true,
  });
  return till;
}

test.each([
  ['is there', async () => undefined],
  ['was lost meanwhile', (path: string) => rm(path)],
  [
    'is one of before, which a sync tool has put back',
    (path: string) => putEarlierErasure(path, START - HOUR),
  ],
])(
  'older data of somebody who was erased wait for the manager where the record of that %s: the trail tells when',
  async (_what, lose) => {
    expect(stateOf(await erasedAfterTheFile(lose), 1)).toBe('late-import');
  },
);

test.each([
  ['behind', -30 * 24],
  ['ahead', 30 * 24],
])(
  'so they do where the clock was %s when they were erased, and the record of that was lost: then the trail does not tell when',
  async (_what, hours) => {
    const till = await erasedAfterTheFile((path) => rm(path), hours);
    expect(stateOf(till, 1)).toBe('late-import');
  },
);

test.each([
  ['was lost as well', (record: string) => rm(record)],
  ['is one of before', (record: string) => putEarlierErasure(record, START - HOUR)],
])(
  'so they do where the manager’s trail was lost, and the record of that %s: nothing tells that nobody was erased',
  async (_what, lose) => {
    const till = await erasedAfterTheFile(async (record) => {
      await lose(record);
      for (const name of await readdir(dirname(record)))
        if (name.startsWith('audit-manager')) await rm(join(dirname(record), name));
    });
    expect(stateOf(till, 1)).toBe('late-import');
  },
);

test('so they do where the clock was behind then, and the record is one of before, of somebody else', async () => {
  const OTHER = { mobile: '13800138009' };
  let kept = '';
  const till = await erasedAfterTheFile(
    (record) => rename(kept, record),
    -30 * 24,
    async (here, record) => {
      kept = `${record}.kept`;
      await save(here, 9, OTHER);
      await erase(here, OTHER);
      // An answer had shown the time by then.
      await writeFile(kept, await redatedErasure(record, START - HOUR));
      (here.clock as VirtualClock).jump(HOUR);
    },
  );
  expect(stateOf(till, 1)).toBe('late-import');
});

test('a line of a clock that was ahead holds nothing for as long as that: the record of then counts', async () => {
  const [disk, vault] = [new PowerDisk(), new Vault(Buffer.alloc(32, 7))];
  const record = await ErasureRecord.read({
    ...{ disk, folder: '/data/till', vault, now: () => START, knownTime: () => null },
    toldAt: () => START + 1,
  });
  expect(record.erasedAt).toBe(Number.NEGATIVE_INFINITY);
});

test('a line of a clock that was ahead does not hide the later ones where the record is lost', async () => {
  const news = new TrailNews(() => START + 1);
  const erasedOn = (at: number) =>
    news.take({
      time: new Date(at).toISOString(),
      ...({ action: 'person.erased', operatorId: '3', slip: 'S-0001' } as const),
    });
  erasedOn(START + 365 * DAY);
  erasedOn(START);
  expect(news.erasings.erasedAt).toBe(START);
});
