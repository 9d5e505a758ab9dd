import { cp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tooLongAgo } from '../../app/outbox/doubt.ts';
import { queueFiles } from '../../main/move/queueFiles.ts';
import { sealQueue } from '../../main/outbox/movedFile.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { recordFiles } from './leaveRecords.ts';
import {
  answer,
  copyOf,
  DAY,
  HOUR,
  idOf,
  importAt,
  markSending,
  openOf,
  PASSPHRASE,
  runTool,
  START,
  save,
  startRecoverable,
  workFolder,
} from './testing/deadTill.ts';

/** A till with two saves of `START`, dead; nothing beside the folder. */
async function aDeadTill() {
  const folder = await freshFolder();
  const { till, clock } = await startRecoverable(folder);
  for (const number of [1, 2]) await save(till, number);
  return { folder, till, clock, dead: await copyOf(folder) };
}

const statesAt = async (file: string, now: number) =>
  openOf((await importAt(file, now)).till).map(([, state]) => state);

const recordIn = async (folder: string) =>
  JSON.parse(await readFile(join(folder, 'recovered.json'), 'utf8'));

describe('an old copy, whose PC may have gone on sending', () => {
  test('is dated by the last change that it shows, and held when that is a day ago, with the flag named', async () => {
    const { dead } = await aDeadTill();
    const now = START + DAY + HOUR;
    const { out, said } = await runTool(dead, { now });
    expect(said).toContain('2 will be held for the manager (late-import)');
    expect(said).toContain('--is-last-state');
    expect(await statesAt(out, now)).toEqual(['late-import', 'late-import']);
  });

  test('is sent within a day of its last change, and not a moment longer', async () => {
    const { dead } = await aDeadTill();
    const { out, said } = await runTool(dead, { now: START + 2 * HOUR });
    expect(said).toContain(
      '2 are sent by themselves, if they are sent before 2026-11-25T04:00:00Z',
    );
    expect(await statesAt(out, START + 3 * HOUR)).toEqual(['pending', 'pending']);
    expect(await statesAt(out, START + DAY + 1)).toEqual(['late-import', 'late-import']);
  });

  test('has everything in doubt since it was made where lines are lost: one may have said that it was accepted', async () => {
    const { till, clock, folder } = await aDeadTill();
    await answer(till, 1, 'accepted');
    clock.jump(9 * DAY);
    await save(till, 3);
    const dead = await copyOf(folder);
    const journal = join(dead, 'outbox-000001.journal');
    const bytes = await readFile(journal);
    const second = bytes.indexOf(idOf(1), bytes.indexOf(idOf(2)));
    bytes.fill(0, second, bytes.indexOf(idOf(3)) - 200);
    await writeFile(journal, bytes);
    const now = START + 9 * DAY + HOUR;
    const { out, said } = await runTool(dead, { now, isLastState: true });
    expect(said).toContain('store.lines-lost');
    const { till: next } = await importAt(out, now);
    await next.outbox.delivery.holdStale(() => now);
    expect(openOf(next).map(([, state]) => state)).toEqual(['stale', 'stale', 'pending']);
  });

  test('is sent by support’s word that it is the last state', async () => {
    const { dead } = await aDeadTill();
    const now = START + 30 * DAY;
    const { out, said } = await runTool(dead, { now, isLastState: true });
    expect(said).toContain('2 are sent by themselves');
    expect(await statesAt(out, now + HOUR)).toEqual(['pending', 'pending']);
  });

  test('is held whole where something in it is dated ahead of now: nobody knows how old it is', async () => {
    const { till, clock, folder } = await aDeadTill();
    clock.jump(2 * DAY);
    await save(till, 3);
    const { out, said } = await runTool(await copyOf(folder), { now: START + HOUR });
    expect(said).toContain('a clock was wrong');
    expect(await statesAt(out, START + HOUR)).toEqual(Array(3).fill('late-import'));
  });

  test('is held whole, and goes, also where everything in it is dated ahead of now', async () => {
    const folder = await freshFolder();
    const clock = new VirtualClock(START + 2 * DAY);
    const { till, stop } = await startRecoverable(folder, { clock });
    for (const number of [1, 2, 3]) await save(till, number);
    await stop();
    const now = START + HOUR;
    const { result, out, said } = await runTool(await copyOf(folder), { now });
    expect(result).toMatchObject({ ok: true, saves: 3, staying: 0 });
    expect(said).toContain('Dated 2026-11-23T04:59:59Z: something in it is dated ahead of now');
    expect(await statesAt(out, now)).toEqual(Array(3).fill('late-import'));
  });

  test('is no last state, whatever is said, where the file beside it says that it had come further', async () => {
    const { till, folder, dead } = await aDeadTill();
    await save(till, 3);
    await till.stop(0);
    const watermark = await readFile(`${folder}.mark`);
    await writeFile(`${dead}.mark`, watermark);
    const now = START + 2 * DAY;
    const { out, said } = await runTool(dead, { now, isLastState: true });
    expect(said).toContain('store.went-backwards');
    expect(await statesAt(out, now)).toEqual(['late-import', 'late-import']);
  });

  test.skipIf(process.platform === 'win32').each([
    ['beside the link', ''],
    ['beside the real folder', 'real'],
  ])(
    'nor where it is named by a link, as the till has it, and that file lies %s',
    async (_, place) => {
      const { till, folder, dead } = await aDeadTill();
      await save(till, 3);
      await till.stop(0);
      const link = join(await workFolder(), 'linked');
      await symlink(dead, link);
      await rm(`${dead}.mark`, { force: true });
      await cp(`${folder}.mark`, place === 'real' ? `${dead}.mark` : `${link}.mark`);
      const { said } = await runTool(link, { now: START + 2 * DAY, isLastState: true });
      expect(said).toContain('store.went-backwards');
    },
  );

  test('has what was in doubt for more than a day held in either case', async () => {
    const { till, clock, folder } = await aDeadTill();
    await markSending(till, 1);
    clock.jump(2 * DAY);
    await save(till, 3);
    const now = START + 2 * DAY + HOUR;
    const { out, said } = await runTool(await copyOf(folder), { now, isLastState: true });
    expect(said).toContain('1 will be held for the manager: a send has been in doubt');
    const { till: other } = await importAt(out, now);
    await other.outbox.delivery.holdStale(() => now);
    expect(openOf(other)).toEqual([
      [1, 'stale'],
      [2, 'pending'],
      [3, 'pending'],
    ]);
  });
});

describe('a folder that is recovered twice', () => {
  test('is dated by the first time, whatever is said', async () => {
    const { dead } = await aDeadTill();
    const first = START + HOUR;
    await runTool(dead, { now: first });
    expect(await recordIn(dead)).toEqual({ format: 1, at: first, lastSequence: 2 });
    const now = first + DAY + HOUR;
    const { out, said } = await runTool(dead, { now, isLastState: true });
    expect(said).toContain('It was recovered before, at 2026-11-24T05:00:00Z');
    expect(await statesAt(out, now)).toEqual(['late-import', 'late-import']);
    expect((await recordIn(dead)).at).toBe(first);
  });

  test('is never dated later than its last change by that', async () => {
    const { dead } = await aDeadTill();
    const first = START + 20 * HOUR;
    await runTool(dead, { now: first });
    const now = START + 25 * HOUR;
    const { out } = await runTool(dead, { now });
    expect(await statesAt(out, now)).toEqual(['late-import', 'late-import']);
  });

  test.each([
    ['cannot be read', '{', '{'],
    [
      'is dated ahead of now, which is one of long ago from then on',
      '{"format":1,"at":4000000000000,"lastSequence":2}',
      `{"format":1,"at":${tooLongAgo(START + HOUR)},"lastSequence":2}`,
    ],
  ])('is held whole where its record %s', async (_, record, left) => {
    const { dead } = await aDeadTill();
    await writeFile(join(dead, 'recovered.json'), record);
    const { out } = await runTool(dead, { isLastState: true });
    expect(await statesAt(out, START + HOUR)).toEqual(['late-import', 'late-import']);
    expect(await readFile(join(dead, 'recovered.json'), 'utf8')).toBe(left);
  });
});

describe('the record', () => {
  test('lies in the folder before the export has its name, and the export opens before that', async () => {
    const { dead } = await aDeadTill();
    const steps: string[] = [];
    const files = {
      ...queueFiles,
      read: async (path: string) => {
        steps.push(`read ${path.endsWith('.new') ? 'beside' : 'export'}`);
        return queueFiles.read(path);
      },
      name: async (beside: string, path: string, content: string, folderId: string) => {
        const hasRecord = (await readdir(dead)).includes('recovered.json');
        steps.push(`name, ${hasRecord ? 'recorded' : 'not recorded'}`);
        await queueFiles.name(beside, path, content, folderId);
      },
    };
    const { result } = await runTool(dead, { world: { files } });
    expect(result.ok).toBe(true);
    expect(steps).toEqual(['read beside', 'name, recorded', 'read export']);
  });

  test.each(['write', 'read', 'name'] as const)(
    'goes again where the export does not come to be: %s',
    async (step) => {
      const { dead } = await aDeadTill();
      const fails = () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOSPC' }));
      const { result, out } = await runTool(dead, {
        world: { files: { ...queueFiles, [step]: fails } },
      });
      expect(result).toMatchObject({ ok: false });
      expect(await readdir(dead)).not.toContain('recovered.json');
      expect(await readdir(join(out, '..'))).toEqual(['key.pem', 'passphrase']);
    },
  );

  test('goes again, and the export with it, where that is another than was written', async () => {
    const { dead } = await aDeadTill();
    const read = async (path: string) => {
      const text = await queueFiles.read(path);
      return path.endsWith('.new') ? text : text.slice(1);
    };
    const { result, out } = await runTool(dead, { world: { files: { ...queueFiles, read } } });
    expect(result).toMatchObject({ ok: false, code: 'out-not-verified' });
    expect(await readdir(dead)).not.toContain('recovered.json');
    expect(await readdir(join(out, '..'))).toEqual(['key.pem', 'passphrase']);
  });

  test('is not needed where the export opens to something else: it never gets its name', async () => {
    const { dead } = await aDeadTill();
    const other = await sealQueue({ exportedAt: START, saves: [] }, PASSPHRASE);
    const name = () => Promise.reject(new Error('named'));
    const files = { ...queueFiles, read: async () => other, name };
    const { result } = await runTool(dead, { world: { files } });
    expect(result).toMatchObject({ ok: false, code: 'out-not-verified' });
  });

  test('stays where the export may be left', async () => {
    const { dead } = await aDeadTill();
    const fails = () => Promise.reject(Object.assign(new Error('x'), { code: 'EIO' }));
    const files = { ...queueFiles, name: fails, remove: fails };
    const { result } = await runTool(dead, { world: { files } });
    expect(result).toMatchObject({ ok: false, code: 'out-not-written' });
    expect(await readdir(dead)).toContain('recovered.json');
  });

  test('that cannot be left refuses the export, unless the folder is said to be a copy', async () => {
    const { dead } = await aDeadTill();
    const write = () => Promise.reject(Object.assign(new Error('x'), { code: 'EROFS' }));
    const world = { records: { ...recordFiles, write } };
    const { result, out } = await runTool(dead, { world });
    expect(result).toMatchObject({ ok: false, code: 'mark-not-written' });
    expect(await readdir(join(out, '..'))).toEqual(['key.pem', 'passphrase']);
    const copy = await runTool(dead, { world, isCopy: true });
    expect(copy.result).toMatchObject({ ok: true, saves: 2 });
    expect(await readdir(dead)).not.toContain('recovered.json');
  });
});

describe('a PC that comes back to life after its folder was recovered', () => {
  test('has everything that it had then in doubt since, once, told and written down', async () => {
    const { dead } = await aDeadTill();
    const at = START + HOUR;
    await runTool(dead, { now: at });
    const back = await startRecoverable(dead, { clock: new VirtualClock(at + HOUR), offer: null });
    expect(openOf(back.till)).toEqual([
      [1, 'pending'],
      [2, 'pending'],
    ]);
    expect(back.till.outbox.saves.find(idOf(1))?.firstUnknownAt).toBe(at);
    expect(back.codes()).toEqual(['queue.recovered']);
    expect((await back.lines()).at(-1)).toMatchObject({ action: 'queue.recovered', saves: 2 });
    expect(await readdir(dead)).not.toContain('recovered.json');
    await back.stop();
    const next = await startRecoverable(dead, { clock: new VirtualClock(at + HOUR), offer: null });
    expect(next.till.outbox.saves.find(idOf(1))?.firstUnknownAt).toBe(at);
    const lines = (await next.lines()).filter(({ action }) => action === 'queue.recovered');
    expect(lines).toHaveLength(1);
  });

  test('sends nothing of it by itself a day later', async () => {
    const { dead } = await aDeadTill();
    await runTool(dead, { now: START + HOUR });
    const clock = new VirtualClock(START + 2 * DAY);
    const back = await startRecoverable(dead, { clock, offer: null });
    expect(openOf(back.till)).toEqual([
      [1, 'late-import'],
      [2, 'late-import'],
    ]);
  });
});
