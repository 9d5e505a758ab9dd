import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isStale } from '../../app/outbox/doubt.ts';
import { serialise } from '../../main/journal/watermark.ts';
import { setAsideTogether } from '../../main/vault/asideFolders.ts';
import { DataKeys } from '../../main/vault/dataKeys.ts';
import { wrappersOf } from '../../main/vault/keyWrappers.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { freshFolder, keyStore } from '../../testing/tills/openedTill.ts';
import {
  answer,
  copyOf,
  DAY,
  HOUR,
  importAt,
  losingStore,
  openOf,
  PAIR,
  runTool,
  START,
  save,
  startRecoverable,
} from './testing/deadTill.ts';

describe('what was set aside in the folder', () => {
  const asideIn = async (folder: string) =>
    (await readdir(folder)).find((name) => name.startsWith('aside-')) ?? '';

  /** 1 to 3 under a key that is lost, 4 and 5 in the queue that was begun then. */
  async function twoQueues(
    between: (
      second: Awaited<ReturnType<typeof startRecoverable>>,
      folder: string,
    ) => Promise<void> = async () => undefined,
    isAsideSeen = true,
  ) {
    const folder = await freshFolder();
    const { store, keyWrapper, remember } = losingStore();
    const first = await startRecoverable(folder, { keyWrapper });
    for (const number of [1, 2, 3]) await save(first.till, number);
    await first.stop();
    await remember(folder);
    store.isClosed = true;
    await setAsideTogether(folder, START + HOUR / 2);
    const clock = new VirtualClock(START + HOUR / 2);
    const aside = join(folder, await asideIn(folder));
    // A till gives the ids that it sees waiting to nobody else.
    if (!isAsideSeen) await rename(aside, `${folder}-away`);
    const second = await startRecoverable(folder, { keyWrapper, clock });
    for (const number of [4, 5]) await save(second.till, number);
    await between(second, folder);
    if (!isAsideSeen) await rename(`${folder}-away`, aside);
    return { folder, dead: await copyOf(folder) };
  }
  test('goes as well, before what was saved since', async () => {
    const { dead } = await twoQueues();
    const { result, out, said } = await runTool(dead);
    expect(result).toMatchObject({ ok: true, saves: 5 });
    expect(said).toContain(await asideIn(dead));
    expect(openOf((await importAt(out, START + HOUR)).till).map(([number]) => number)).toEqual([
      1, 2, 3, 4, 5,
    ]);
  });

  test('hinders nothing else where its key’s file is damaged, and what only that opens is told', async () => {
    const { dead } = await twoQueues();
    const aside = await asideIn(dead);
    await writeFile(join(dead, aside, 'key.json'), '{}');
    const { result, out, said } = await runTool(dead);
    expect(result).toMatchObject({ ok: true, saves: 2, staying: 3 });
    expect(said).toContain(`${join(aside, 'key.json')} is none that a till writes.`);
    expect(said).toContain(`Stays: ${aside} S-0001 (does not open).`);
    expect(openOf((await importAt(out, START + HOUR)).till)).toEqual([
      [4, 'pending'],
      [5, 'pending'],
    ]);
  });

  test('goes also where the key’s file of the queue of now is damaged', async () => {
    const { dead } = await twoQueues();
    await writeFile(join(dead, 'key.json'), '{}');
    const { result, said } = await runTool(dead);
    expect(result).toMatchObject({ ok: true, saves: 3, staying: 2 });
    expect(said).toContain('key.json is none that a till writes.');
  });

  test('counts less than the queue of now under the same id', async () => {
    const { dead } = await twoQueues(async ({ till }) => {
      await save(till, 2);
      await answer(till, 2, 'accepted');
    }, false);
    const { out } = await runTool(dead);
    expect(openOf((await importAt(out, START + HOUR)).till).map(([number]) => number)).toEqual([
      1, 3, 4, 5,
    ]);
  });

  test('is held where a later save of the same person has left since', async () => {
    const { dead } = await twoQueues(async ({ till }) => {
      await save(till, 6, { mobile: '13800130002' });
      await answer(till, 6, 'accepted');
    });
    const { out } = await runTool(dead);
    expect(openOf((await importAt(out, START + HOUR)).till)).toContainEqual([2, 'late-import']);
    expect(openOf((await importAt(out, START + HOUR)).till)).toContainEqual([1, 'late-import']);
  });

  test('is held so also where the key of the later queue was replaced, and all of it where nobody can know', async () => {
    const { dead } = await twoQueues(async ({ till, stop }, folder) => {
      await save(till, 6, { mobile: '13800130002' });
      await answer(till, 6, 'accepted');
      await stop();
      const read = await DataKeys.read(folder, wrappersOf(keyStore));
      await read?.keys.rotate(1, PAIR.publicKey);
    });
    const rotated = await runTool(dead, { isCopy: true });
    const states = async (file: string) => openOf((await importAt(file, START + HOUR)).till);
    expect((await states(rotated.out)).slice(0, 3)).toEqual([
      [1, 'late-import'],
      [2, 'late-import'],
      [3, 'late-import'],
    ]);
    const path = join(dead, 'key.json');
    const file = JSON.parse(await readFile(path, 'utf8'));
    file.keys[0].recovery = [];
    await writeFile(path, JSON.stringify(file));
    const { out, said } = await runTool(dead);
    expect(said).toContain('Key 1: not wrapped for this recovery key.');
    expect((await states(out)).slice(0, 3).map(([, state]) => state)).toEqual(
      Array(3).fill('late-import'),
    );
  });

  test('goes alone where it is named, and what the queue of now has sent since holds its own', async () => {
    const { dead } = await twoQueues(async ({ till }) => {
      await save(till, 6, { mobile: '13800130002' });
      await answer(till, 6, 'accepted');
      await save(till, 3);
    }, false);
    const { result, out } = await runTool(join(dead, await asideIn(dead)));
    expect(result).toMatchObject({ ok: true, saves: 2 });
    expect(openOf((await importAt(out, START + HOUR)).till)).toEqual([
      [1, 'late-import'],
      [2, 'late-import'],
    ]);
    expect(await readdir(join(dead, await asideIn(dead)))).toContain('recovered.json');
    expect(await readdir(dead)).not.toContain('recovered.json');
  });

  test('is held so also by what was set aside later, in whatever letters a tool has given that folder since', async () => {
    const { folder } = await twoQueues(async ({ till, stop }, home) => {
      await save(till, 6, { mobile: '13800130002' });
      await answer(till, 6, 'accepted');
      await stop();
      await setAsideTogether(home, START + HOUR);
    });
    const [first = '', second = ''] = (await readdir(folder)).filter((name) =>
      /^aside-/.test(name),
    );
    const names = [first, second.toUpperCase()];
    await rename(join(folder, second), `${folder}-${names[1]}`);
    await rename(join(folder, first), `${folder}-${first}`);
    await (await startRecoverable(folder)).stop();
    for (const name of names) await rename(`${folder}-${name}`, join(folder, name));
    const now = START + 2 * HOUR;
    const { out } = await runTool(join(await copyOf(folder), first), { now });
    const states = openOf((await importAt(out, now)).till);
    expect(states).toContainEqual([1, 'late-import']);
    expect(states).toContainEqual([2, 'late-import']);
  });

  test('is in doubt for too long where it was recovered as it lay there, and the queue of now is not', async () => {
    const { dead } = await twoQueues();
    const at = START + HOUR;
    await runTool(join(dead, await asideIn(dead)), { now: at });
    const now = at + DAY + HOUR;
    const { out } = await runTool(dead, { now, isLastState: true });
    const { till } = await importAt(out, now);
    expect(till.outbox.saves.unfinished().map((one) => isStale(one, now))).toEqual([
      ...[true, true, true],
      ...[false, false],
    ]);
  });

  test.each([
    ['had gone backwards before that', true],
    ['has no watermark that says how far it had come', false],
  ])('is in doubt for too long where it %s, whatever is said', async (_, hasWatermark) => {
    const { dead } = await twoQueues();
    const watermark = join(dead, await asideIn(dead), 'store.mark');
    const content = serialise({ lastNumber: 9, lastSequence: 9 });
    await (hasWatermark ? writeFile(watermark, content) : rm(watermark));
    const now = START + DAY + HOUR;
    const { out, said } = await runTool(dead, { now, isLastState: true });
    expect(said.includes('store.went-backwards')).toBe(hasWatermark);
    const { till } = await importAt(out, now);
    expect(till.outbox.saves.unfinished().map((one) => isStale(one, now))).toEqual([
      ...[true, true, true],
      ...[false, false],
    ]);
  });

  test('counts as if it lay in the folder where a crash came while it was being set aside', async () => {
    const folder = await freshFolder();
    const { till, stop } = await startRecoverable(folder);
    for (const number of [1, 2]) await save(till, number);
    await stop();
    const aside = join(folder, 'aside-2026-11-24T04-30-00-000Z.moving');
    await mkdir(aside);
    await rename(join(folder, 'key.json'), join(aside, 'key.json'));
    const { result } = await runTool(folder);
    expect(result).toMatchObject({ ok: true, saves: 2, staying: 0 });
  });
});
