import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lent } from '../../app/outbox/doubt.ts';
import type { Save } from '../../app/outbox/save.ts';
import { SaveBook } from '../../app/outbox/saveBook.ts';
import { discard, reopen } from '../../app/outbox/transitions.ts';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { numberedSave, openStore, storePath } from '../../testing/tills/journalHarness.ts';
import { openWords, upgraded, withSealedWords } from '../outbox/sealedWords.ts';
import { holdsItsFacts, openBody } from '../vault/sealedBody.ts';
import { Vault } from '../vault/vault.ts';
import { decodeHeader, FORMAT } from './header.ts';
import { scanLines } from './journalLine.ts';

/** The files of a store as the version of a format wrote them, with a snapshot and a journal. */
const FILES = join(import.meta.dirname, 'fixtures');
const vault = new Vault(Buffer.alloc(32, 7));

function oldStore(format: 3 | 4 | 5 | 6 | 7 | 8 | 9 = 3): PowerDisk {
  const folder = join(FILES, `format-${format}`);
  const files = readdirSync(folder).map(
    (name) => [storePath(name), readFileSync(join(folder, name))] as const,
  );
  return PowerDisk.of(new Map(files));
}

const app = 'https://gw.api.taobao.com 23456789';

/** The formats that stand in the headers of everything that the store has on the disk. */
function formatsOn(disk: PowerDisk): (number | undefined)[] {
  return [...disk.contents()].flatMap(([path, bytes]) => {
    const formats: (number | undefined)[] = [];
    if (!/outbox-\d+\.(journal|snapshot)$/.test(path)) return formats;
    scanLines(bytes, (start, end) => {
      if (bytes[start] === 0x48)
        formats.push(decodeHeader(bytes.toString('utf8', start, end))?.format);
    });
    return formats;
  });
}

describe('a store of format 3', () => {
  test('is shown also on a disk that is full: a new save is refused, and taken when there is space', async () => {
    const disk = oldStore();
    disk.fault = (call) => (call.startsWith('write') ? 'ENOSPC' : null);
    const { store, saves } = await openStore(disk);
    expect(saves).toHaveLength(4);
    expect(await store.put(numberedSave(9))).toMatchObject({ failure: 'store.disk-full' });
    disk.fault = () => null;
    expect(await store.put(numberedSave(9))).toEqual({ ok: true });
    await store.close();
    expect((await openStore(disk)).saves).toHaveLength(5);
  });

  test('opens whole, its bodies and consents too, and its saves name no app that they were made for', async () => {
    const opened = await openStore(oldStore());
    expect(opened.warnings).toEqual([]);
    expect(opened.lastSequence).toBe(4);
    expect(opened.saves.map(({ sequence, state }) => [sequence, state])).toEqual([
      [1, 'accepted'],
      [2, 'held'],
      [3, 'pending'],
      [4, 'sending'],
    ]);
    for (const save of opened.saves) {
      expect(save.consent).toMatchObject({ noticeVersion: 'v3' });
      expect(save).toMatchObject({ brandId: null, app: null, contentKey: null, imported: null });
    }
    const bodies = opened.saves.map(({ sealedBody, requestId, sequence }) =>
      vault.open(sealedBody ?? '', `${requestId}|${sequence}`),
    );
    expect(bodies[0]).toBeNull();
    expect(bodies.slice(1).map((body) => JSON.parse(body ?? '').mobile)).toEqual([
      '13900139000',
      '13700137000',
      '13600136000',
    ]);
  });

  test('is rewritten in this format, so that the version before refuses it instead of cutting lines short', async () => {
    const disk = oldStore();
    const { store } = await openStore(disk);
    await store.put({ ...numberedSave(5), app });
    await store.close();
    expect(new Set(formatsOn(disk))).toEqual(new Set([FORMAT]));
    const again = await openStore(disk);
    expect(again.saves.map((save) => save.app)).toEqual([null, null, null, null, app]);
    expect(again.warnings).toEqual([]);
  });

  test('is never appended to, at whatever moment of the rewriting the power goes', async () => {
    const before = oldStore();
    const old = [...before.contents()].filter(([path]) => path.endsWith('.journal'));
    for (let cutAt = 1; cutAt < 60; cutAt += 1) {
      const disk = oldStore();
      disk.cutAt = cutAt;
      void openStore(disk)
        .then(({ store }) => store.put({ ...numberedSave(5), app }))
        .catch(() => undefined);
      for (let turn = 0; turn < 40; turn += 1)
        await new Promise((resolve) => setImmediate(resolve));
      const after = disk.afterCut();
      for (const [path, bytes] of old) {
        const now = after.contents().get(path);
        if (now !== undefined) expect(now.subarray(0, bytes.length)).toEqual(bytes);
        if (now !== undefined)
          expect(now.subarray(bytes.length).every((byte) => byte === 0)).toBe(true);
      }
      const opened = await openStore(after);
      expect(opened.saves.slice(0, 4).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    }
  });

  test.each(['snapshot', 'journal'])(
    'is rewritten at once also where only its %s is left',
    async (kind) => {
      const files = [...oldStore().contents()].filter(([path]) => path.endsWith(kind));
      const disk = PowerDisk.of(new Map(files));
      const { store, saves } = await openStore(disk);
      expect(saves.length).toBeGreaterThan(0);
      expect(new Set(formatsOn(disk))).toEqual(new Set([FORMAT]));
      expect(store.problems()).toEqual([]);
    },
  );
});

describe('a store of format 4, in which the gateway’s words lay readable', () => {
  const readable = ['139.0013.9000', '手机号', 'Quill', 'quill', '王芳', '15r0z7l', '13600136000'];
  const openUpgraded = (disk: PowerDisk) =>
    openStore(disk, undefined, undefined, undefined, (save) => withSealedWords(vault, save));
  const onDisk = (disk: PowerDisk) =>
    [...disk.contents()].map(([, bytes]) => bytes.toString('utf8')).join('\n');

  test('opens whole, and the words of what waits or is held open with their saves', async () => {
    const { saves, warnings } = await openUpgraded(oldStore(4));
    expect(warnings).toEqual([]);
    expect(saves.map(({ sequence, state }) => [sequence, state])).toEqual([
      [1, 'accepted'],
      [2, 'held'],
      [3, 'pending'],
      [4, 'accepted'],
      [5, 'pending'],
    ]);
    expect(saves.map((save) => openWords(vault, save))).toEqual([
      null,
      { text: '手机号 139.0013.9000 不可用', traceId: '13900139000' },
      { text: 'Bartholomew Quill timed out 15 isp.remote:quill', traceId: '15r0z7lr' },
      null,
      null,
    ]);
    expect(saves.map(({ lastOutcome }) => lastOutcome)).toEqual([
      { class: 'accepted', code: '0', subCode: '', field: null },
      { class: 'rejected', code: '15', subCode: 'isv.invalid-parameter', field: 'mobile' },
      { class: 'later', code: '15', subCode: 'isp.remote:***', field: null },
      { class: 'accepted', code: '0', subCode: '', field: null },
      null,
    ]);
    expect(saves.map(({ customerId }) => customerId)).toEqual(['7000001', null, null, null, null]);
    for (const { app: madeFor, consent } of saves) {
      expect([madeFor, consent?.noticeVersion]).toEqual([app, 'v4']);
    }
  });

  test('has none of them on the disk any more once it is open', async () => {
    const disk = oldStore(4);
    const before = onDisk(disk);
    for (const words of readable) expect(before, 'the search can find').toContain(words);
    const { store } = await openUpgraded(disk);
    await store.close();
    expect(new Set(formatsOn(disk))).toEqual(new Set([FORMAT]));
    for (const words of readable) expect(onDisk(disk)).not.toContain(words);
    const again = await openUpgraded(disk);
    expect(again.saves.map((save) => openWords(vault, save)?.traceId)).toEqual([
      undefined,
      '13900139000',
      '15r0z7lr',
      undefined,
      undefined,
    ]);
  });
});

describe('a store of format 5, in which a closed save had one reason for two things', () => {
  const reasonsOf = ({ sequence, state, heldReason, closedReason }: Save) =>
    [sequence, state, heldReason, closedReason] as const;
  const reasons = [
    [1, 'accepted', null, null],
    [2, 'discarded', null, 'corrected'],
    [3, 'discarded', null, 'moved'],
    [4, 'accepted', null, null],
    [5, 'discarded', null, 'manager'],
    [6, 'accepted', null, null],
  ];

  test('opens whole, and each closed save says why it is closed', async () => {
    const { saves, warnings } = await openStore(oldStore(5));
    expect(warnings).toEqual([]);
    expect(saves.map(reasonsOf)).toEqual(reasons);
    expect(saves.map(({ correctionOf }) => correctionOf).at(-1)).toBe(saves[1]?.requestId);
  });

  test('is rewritten in this format, and says the same of each from then on', async () => {
    const disk = oldStore(5);
    const { store, saves } = await openStore(disk);
    const [, corrected] = saves;
    if (corrected === undefined) throw new Error('the save is missing');
    await store.put(reopen(corrected, 9));
    await store.close();
    expect(new Set(formatsOn(disk))).toEqual(new Set([FORMAT]));
    const again = (await openStore(disk)).saves.map(reasonsOf);
    expect(again).toEqual(reasons.with(1, [2, 'held', 'rejected', null]));
  });
});

describe('a store of format 6, in which nobody stood who had closed a save', () => {
  const whoOf = ({ sequence, state, heldReason, closedReason, closing }: Save) => [
    sequence,
    state,
    heldReason,
    closedReason,
    closing,
  ];
  const asWritten: unknown[][] = [
    [1, 'accepted', null, null, null],
    [2, 'discarded', 'rejected', 'manager', null],
    [3, 'held', 'stale', null, null],
    [4, 'discarded', null, 'corrected', null],
    [5, 'pending', null, null, null],
  ];

  test('opens whole, and is rewritten in this format, which says who has closed what', async () => {
    const disk = oldStore(6);
    const { store, saves, warnings } = await openStore(disk);
    expect(warnings).toEqual([]);
    expect(saves.map(whoOf)).toEqual(asWritten);
    const [, , held] = saves;
    if (held === undefined) throw new Error('the save is missing');
    const closing = { reason: 'duplicate', operatorId: '2392313' } as const;
    await store.put(discard(held, 'manager', 9, closing));
    await store.close();
    expect(new Set(formatsOn(disk))).toEqual(new Set([FORMAT]));
    const again = (await openStore(disk)).saves.map(whoOf);
    expect(again).toEqual(asWritten.with(2, [3, 'discarded', 'stale', 'manager', closing]));
  });
});

describe('a store of format 7, in which nothing said what had gone into a file', () => {
  const whenOf = ({ sequence, closing, firstUnknownAt, lentAt }: Save) => [
    sequence,
    closing?.reason,
    firstUnknownAt,
    lentAt,
  ];
  const asWritten: unknown[][] = [
    [1, undefined, null, null],
    [2, 'duplicate', null, null],
    [3, undefined, 7, null],
    [4, undefined, 8, null],
    [5, undefined, 9, null],
  ];

  test('opens whole, and is rewritten in this format, which says when', async () => {
    const disk = oldStore(7);
    const { store, saves, warnings } = await openStore(disk);
    expect(warnings).toEqual([]);
    expect(saves.map(whenOf)).toEqual(asWritten);
    const [, , pending] = saves;
    if (pending === undefined) throw new Error('the save is missing');
    await store.put(lent(pending, 9));
    await store.close();
    expect(new Set(formatsOn(disk))).toEqual(new Set([FORMAT]));
    const again = (await openStore(disk)).saves.map(whenOf);
    expect(again).toEqual(asWritten.with(2, [3, undefined, 7, 9]));
  });
});

describe('a store of format 8, in which nothing but the sealed body said in which shop', () => {
  const whereOf = ({ sequence, state, lentAt, shopId }: Save) => [sequence, state, lentAt, shopId];
  const asWritten: unknown[][] = [
    [1, 'accepted', null, null],
    [2, 'pending', 7, null],
    [3, 'discarded', 8, null],
  ];

  test('opens whole, and is rewritten in this format, which says in which shop', async () => {
    const disk = oldStore(8);
    const { store, saves, warnings } = await openStore(disk);
    expect(warnings).toEqual([]);
    expect(saves.map(whereOf)).toEqual(asWritten);
    await store.put({ ...numberedSave(4), shopId: '239923231' });
    await store.close();
    expect(new Set(formatsOn(disk))).toEqual(new Set([FORMAT]));
    const again = (await openStore(disk)).saves.map(whereOf);
    expect(again).toEqual([...asWritten, [4, 'pending', null, '239923231']]);
  });
});

describe('a store of format 9, in which nothing bound whose a save is', () => {
  const [original, correction, third] = [2, 3, 4].map((number) => String(number).padStart(32, '0'));
  const openBound = (disk: PowerDisk) =>
    openStore(disk, undefined, undefined, undefined, (save) => upgraded(vault, save));
  const mobilesOf = (saves: readonly Save[]) =>
    saves.map((save) => JSON.parse(openBody(vault, save) ?? '{}').mobile);
  const mobiles = [undefined, '13800138002', '13800138003', '13800138002'];

  test('opens whole, and every save that waits is bound from then on to whose it is and what it corrects', async () => {
    const disk = oldStore(9);
    const { store, saves, warnings } = await openBound(disk);
    expect(warnings).toEqual([]);
    expect(saves.map(({ factsKey }) => factsKey !== null)).toEqual([false, true, true, true]);
    await store.close();
    expect(new Set(formatsOn(disk))).toEqual(new Set([FORMAT]));
    // Nobody's key is needed any more to tell: it is on the disk.
    const again = await openStore(disk);
    expect(mobilesOf(again.saves)).toEqual(mobiles);
    expect(again.saves.map(({ requestId, correctionOf }) => [requestId, correctionOf])).toEqual([
      ['0'.repeat(31).concat('1'), null],
      [original, null],
      [correction, original],
      [third, null],
    ]);
    for (const change of [{ identityKeys: [] }, { correctionOf: third ?? '' }, { factsKey: null }])
      expect(mobilesOf(again.saves.map((save) => ({ ...save, ...change })))[1]).toBeUndefined();
  });

  test('keeps the order of its people, and what was accepted in it leads nobody to another person', async () => {
    const { saves } = await openBound(oldStore(9));
    const book = new SaveBook(new Map(saves.map((save) => [save.requestId, save])), (save) =>
      holdsItsFacts(vault, save),
    );
    expect(saves.map((save) => book.queue.firstOf(save).sequence)).toEqual([1, 2, 2, 2]);
    const [accepted] = saves;
    const joined = {
      ...accepted,
      identityKeys: saves.flatMap((save) => save.identityKeys),
    } as Save;
    expect(holdsItsFacts(vault, joined)).toBe(false);
  });
});
