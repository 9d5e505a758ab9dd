import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SET_UP } from '../../testing/tills/lostKey.ts';
import { freshFolder, startTill } from '../../testing/tills/openedTill.ts';

const NAME = 'aside-2026-11-24T00-00-00-000Z';

/** A till that was set aside at night, with a trail that does not vouch for its settings: they do not come along. */
async function leftAtNight() {
  const folder = await freshFolder();
  const day = await startTill(folder, { offer: SET_UP });
  await day.stop();
  const head = await readFile(`${folder}.audit`);
  for (const at of [100, 612]) head[at] = (head[at] ?? 0) ^ 1;
  await writeFile(`${folder}.audit`, head);
  await mkdir(join(folder, `${NAME}.moving`));
  const start = () => startTill(folder, { offer: null });
  return { folder, start };
}

test('a trail that was set aside alone, since its settings did not come along, is told at every start', async () => {
  const { start } = await leftAtNight();
  for (let starts = 0; starts < 2; starts += 1) {
    const morning = await start();
    expect(morning.till.settings.provision).toBeNull();
    expect(morning.till.warnings).toContainEqual({ code: 'audit.set-aside', detail: NAME });
    const lines = (await morning.lines()).filter(({ action }) => action === 'trail.set-aside');
    expect(lines).toHaveLength(1);
    await morning.stop();
  }
});

test('nor can it be removed there without being missed', async () => {
  const { folder, start } = await leftAtNight();
  await (await start()).stop();
  await rm(join(folder, NAME), { recursive: true });
  const morning = await start();
  expect(morning.till.warnings).toContainEqual({
    code: 'audit.broken',
    detail: `${NAME} is not as it was set aside`,
  });
});
