import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { BulkDeed } from '../../app/outbox/bulk.ts';
import { heldTill, idOf, OF_OPERATOR, OTHER } from '../../testing/tills/heldTill.ts';
import { freshFolder, OPERATOR } from '../../testing/tills/openedTill.ts';

test.each<BulkDeed>([
  { kind: 'discard', cause: OF_OPERATOR, reason: 'declined' },
  { kind: 'correct', cause: OF_OPERATOR, change: { field: 'operator', value: OTHER } },
])('what goes to another till while a run begins is left alone by it: $kind', async (deed) => {
  const { till, calls, preview, over } = await heldTill(await freshFolder(), 3);
  const { lending, saves } = till.outbox;
  const ids = [...saves.unfinished()].map(({ requestId }) => requestId);
  expect(ids).toContain(idOf(1));
  const { token } = await preview(deed);
  const end = lending.begin(ids);
  expect(await calls.runBulk({ operatorId: OPERATOR, token })).toMatchObject({ ok: true });
  for (let turn = 0; turn < 20; turn += 1) await nextTurn();
  await lending.close(ids);
  end();
  expect(await over()).toMatchObject({ state: 'done', done: 0, left: { changed: ids.length } });
  expect(new Set([...saves.values()].map(({ closedReason }) => closedReason))).toEqual(
    new Set(['moved']),
  );
});
