import { beforeEach, describe, expect, test } from 'vitest';
import { allowedActions } from '../../app/outbox/allowedActions.ts';
import { type Home, homeOf } from '../../app/outbox/home.ts';
import type { Save } from '../../app/outbox/save.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { exportQueue, importQueue } from '../../testing/tills/movedQueue.ts';
import { openChecked } from '../move/importFrom.ts';
import { Vault } from '../vault/vault.ts';
import { foreseeQueue } from './foreseeQueue.ts';
import { type Outbox, openOutbox } from './openOutbox.ts';
import { packQueue } from './packQueue.ts';
import { takeOverQueue } from './takeOverQueue.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 10, 24, 4);
const WORDS = 'correct horse';

let now: number;
/** What the gateway's clock says, or null where nobody knows. */
let time: () => number | null;
beforeEach(() => {
  now = START;
  time = () => now;
});

const open = (key: number, store = new MemoryStore(), ahead = 0, home: Home | null = null) =>
  openOutbox({
    store,
    vault: new Vault(Buffer.alloc(32, key)),
    now: () => now,
    knownTime: () => {
      const known = time();
      return known === null ? null : known + ahead;
    },
    retention: 7 * DAY,
    home: () => home,
  });
const idOf = (number: number) => String(number).padStart(32, '0');
const register = async (outbox: Outbox, number: number, parts: object = {}) => {
  const result = await outbox.intake.enqueue({
    requestId: idOf(number),
    origin: { brandId: '1', shopId: '2', operatorId: '3' },
    member: { mobile: String(13_800_000_000 + number) },
    app: null,
    correctionOf: null,
    consent: { at: 5, noticeVersion: 'v3', operatorId: '3', marketing: false },
    ...parts,
  });
  if (!result.ok) throw new Error(result.failure);
  return result.save;
};
const settle = (outbox: Outbox, save: Save, kind: 'accepted' | 'rejected') => {
  const words = { code: '', subCode: '', text: '', traceId: '' };
  const outcome =
    kind === 'accepted' ? { ...words, class: kind, customerId: '7' } : { ...words, class: kind };
  return outbox.delivery.settle(save, outcome, {
    now,
    random: () => 0,
    isOwnFault: false,
    isEverybodys: false,
  });
};
/** Exports everything from a till with one save that waits and one that is held. */
async function moved(outbox: Outbox) {
  await settle(outbox, await register(outbox, 2), 'rejected');
  await register(outbox, 1);
  const { text, requestIds } = await exportQueue(outbox, WORDS);
  await outbox.lending.close(requestIds);
  return text;
}
const reasonOf = (outbox: Outbox, number: number) => {
  const { state, heldReason } = outbox.saves.find(idOf(number)) ?? {};
  return state === 'held' ? heldReason : state;
};

describe('what an import would send', () => {
  test('is sent within a day of the export, and after that waits for the manager', async () => {
    const text = await moved(await open(1));
    now = START + DAY;
    const soon = await open(2);
    expect(await importQueue(soon, text, WORDS)).toMatchObject({ taken: 2, late: 0 });
    expect([1, 2].map((number) => reasonOf(soon, number))).toEqual(['pending', 'rejected']);
    now += 1;
    const late = await open(3);
    expect(await importQueue(late, text, WORDS)).toEqual({
      ok: true,
      taken: 2,
      alreadyHere: 0,
      late: 1,
      exportedAt: START,
    });
    expect([1, 2].map((number) => reasonOf(late, number))).toEqual(['late-import', 'rejected']);
    expect(late.saves.find(idOf(1))?.imported?.exportedAt).toBe(START);
  });

  test('waits for the manager also when a cashier could have sent it before', async () => {
    const text = await moved(await open(1));
    const late = await open(2);
    now = START + DAY + 1;
    await importQueue(late, text, WORDS);
    for (const number of [1, 2]) {
      const save = late.saves.find(idOf(number));
      if (save === undefined) throw new Error('the save is missing');
      expect(allowedActions(save, now)).toMatchObject({
        sendAgain: 'manager',
        discard: true,
        correct: true,
      });
      expect(await late.decisions.sendAgain(idOf(number))).toBeNull();
      expect(await late.decisions.requeue(idOf(number))).toMatchObject({ state: 'pending' });
    }
  });

  test('is not sent again by an import after its acceptance was forgotten', async () => {
    const from = await open(1);
    const text = await moved(from);
    const to = await open(2);
    await importQueue(to, text, WORDS);
    const [waiting] = to.saves.queue.values();
    if (waiting === undefined) throw new Error('nothing waits');
    await settle(to, waiting, 'accepted');
    now = START + 8 * DAY;
    await to.housekeep(now);
    expect(to.saves.find(idOf(1))).toBeUndefined();
    await importQueue(to, text, WORDS);
    expect(reasonOf(to, 1)).toBe('late-import');
  });

  describe('and was discarded here by the manager', () => {
    /** It went to another till, was sent again here and discarded, and the other till gives it back. */
    async function givenBack(timeOfDiscard: number | null, later: number) {
      const [from, to] = [await open(1), await open(2)];
      await importQueue(to, await moved(from), WORDS);
      now += MINUTE;
      await from.decisions.requeue(idOf(1));
      time = () => timeOfDiscard;
      await from.decisions.discard(idOf(1), 'manager', { reason: 'duplicate', operatorId: '3' });
      time = () => now;
      now += later;
      const { text } = await exportQueue(to, WORDS);
      now += MINUTE;
      return { from, text };
    }

    test.each([
      ['its file was written since', START + MINUTE],
      ['nobody knew then what time it was', null],
    ])('waits for the manager where %s', async (_, timeOfDiscard) => {
      const { from, text } = await givenBack(timeOfDiscard, MINUTE);
      const opened = await openChecked(text, WORDS, from);
      if (!opened.ok) throw new Error(opened.code);
      expect(await foreseeQueue(from, opened.queue, null, async () => {})).toMatchObject({
        here: 0,
        held: { rejected: 1, 'late-import': 1 },
      });
      expect(await importQueue(from, text, WORDS)).toMatchObject({ taken: 2, late: 1 });
      expect(reasonOf(from, 1)).toBe('late-import');
      expect(from.saves.find(idOf(1))).toMatchObject({ closedReason: null, closing: null });
    });

    test('stays so where it is the same file that it came by, also where nobody knew the time', async () => {
      const to = await open(2);
      const text = await moved(await open(1));
      await importQueue(to, text, WORDS);
      time = () => null;
      await to.decisions.discard(idOf(1), 'manager', { reason: 'duplicate', operatorId: '3' });
      expect(await importQueue(to, text, WORDS)).toMatchObject({ taken: 0, alreadyHere: 2 });
      expect(reasonOf(to, 1)).toBe('discarded');
    });

    test('stays so where its file was written before', async () => {
      const { from, text } = await givenBack(START + MINUTE, 0);
      expect(await importQueue(from, text, WORDS)).toMatchObject({ taken: 1, alreadyHere: 1 });
      expect(reasonOf(from, 1)).toBe('discarded');
    });
  });

  test('follows the same rule where it comes home', async () => {
    const from = await open(1);
    const text = await moved(from);
    now = START + 2 * DAY;
    expect(await importQueue(from, text, WORDS)).toMatchObject({ taken: 2, late: 1 });
    expect([1, 2].map((number) => reasonOf(from, number))).toEqual(['late-import', 'rejected']);
  });

  test('waits for the manager where the clock of one of the two tills must be wrong', async () => {
    const text = await moved(await open(1));
    for (const [key, wrong, reason] of [
      [2, -HOUR, 'late-import'],
      [3, -5 * MINUTE, 'pending'],
    ] as const) {
      now = START + wrong;
      const to = await open(key);
      await importQueue(to, text, WORDS);
      expect(reasonOf(to, 1)).toBe(reason);
    }
  });

  test('so does then what was held before: refused, or for its app when the settings fit', async () => {
    const [here, elsewhere] = ['1', '2'].map((appKey) =>
      homeOf({ brandId: '1', gateway: { url: 'https://gw.example/', appKey } }),
    );
    const app = here?.app ?? null;
    const from = await open(1, new MemoryStore(), 0, elsewhere);
    await register(from, 1, { app });
    await from.delivery.align();
    await settle(from, await register(from, 2, { app }), 'rejected');
    expect([1, 2].map((number) => reasonOf(from, number))).toEqual(['other-app', 'rejected']);
    const { text } = await exportQueue(from, WORDS);
    now = START - HOUR;
    const to = await open(2, new MemoryStore(), 0, here);
    await importQueue(to, text, WORDS);
    expect(await to.decisions.sendAgain(idOf(2))).toBeNull();
    await to.delivery.align();
    await to.delivery.holdStale(() => now);
    expect([1, 2].map((number) => reasonOf(to, number))).toEqual(['stale', 'rejected']);
  });

  test('is judged by the gateway’s clock where that is known, at both ends', async () => {
    const from = await open(1, new MemoryStore(), 2 * DAY);
    const text = await moved(from);
    const byGateway = await open(2, new MemoryStore(), 2 * DAY + HOUR);
    await importQueue(byGateway, text, WORDS);
    expect(reasonOf(byGateway, 1)).toBe('pending');
    expect(byGateway.saves.find(idOf(1))?.imported?.exportedAt).toBe(START + 2 * DAY);
  });

  test('is held once it has waited a day since the export, also when the first answer alone shows that', async () => {
    const text = await moved(await open(1));
    // The new till's clock is two days behind: the file seems to be fresh.
    now = START + MINUTE;
    const to = await open(2);
    await importQueue(to, text, WORDS);
    expect(reasonOf(to, 1)).toBe('pending');
    expect(await to.delivery.holdStale(() => START + DAY)).toBe(true);
    expect(reasonOf(to, 1)).toBe('pending');
    expect(await to.delivery.holdStale(() => START + DAY + 1)).toBe(true);
    expect(reasonOf(to, 1)).toBe('late-import');
  });

  test('is told to be late once, not again where it is here already, and not where it is corrected', async () => {
    const text = await moved(await open(1));
    const late = await open(2);
    now = START + DAY + 1;
    await register(late, 6, { correctionOf: idOf(1) });
    expect(await importQueue(late, text, WORDS)).toMatchObject({ taken: 2, late: 0 });
    const other = await open(3);
    expect(await importQueue(other, text, WORDS)).toMatchObject({ taken: 2, late: 1 });
    expect(await importQueue(other, text, WORDS)).toMatchObject({ alreadyHere: 2, late: 0 });
  });

  test('is closed where its correction came to this till before it', async () => {
    const from = await open(1);
    const original = await register(from, 1);
    await settle(from, original, 'rejected');
    const { text: first } = await exportQueue(from, WORDS);
    const to = await open(2);
    now = START + 1;
    await register(to, 5);
    await register(to, 6, { correctionOf: idOf(1) });
    await importQueue(to, first, WORDS);
    expect(to.saves.find(idOf(1))).toMatchObject({ state: 'discarded', closedReason: 'corrected' });
  });
});

describe('the order of what was imported', () => {
  test('is the order of the file, before what was made here later, also after a restart and another move', async () => {
    const from = await open(1);
    await register(from, 1);
    now = START - HOUR;
    // The clock was put back meanwhile.
    await register(from, 2);
    now = START + HOUR;
    await register(from, 3);
    const { text } = await exportQueue(from, WORDS);
    const store = new MemoryStore();
    const to = await open(2, store);
    now = START - 2 * HOUR;
    await register(to, 11);
    now = START + MINUTE;
    await register(to, 12);
    now = START + HOUR;
    await importQueue(to, text, WORDS);
    await register(to, 13);
    const expected = [11, 1, 2, 12, 3, 13].map(idOf);
    const order = (outbox: Outbox) => outbox.saves.unfinished().map(({ requestId }) => requestId);
    expect(order(to)).toEqual(expected);
    expect([...to.saves.queue.values()].map(({ requestId }) => requestId)).toEqual(expected);
    expect(order(await open(2, store))).toEqual(expected);
    const third = await open(3);
    await importQueue(third, (await exportQueue(to, WORDS)).text, WORDS);
    expect(order(third)).toEqual(expected);
  });

  test('is before what is registered here while the file is read, the same person too', async () => {
    const from = await open(1);
    await register(from, 1);
    await register(from, 2);
    const to = await open(2);
    const meanwhile = [12, 13];
    await takeOverQueue(to, packQueue(from).queue, async () => {
      const number = meanwhile.shift();
      if (number !== undefined) await register(to, number, { member: { mobile: '13800000002' } });
    });
    expect(to.saves.unfinished().map(({ requestId }) => requestId)).toEqual(
      [1, 2, 12, 13].map(idOf),
    );
  });
});
