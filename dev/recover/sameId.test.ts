import { readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serialise } from '../../main/journal/watermark.ts';
import { setAsideTogether } from '../../main/vault/asideFolders.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import {
  answer,
  copyOf,
  HOUR,
  idOf,
  importAt,
  losingStore,
  runTool,
  START,
  save,
  startRecoverable,
} from './testing/deadTill.ts';

type Till = Awaited<ReturnType<typeof startRecoverable>>['till'];

const OTHERS = '13999999999';

/** 1 and 2 wait under a key that was lost; the next queue gave id 1 to somebody else while that could not be read. */
async function sameId(mobile: string, more: (till: Till) => Promise<unknown> = async () => null) {
  const folder = await freshFolder();
  const { store, keyWrapper, remember } = losingStore();
  const first = await startRecoverable(folder, { keyWrapper });
  for (const number of [1, 2]) await save(first.till, number);
  await first.stop();
  await remember(folder);
  store.isClosed = true;
  await setAsideTogether(folder, START + HOUR / 2);
  const name = (await readdir(folder)).find((one) => one.startsWith('aside-')) ?? '';
  await rename(join(folder, name), `${folder}-away`);
  const clock = new VirtualClock(START + HOUR / 2);
  const second = await startRecoverable(folder, { keyWrapper, clock });
  await save(second.till, 1, { mobile });
  await more(second.till);
  await second.stop();
  await rename(`${folder}-away`, join(folder, name));
  const dead = await copyOf(folder);
  return { dead, aside: join(dead, name), told: `${name} S-0001 (another save has its id).` };
}

const mobilesIn = async (file: string) => {
  const { outbox } = (await importAt(file, START + HOUR)).till;
  const bodies = [...outbox.saves.values()].map((one) => outbox.contents.openBody(one));
  return bodies.map((body) => /"mobile":"(\d+)"/.exec(body ?? '')?.[1]);
};

test('what waits under an id that the next queue has given to somebody else stays, and is told', async () => {
  const { dead, told } = await sameId(OTHERS);
  const { result, said, out } = await runTool(dead);
  expect(result).toMatchObject({ ok: true, saves: 2, staying: 1 });
  expect(said).toContain(told);
  expect(await mobilesIn(out)).toEqual(['13800130002', OTHERS]);
});

test('it is told also where its folder is named alone, and where the other one was sent', async () => {
  for (const more of [undefined, (till: Till) => answer(till, 1, 'accepted')]) {
    const { aside } = await sameId(OTHERS, more);
    const { result, said, out } = await runTool(aside);
    expect(result).toMatchObject({ ok: true, saves: 1, staying: 1 });
    expect(said).toContain('Stays: S-0001 (another save has its id).');
    expect(await mobilesIn(out)).toEqual(['13800130002']);
  }
});

test('it goes where the manager has discarded the other one before anything of that left', async () => {
  const { aside } = await sameId(OTHERS, async ({ outbox }) => {
    await outbox.decisions.discard(idOf(1), 'manager');
  });
  const { result, out } = await runTool(aside);
  expect(result).toMatchObject({ ok: true, saves: 2, staying: 0 });
  expect(await mobilesIn(out)).toEqual(['13800130001', '13800130002']);
});

test('it stays where that is an earlier state of the next queue: since then the other may have been sent', async () => {
  const { dead, told } = await sameId(OTHERS, async ({ outbox }) => {
    await outbox.decisions.discard(idOf(1), 'manager');
  });
  await writeFile(`${dead}.mark`, serialise({ lastNumber: 99, lastSequence: 9 }));
  const { result, said } = await runTool(dead);
  expect(result).toMatchObject({ ok: true, saves: 1, staying: 1 });
  expect(said).toContain(told);
});

test('what the next queue has as well is no other save, and is told nowhere', async () => {
  const { dead } = await sameId('13800130001');
  expect((await runTool(dead)).result).toMatchObject({ ok: true, saves: 2, staying: 0 });
});
