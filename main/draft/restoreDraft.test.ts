import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Draft } from '../../app/draft/draft.ts';
import { EMPTY_MEMBER, type Member } from '../../app/member/memberSchema.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { type Outbox, openOutbox } from '../outbox/openOutbox.ts';
import { Vault } from '../vault/vault.ts';
import { DraftStore } from './draftStore.ts';
import { restoreDraft } from './restoreDraft.ts';

const vault = new Vault(Buffer.alloc(32, 7));
const place = { brandId: '1', shopId: '2' };
const draft: Draft = {
  requestId: 'a'.repeat(32),
  operatorId: '3',
  member: { ...EMPTY_MEMBER, mobile: '138 0013 8000', name: ' 王芳 ' },
  consent: null,
  correctionOf: null,
  chosen: null,
  isLocked: false,
};

const CHOSEN_MEMBER = {
  requestId: 'c'.repeat(32),
  slip: 'S-0001',
  registeredAt: 1_000,
  masked: { mobile: '139****9000', name: '' },
};

let folder: string;
let drafts: DraftStore;
let outbox: Outbox;
/** The clock when something is saved (ms since 1970); every draft was kept at 1,000. */
let savedAt: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillside-draft-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  drafts = new DraftStore({ folder, vault, now: () => 1_000 });
  savedAt = 1_000;
  outbox = await openOutbox({
    store: new MemoryStore(),
    vault,
    now: () => savedAt,
    retention: 1e9,
  });
  await drafts.keep(draft);
});
const restore = () => restoreDraft(drafts, outbox, place, 61_000);
const save = (operatorId: string, more: Partial<Member> = {}) =>
  outbox.intake.enqueue({
    requestId: draft.requestId,
    origin: { ...place, operatorId },
    member: { mobile: '13800138000', name: '王芳', ...more },
    app: null,
    correctionOf: null,
    consent: null,
  });

describe('after a crash', () => {
  test('an unsaved form comes back under its id, with its age', async () => {
    const { correctionOf: _, ...form } = draft;
    expect(await restore()).toEqual({ ...form, correcting: null, age: 60_000 });
    // Until it is saved or cleared: the till may crash again.
    expect(await restore()).toEqual({ ...form, correcting: null, age: 60_000 });
  });

  test('a form that corrects a save still does, as long as that save can be corrected', async () => {
    const original = 'c'.repeat(32);
    const origin = { ...place, operatorId: '3' };
    const member = { mobile: '13900139000' };
    await outbox.intake.enqueue({
      requestId: original,
      origin,
      member,
      app: null,
      correctionOf: null,
      consent: null,
    });
    await drafts.keep({ ...draft, correctionOf: original });
    const restored = await restore();
    expect(restored?.correcting).toMatchObject({ requestId: original, slip: 'S-0001', member });
    expect(restored).not.toHaveProperty('correctionOf');
    await outbox.decisions.discard(original, 'manager');
    expect((await restore())?.correcting).toBeNull();
  });

  test('a form that corrects a save gets nothing of whoever is being erased, as long as the disk keeps them', async () => {
    const original = 'b'.repeat(32);
    await outbox.intake.enqueue({
      requestId: original,
      origin: { ...place, operatorId: '3' },
      member: { mobile: '13900139000' },
      app: null,
      correctionOf: null,
      consent: null,
    });
    await drafts.keep({ ...draft, correctionOf: original });
    expect((await restore())?.correcting).toMatchObject({ requestId: original });
    let seen: Awaited<ReturnType<typeof restore>> | undefined;
    await outbox.erasing.erase([original], async () => {
      seen = await restore();
      return false;
    });
    expect(seen).toMatchObject({ correcting: null });
  });

  test('a form that corrects a save of another brand than the present one corrects nothing any more', async () => {
    const original = 'c'.repeat(32);
    await outbox.intake.enqueue({
      requestId: original,
      origin: { ...place, brandId: 'another', operatorId: '3' },
      member: { mobile: '13900139000' },
      app: null,
      correctionOf: null,
      consent: null,
    });
    await drafts.keep({ ...draft, correctionOf: original });
    expect(await restore()).toMatchObject({ correcting: null, member: draft.member });
  });

  const MOBILE = '13900139000';
  const CHOSEN = { requestId: 'c'.repeat(32), mobile: MOBILE, decided: ['remark' as const] };
  const registerChosen = (brandId = place.brandId) =>
    outbox.intake.enqueue({
      requestId: CHOSEN.requestId,
      origin: { ...place, brandId, operatorId: '3' },
      member: { mobile: MOBILE },
      app: null,
      correctionOf: null,
      consent: null,
    });

  test('whom somebody has chosen to correct is chosen again, with the number: as a choice and not as a save of the queue', async () => {
    await registerChosen();
    await drafts.keep({ ...draft, chosen: CHOSEN });
    expect(await restore()).toMatchObject({
      correcting: null,
      chosen: {
        mobile: MOBILE,
        member: { ...CHOSEN_MEMBER, state: 'pending' },
        decided: ['remark'],
      },
    });
  });

  test('nobody is chosen whom that number does not name, who is of another brand, or whose save was discarded', async () => {
    await registerChosen('another');
    await drafts.keep({ ...draft, chosen: CHOSEN });
    expect((await restore())?.chosen, 'of another brand').toBeNull();
    expect((await restoreDraft(drafts, outbox, null, 61_000))?.chosen, 'no place').toBeNull();
    outbox = await openOutbox({ store: new MemoryStore(), vault, now: () => 1_000, retention: 1 });
    expect((await restore())?.chosen, 'no such save').toBeNull();
    await registerChosen();
    await drafts.keep({ ...draft, chosen: { ...CHOSEN, mobile: '13900139001' } });
    expect((await restore())?.chosen, 'another number').toBeNull();
    await drafts.keep({ ...draft, chosen: CHOSEN });
    expect((await restore())?.chosen).not.toBeNull();
    await outbox.decisions.discard(CHOSEN.requestId, 'manager');
    expect((await restore())?.chosen, 'discarded').toBeNull();
  });

  test.each(['os', 'none'] as const)(
    'who was accepted meanwhile is still chosen, also where nothing is left of the number (%s)',
    async (protection) => {
      await accepted(protection);
      await drafts.keep({
        ...draft,
        requestId: 'd'.repeat(32),
        chosen: { requestId: draft.requestId, mobile: '13800138000', decided: [] },
      });
      expect((await restore())?.chosen?.member).toMatchObject({
        requestId: draft.requestId,
        state: 'accepted',
      });
    },
  );

  test.each(['3', '4'])(
    'a form that was saved just before (operator %s) does not come back: there is no second save',
    async (operatorId) => {
      await save(operatorId);
      expect(await restore()).toBeNull();
      expect(await readdir(folder)).toEqual([]);
    },
  );

  test('a form that was saved just before is known as done whatever the clock says of its birthday', async () => {
    const birthday = '1990-01-01';
    await drafts.keep({ ...draft, member: { ...draft.member, birthday: '19900101' } });
    await save('3', { birthday });
    // The till's clock stands in 1970: nobody who was born in 1990 could be registered.
    expect(await restore()).toBeNull();
  });

  test('a form whose last keys went with its save alone is done: it does not come back as it stood before them', async () => {
    savedAt = 1_200;
    await save('3', { name: '王芳芳' });
    expect(await restore()).toBeNull();
  });

  test('a form that was changed after its save comes back without the id of that save', async () => {
    await save('3');
    const member = { ...draft.member, name: '王方' };
    await drafts.keep({ ...draft, member });
    expect(await restore()).toMatchObject({ requestId: null, member });
  });

  test('so does one that could not be saved as it stands now, and one of a till that does not know its shop any more', async () => {
    await save('3');
    expect(await restoreDraft(drafts, outbox, null, 61_000)).toMatchObject({ requestId: null });
    const member = { ...draft.member, mobile: '138' };
    await drafts.keep({ ...draft, member });
    expect(await restore()).toMatchObject({ requestId: null, member });
  });

  test('a form of a moment that the clock has not seen yet has no age', async () => {
    expect(await restoreDraft(drafts, outbox, place, 999)).toMatchObject({ age: 0 });
  });

  const accepted = async (protection: 'os' | 'none' = 'os') => {
    const store = new MemoryStore();
    const options = { store, vault, protection, now: () => 1_000, retention: 1e9 };
    outbox = await openOutbox(options);
    const result = await save('3');
    if (!result.ok) throw new Error(result.failure);
    const answer = { code: '', subCode: '', text: '', traceId: '', customerId: '7' };
    await outbox.delivery.settle(
      result.save,
      { ...answer, class: 'accepted' },
      { now: 1_000, random: () => 0, isOwnFault: false, isEverybodys: false },
    );
    outbox = await openOutbox(options);
  };

  test('a form whose save was accepted meanwhile does not come back either', async () => {
    await accepted();
    expect(await restore()).toBeNull();
  });

  test('a form that was changed after its save comes back without its id also when that save was accepted meanwhile', async () => {
    await accepted();
    const member = { ...draft.member, name: '王方' };
    await drafts.keep({ ...draft, member });
    expect(await restore()).toMatchObject({ requestId: null, member });
  });

  test('where nothing of an accepted save is kept to tell, its form comes back without its id', async () => {
    await accepted('none');
    expect(await restore()).toMatchObject({ requestId: null, member: draft.member });
  });

  test('no draft is no form', async () => {
    await drafts.drop();
    expect(await restore()).toBeNull();
  });
});
