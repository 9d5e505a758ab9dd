import { expect, test } from 'vitest';
import { atDepth } from '../../testing/depth.ts';
import { checkFiles } from './checkFiles.ts';
import { keptTill } from './fileTill.ts';

test('a till has every file that it ever writes in the folder that is damaged here', async () => {
  const { files, saves } = await keptTill();
  const names = [...files.keys()].map((path) => path.replaceAll('\\', '/')).sort();
  for (const name of ['data.mark', 'data/draft.json', 'data/key.json', 'data/settings.json']) {
    expect(names).toContain(name);
  }
  expect(names.filter((name) => /outbox-\d+\.(journal|snapshot)$/.test(name))).toHaveLength(2);
  expect(new Set(saves.map(({ state }) => state))).toEqual(
    new Set(['accepted', 'held', 'discarded', 'pending']),
  );
});

test('whatever file of a till is damaged: it starts, tells what is missing, loses nothing that could be read', async () => {
  await checkFiles(await keptTill(), atDepth({ whole: 150, short: 20 }));
}, 120_000);
