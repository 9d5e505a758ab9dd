import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { beginErasing, eraseOne } from '../testing/tills/beginErasing.ts';
import { save, stateOf, tillOfLostKey } from '../testing/tills/lostKey.ts';
import { movedTill, NEW_GATEWAY, startAndSend } from '../testing/tills/movedAddress.ts';
import { PROVISION, startTill } from '../testing/tills/openedTill.ts';
import { pushOut } from '../testing/tills/pushOut.ts';

const { managerPin: _, ...SILENT } = PROVISION;

/** Two megabytes of lines, each on a disk that is busy with other tests. */
const PATIENT = { timeout: 60_000 };

test(
  'earlier settings that are put back send nothing also once the line of the later ones was pushed out, over all starts',
  PATIENT,
  async () => {
    const { folder, putBack } = await movedTill(PROVISION, { ...SILENT, gateway: NEW_GATEWAY });
    const busy = await startTill(folder, { offer: null });
    await pushOut(busy.till.audit);
    await busy.stop();
    await putBack();
    for (const _start of ['first', 'second']) {
      const { sent, codes, lines, stop } = await startAndSend(folder);
      expect(codes()).toContain('settings.set-back');
      expect(await sent()).toEqual([]);
      expect((await lines()).map(({ action }) => action)).not.toContain('settings.counted');
      await stop();
    }
  },
);

test(
  'a record of erasings that is gone is missed also once the line of the last one was pushed out: whoever waits is held',
  PATIENT,
  async () => {
    const { folder, till: shop, start } = await tillOfLostKey();
    await eraseOne(shop.till);
    await pushOut(shop.till.audit);
    for (const number of [1, 2, 3]) await save(shop.till, number);
    await beginErasing(shop.till, '13800138002');
    await shop.stop();
    await rm(join(folder, 'erasure.json'));
    const { till, codes } = await start();
    expect([1, 2, 3].map((number) => stateOf(till, number))).toEqual(
      [1, 2, 3].map(() => 'late-import'),
    );
    expect(codes()).toEqual(['store.erasure-lost']);
  },
);
