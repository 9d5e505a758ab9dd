import { expect, test } from 'vitest';
import { beginErasing } from '../../testing/tills/beginErasing.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import {
  copyOf,
  HOUR,
  idOf,
  importAt,
  openOf,
  runTool,
  START,
  save,
  startRecoverable,
} from './testing/deadTill.ts';

test('whoever was being erased when the PC died goes into no export, and is told to stay', async () => {
  const folder = await freshFolder();
  const { till } = await startRecoverable(folder);
  for (const number of [1, 2, 3]) await save(till, number);
  await beginErasing(till, '13800130002');
  const dead = await copyOf(folder);
  const { result, out, said } = await runTool(dead);
  expect(result).toMatchObject({ ok: true, saves: 2, staying: 1 });
  expect(said).toContain('Stays: S-0002 (is being erased).');
  const { till: other } = await importAt(out, START + HOUR);
  expect(openOf(other).map(([number]) => number)).toEqual([1, 3]);
  expect(other.outbox.saves.find(idOf(2))).toBeUndefined();
});
