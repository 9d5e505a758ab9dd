import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { BulkDeed } from '../../app/outbox/bulk.ts';
import { slipNumber } from '../../app/outbox/save.ts';
import {
  heldSaves,
  heldTill,
  idOf,
  mobileOf,
  OF_OPERATOR,
  OTHER,
} from '../../testing/tills/heldTill.ts';
import { freshFolder, OPERATOR } from '../../testing/tills/openedTill.ts';
import { tokenOf } from '../person/personToken.ts';

const correct: BulkDeed = {
  kind: 'correct',
  cause: OF_OPERATOR,
  change: { field: 'operator', value: OTHER },
};

test('whoever is erased while a run corrects them is left in no correction, at whichever moment of it: they are gone, or it is said that something is decided about them', async () => {
  const { till, calls, clock, preview, over } = await heldTill(await freshFolder(), 0);
  const { saves } = till.outbox;
  let erasings = 0;
  for (let turns = 0; turns < 48; turns += 4) {
    const number = 2 * turns + 1;
    // No faster than somebody looks people up.
    await clock.pass(60_000);
    await heldSaves(till, 1, number);
    const token = tokenOf([slipNumber(saves.find(idOf(number))?.sequence ?? 0)]);
    const identity = { mobile: mobileOf(number) };
    const begun = calls.runBulk({ operatorId: OPERATOR, token: (await preview(correct)).token });
    for (let turn = 0; turn < turns; turn += 1) await nextTurn();
    const erased = await calls.erasePerson({ identity, operatorId: OPERATOR, token });
    await begun;
    expect(await over()).toMatchObject({ problem: null });
    const left = till.person.desk.savesOf(identity);
    if (erased.ok) erasings += 1;
    else expect(['person.busy', 'person.changed']).toContain(erased.error.code);
    expect(left, `after ${turns} turns`).toHaveLength(erased.ok ? 0 : 2);
  }
  expect(erasings).toBeGreaterThan(0);
});
