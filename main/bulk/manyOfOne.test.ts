import { expect, test, vi } from 'vitest';
import type { Outcome } from '../../app/gateway/outcome.ts';
import { platformApp } from '../../app/gateway/platformApp.ts';
import type { BulkDeed } from '../../app/outbox/bulk.ts';
import { freezeBody } from '../../app/outbox/freezeBody.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import {
  answered,
  OF_OPERATOR as cause,
  heldTill,
  idOf,
  mobileOf,
  OTHER,
  saved,
  WRONG_OPERATOR,
} from '../../testing/tills/heldTill.ts';
import { CONSENT } from '../../testing/tills/moveDesk.ts';
import { importQueue } from '../../testing/tills/movedQueue.ts';
import { freshFolder, OPERATOR, PROVISION } from '../../testing/tills/openedTill.ts';
import { sealQueue } from '../outbox/movedFile.ts';

const MANY = 200;
/** A walk finds each of them by each key that is theirs: of the members that one save corrects it has so many. */
const A_WALK = 64 * MANY;
/** As many as are judged in one go: behind each go something is stored. */
const AT_ONCE = 32;
const resend: BulkDeed = { kind: 'resend', cause };
const discard: BulkDeed = { kind: 'discard', cause, reason: 'test' };
const correct: BulkDeed = { kind: 'correct', cause, change: { field: 'operator', value: OTHER } };

/** How often a save is looked at on the walks through a person while some work goes on. */
function looksIn(saves: Saves): (work: () => Promise<unknown>) => Promise<number> {
  let looks = 0;
  const ofPerson = saves.ofPerson.bind(saves);
  vi.spyOn(saves, 'ofPerson').mockImplementation((key) => {
    const found = ofPerson(key);
    looks += found.length;
    return found;
  });
  return async (work) => {
    looks = 0;
    await work();
    return looks;
  };
}

/** A till that has taken a file with so many refused corrections of one member, each by another number. */
async function manyOfOne() {
  const held = await heldTill(await freshFolder(), 0);
  const { outbox, clock } = held.till;
  const madeAt = clock.now() - 1_000;
  const lastOutcome: Outcome = WRONG_OPERATOR;
  const history = {
    ...{ createdAt: madeAt, state: 'held', heldReason: 'rejected', lastOutcome },
    ...{ attempts: 1, undecided: 0, firstUnknownAt: null },
  };
  const { brandId, shopId } = PROVISION;
  const saves = Array.from({ length: MANY }, (_, at) => ({
    body: freezeBody(
      idOf(at + 1),
      { brandId, shopId, operatorId: OPERATOR },
      { mobile: mobileOf(at) },
    ),
    operatorId: OPERATOR,
    app: platformApp(PROVISION.gateway),
    correctionOf: 'f'.repeat(32),
    consent: CONSENT,
    ...{ madeAt, history },
  }));
  const queue = { exportedAt: clock.now(), saves } as Parameters<typeof sealQueue>[0];
  const taken = await importQueue(outbox, await sealQueue(queue, 'correct horse'), 'correct horse');
  expect(taken).toMatchObject({ taken: MANY });
  return { ...held, looked: looksIn(outbox.saves) };
}

test('whoever has ever so many held saves is walked through once for a preview of them: once for each, a file of some thousands took hours', async () => {
  const { preview, looked } = await manyOfOne();
  // Once for what has passed them, and once for what stands behind them.
  for (const deed of [resend, discard, correct])
    expect(await looked(() => preview(deed)), deed.kind).toBeLessThanOrEqual(2 * A_WALK);
});

/** A till where somebody was registered so often under one number, and refused each time. */
async function refusedAgain() {
  const held = await heldTill(await freshFolder(), 0);
  const { till } = held;
  for (let number = 1; number <= MANY; number += 1) {
    await saved(till, number, { mobile: mobileOf(0) });
    await answered(till, idOf(number), WRONG_OPERATOR);
  }
  return { ...held, looked: looksIn(till.outbox.saves) };
}

/** Behind each go something has changed: before the next is judged, and before each of it is decided about in its turn. */
const MOST_LOOKS = (Math.ceil(MANY / AT_ONCE) + 1) * 4 * MANY;

test('and anew only behind what was stored meanwhile while all of them are sent again', async () => {
  const { done, looked, states } = await refusedAgain();
  expect(await looked(() => done(resend))).toBeLessThanOrEqual(MOST_LOOKS);
  expect(new Set(states())).toEqual(new Set(['pending']));
});

test('and while what was discarded is taken back', async () => {
  const { done, looked, states } = await refusedAgain();
  const discarded = await done(discard);
  const undo: BulkDeed = { kind: 'undo', run: discarded?.id ?? '' };
  expect(await looked(() => done(undo))).toBeLessThanOrEqual(MOST_LOOKS);
  expect(new Set(states())).toEqual(new Set(['pending']));
});
