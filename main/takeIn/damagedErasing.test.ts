import { join } from 'node:path';
import { expect, test } from 'vitest';
import { beginErasing } from '../../testing/tills/beginErasing.ts';
import { DAMAGES_OF_ERASING, damageErasing } from '../../testing/tills/damagedErasing.ts';
import { SET_UP, save, send, stateOf, tillOfLostKey } from '../../testing/tills/lostKey.ts';

test.each(DAMAGES_OF_ERASING)(
  'nothing of a folder goes by itself where the record of an erasing %s hides who is in it, and that is told',
  async (damage) => {
    const made = await tillOfLostKey();
    for (const number of [1, 2, 3]) await save(made.till.till, number);
    await beginErasing(made.till.till, '13800138002');
    await made.till.stop();
    const aside = await made.loseKey();
    await (await made.start({ offer: SET_UP })).stop();
    made.store.isClosed = false;
    await damageErasing(join(aside, 'erasure.json'), damage);
    const { till, codes } = await made.start();
    expect([1, 2, 3].map((number) => stateOf(till, number))).toEqual(
      Array.from({ length: 3 }, () => 'late-import'),
    );
    expect(await send(till, 2)).toBe(false);
    expect(codes()).toEqual(['queue.taken-in', 'store.erasure-lost']);
  },
);
