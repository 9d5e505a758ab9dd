import { join } from 'node:path';
import { expect, test } from 'vitest';
import { beginErasing } from '../../testing/tills/beginErasing.ts';
import { DAMAGES_OF_ERASING, damageErasing } from '../../testing/tills/damagedErasing.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import {
  copyOf,
  HOUR,
  idOf,
  importAt,
  runTool,
  START,
  save,
  startRecoverable,
} from './testing/deadTill.ts';

test.each(DAMAGES_OF_ERASING)(
  'nothing of a folder goes by itself where the record of an erasing %s hides who is in it, and that is told',
  async (damage) => {
    const folder = await freshFolder();
    const { till } = await startRecoverable(folder);
    for (const number of [1, 2, 3]) await save(till, number);
    await beginErasing(till, '13800130002');
    const dead = await copyOf(folder);
    await damageErasing(join(dead, 'erasure.json'), damage);
    const { result, out, said } = await runTool(dead);
    expect(result).toMatchObject({ ok: true, saves: 3, staying: 0 });
    expect(said).toContain('erasure.json');
    expect(said).not.toContain('by themselves, if');
    const { till: other } = await importAt(out, START + HOUR);
    const held = [1, 2, 3].map((number) => other.outbox.saves.find(idOf(number)));
    expect(held.map((one) => one?.heldReason)).toEqual(held.map(() => 'late-import'));
  },
);
