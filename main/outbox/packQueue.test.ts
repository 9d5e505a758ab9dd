import { describe, expect, test } from 'vitest';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { exportQueue, importQueue } from '../../testing/tills/movedQueue.ts';
import { Vault } from '../vault/vault.ts';
import { type Outbox, openOutbox } from './openOutbox.ts';

const words = { code: '41', subCode: '', text: '', traceId: '' };
const open = (key: number, store = new MemoryStore()) =>
  openOutbox({ store, vault: new Vault(Buffer.alloc(32, key)), now: () => 9, retention: 1_000 });

const idOf = (number: number) => String(number).padStart(32, '0');
const enqueue = (outbox: Outbox, number: number) =>
  outbox.intake.enqueue({
    requestId: idOf(number),
    origin: { brandId: '1', shopId: '2', operatorId: '3' },
    member: { mobile: `1380013800${number}`, name: '刘德华', remark: '"引号"\n' },
    app: 'https://gateway.example k',
    correctionOf: null,
    consent: { at: 5, noticeVersion: 'v3', operatorId: '4', marketing: true },
  });

/** A till with one save that waits, one that is held and one that is accepted. */
async function oldTill() {
  const outbox = await open(1);
  for (const number of [1, 2, 3]) {
    const result = await enqueue(outbox, number);
    if (!result.ok) throw new Error(result.failure);
    const context = { now: 9, random: () => 0, isOwnFault: false, isEverybodys: false };
    if (number === 2)
      await outbox.delivery.settle(result.save, { ...words, class: 'rejected' }, context);
    if (number === 3) {
      await outbox.delivery.settle(
        result.save,
        { ...words, class: 'accepted', customerId: '7' },
        context,
      );
    }
  }
  return outbox;
}

describe('a move', () => {
  test('another till takes over what waits and what is held, with the same ids and bytes', async () => {
    const from = await oldTill();
    const to = await open(2);
    const { text, requestIds } = await exportQueue(from, 'correct horse');
    expect(await importQueue(to, text, 'correct horse')).toEqual({
      ok: true,
      taken: 2,
      alreadyHere: 0,
      late: 0,
      exportedAt: 9,
    });
    for (const requestId of requestIds) {
      const [before, after] = [from.saves.find(requestId), to.saves.find(requestId)];
      if (!before || !after) throw new Error('the save is missing');
      expect(to.contents.openBody(after)).toBe(from.contents.openBody(before));
      expect(after.masked).toEqual(before.masked);
      expect(after.brandId).toBe(before.brandId);
      expect(after.app).toBe('https://gateway.example k');
      expect(after.contentKey).not.toBeNull();
      expect(after.state).toBe(before.state);
      expect(after.heldReason).toBe(before.heldReason);
      expect(before.consent).not.toBeNull();
      expect(after.consent).toEqual(before.consent);
    }
  });

  test('what the gateway said goes along sealed, and opens at the new till', async () => {
    const from = await open(1);
    const result = await enqueue(from, 1);
    if (!result.ok) throw new Error(result.failure);
    const context = { now: 9, random: () => 0, isOwnFault: false, isEverybodys: false };
    const said = { ...words, text: '13800138001 刘德华 不可用', traceId: 't-1' };
    await from.delivery.settle(result.save, { ...said, class: 'rejected' }, context);
    const { text, requestIds } = await exportQueue(from, 'correct horse');
    const to = await open(2);
    await importQueue(to, text, 'correct horse');
    const arrived = to.saves.find(idOf(1));
    if (arrived === undefined) throw new Error('the save is missing');
    expect(to.contents.openWords(arrived)).toEqual({ text: said.text, traceId: said.traceId });
    expect(JSON.stringify(arrived)).not.toContain('刘德华');
    expect(arrived.lastOutcome).toEqual(from.saves.find(idOf(1))?.lastOutcome);
    await from.lending.close(requestIds);
    await importQueue(from, text, 'correct horse');
    const back = from.saves.find(idOf(1));
    if (back === undefined) throw new Error('the save is missing');
    expect(from.contents.openWords(back)).toEqual({ text: said.text, traceId: said.traceId });
  });

  test('the exporting till stops sending what it exported, and can requeue it', async () => {
    const from = await oldTill();
    const { requestIds } = await exportQueue(from, 'correct horse');
    expect(await from.lending.close(requestIds)).toBe(2);
    expect(from.saves.queue.size).toBe(0);
    expect(from.saves.find(requestIds[0] ?? '')).toMatchObject({
      state: 'discarded',
      closedReason: 'moved',
    });
    await from.decisions.requeue(requestIds[0] ?? '');
    expect(from.saves.queue.size).toBe(1);
  });

  test('importing twice changes nothing', async () => {
    const to = await open(2);
    const { text } = await exportQueue(await oldTill(), 'correct horse');
    await importQueue(to, text, 'correct horse');
    const before = JSON.stringify(to.saves.unfinished());
    expect(await importQueue(to, text, 'correct horse')).toMatchObject({
      taken: 0,
      alreadyHere: 2,
    });
    expect(JSON.stringify(to.saves.unfinished())).toBe(before);
  });

  test('a queue that comes back is sent again, here as well as from the other till', async () => {
    const from = await oldTill();
    const there = await open(2);
    const first = await exportQueue(from, 'correct horse');
    await from.lending.close(first.requestIds);
    await importQueue(there, first.text, 'correct horse');
    const back = await exportQueue(there, 'correct horse');
    await there.lending.close(back.requestIds);
    expect(await importQueue(from, back.text, 'correct horse')).toMatchObject({ taken: 2 });
    expect(from.saves.counts).toMatchObject({ pending: 1, held: 1, discarded: 0 });
    expect(there.saves.queue.size).toBe(0);
  });

  test('a save that is being sent stays, and is counted: it may take effect at any moment', async () => {
    const from = await oldTill();
    const [pending] = from.saves.queue.values();
    if (pending === undefined) throw new Error('nothing waits');
    expect(await from.delivery.mark(pending, 9)).not.toBeNull();
    const to = await open(2);
    const { text, requestIds, staying } = await exportQueue(from, 'correct horse');
    expect(staying).toBe(1);
    expect(requestIds).not.toContain(pending.requestId);
    expect(await importQueue(to, text, 'correct horse')).toMatchObject({ taken: 1 });
    expect(to.saves.find(pending.requestId)).toBeUndefined();
  });

  test('a save whose body does not open stays, and is counted', async () => {
    const store = new MemoryStore();
    const from = await open(1, store);
    await Promise.all([1, 2, 3].map((number) => enqueue(from, number)));
    const other = await open(5, store);
    await enqueue(other, 4);
    const { requestIds, staying } = await exportQueue(other, 'correct horse');
    expect(requestIds).toEqual([idOf(4)]);
    expect(staying).toBe(3);
  });

  test('what cannot be stored is not said to be taken over, be it new here or come home', async () => {
    const from = await oldTill();
    const { text, requestIds } = await exportQueue(from, 'correct horse');
    await from.lending.close(requestIds);
    const home = new MemoryStore();
    const refused = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' } as const;
    const there = await open(2, home);
    home.refusal = refused;
    const notStored = { ok: false, code: 'not-stored', taken: 0 };
    expect(await importQueue(there, text, 'correct horse')).toEqual(notStored);
    expect(there.saves.unfinished()).toEqual([]);
    home.refusal = null;
    expect(await importQueue(there, text, 'correct horse')).toMatchObject({ taken: 2 });
    await there.lending.close(requestIds);
    home.refusal = refused;
    expect(await importQueue(there, text, 'correct horse')).toEqual(notStored);
    expect(await there.lending.close(requestIds), 'they are closed already').toBe(0);
  });

  test('other content under an id that was accepted here is refused, not taken for the same', async () => {
    const { text } = await exportQueue(await oldTill(), 'correct horse');
    const store = new MemoryStore();
    const there = await open(2, store);
    await importQueue(there, text, 'correct horse');
    const [save] = there.saves.unfinished();
    if (save === undefined) throw new Error('nothing came');
    store.onDisk.set(save.requestId, {
      ...save,
      state: 'accepted',
      sealedBody: null,
      contentKey: 'of other content',
    });
    const again = await importQueue(await open(2, store), text, 'correct horse');
    expect(again).toEqual({ ok: false, code: 'move.bad-save' });
  });

  test('what a manager has discarded here stays discarded, whatever file of before it stands in', async () => {
    const from = await oldTill();
    const { text, requestIds } = await exportQueue(from, 'correct horse');
    for (const requestId of requestIds) await from.decisions.discard(requestId, 'manager');
    expect(await importQueue(from, text, 'correct horse')).toMatchObject({
      taken: 0,
      alreadyHere: 2,
    });
    expect(from.saves.unfinished()).toEqual([]);
  });

  test('without the passphrase nothing can be read, and nothing is taken', async () => {
    const { text } = await exportQueue(await oldTill(), 'correct horse');
    for (const plain of ['13800138001', '刘德华']) expect(text).not.toContain(plain);
    const to = await open(2);
    expect(await importQueue(to, text, 'wrong horse')).toEqual({
      ok: false,
      code: 'move.wrong-passphrase',
    });
    expect(await importQueue(to, 'hello', 'x')).toEqual({ ok: false, code: 'move.not-a-queue' });
    const altered = JSON.parse(text) as { sealed: string };
    altered.sealed = `AAAA${altered.sealed.slice(4)}`;
    expect((await importQueue(to, JSON.stringify(altered), 'correct horse')).ok).toBe(false);
    expect(to.saves.unfinished()).toEqual([]);
  });
});
