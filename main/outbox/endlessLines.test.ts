import { describe, expect, test } from 'vitest';
import { CATALOGUES } from '../../app/messages/catalogues.ts';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import { freezeBody } from '../../app/outbox/freezeBody.ts';
import { hostOf } from '../../app/outbox/home.ts';
import { OTHER_SHOP } from '../../app/outbox/refusedShop.ts';
import type { Save } from '../../app/outbox/save.ts';
import { ReplayTill } from '../../testing/tills/replayTill.ts';
import { listTrail } from '../audit/listTrail.ts';
import { BulkRunner } from '../bulk/bulkRunner.ts';
import { causeOf, heldGroups } from '../bulk/heldGroups.ts';
import { savesCsv } from '../csv/savesCsv.ts';
import { latestOutcomes } from '../diagnostics/latestOutcomes.ts';
import { createCompareHandler } from '../ipc/compareMember.ts';
import { breathe } from '../move/breathe.ts';
import { PersonDesk } from '../person/personDesk.ts';
import { correctionDraft } from './correctionDraft.ts';
import { describeOutbox } from './describeOutbox.ts';
import { knownMember } from './knownMember.ts';

const LONG = 'x'.repeat(300_000);
const ID = '1'.repeat(32);

/** What an editor writes into a line of the store, where nothing seals what it says. */
const EDITED: Partial<Save> = {
  requestId: ID,
  shopId: LONG,
  masked: { mobile: LONG, name: LONG },
  operatorId: LONG,
  customerId: LONG,
  app: `https://${LONG} k`,
  state: 'held',
  heldReason: 'rejected',
  closing: { reason: 'other', operatorId: LONG },
  consent: { at: 0, noticeVersion: LONG, operatorId: LONG, marketing: false },
  lastOutcome: { class: 'rejected', code: LONG, subCode: LONG, field: LONG as never },
};

/** Many times what any of them has of a save that a till has written (characters). */
const LITTLE = 20_000;

async function tillWith(...edited: Partial<Save>[]) {
  const till = new ReplayTill();
  for (const [at, more] of edited.entries()) {
    const save = aSave({ ...EDITED, sequence: at + 1, identityKeys: ['key'], ...more });
    till.store.onDisk.set(save.requestId, save);
  }
  await till.start();
  const [save = aSave()] = till.outbox.saves.values();
  return { till, save, ...till.outbox };
}

describe('of a field that somebody has written endlessly long into a line of the store, the beginning is all that is given', () => {
  test('with a line of the list that is on the screen, of the shop that a relay has refused too', async () => {
    const outcome = { class: 'rejected', code: '15', subCode: OTHER_SHOP } as const;
    const { till } = await tillWith({ lastOutcome: outcome });
    const view = describeOutbox(till.outbox, till.replayer, []);
    expect(view.recent).toMatchObject([{ requestId: ID }]);
    expect(JSON.stringify(view).length).toBeLessThan(LITTLE);
  });

  test('with the groups of what is held', async () => {
    const ofShop = { requestId: '2'.repeat(32), lastOutcome: { class: 'rejected', code: '15' } };
    const outcome = { ...ofShop.lastOutcome, class: 'rejected', subCode: OTHER_SHOP } as const;
    const { saves } = await tillWith({}, { ...ofShop, lastOutcome: outcome });
    const groups = await heldGroups(saves, () => null);
    expect(groups).toHaveLength(2);
    expect(JSON.stringify(groups).length).toBeLessThan(LITTLE);
  });

  test('with the first rows of a preview', async () => {
    const { till, save } = await tillWith({});
    const cause = causeOf(save);
    if (cause === null) throw new Error('not held');
    const bulk = new BulkRunner({
      outbox: till.outbox,
      provision: () => null,
      history: { isUnread: false },
    } as never);
    const preview = await bulk.preview({ kind: 'discard', cause, reason: 'test' }, '7');
    expect(preview).toMatchObject({ total: 1 });
    expect(JSON.stringify(preview).length).toBeLessThan(LITTLE);
  });

  test('with what a save says that is to be corrected, and with the answer of its number', async () => {
    const { saves, save } = await tillWith({});
    const origin = { brandId: '1', shopId: '2', operatorId: '3' };
    const body = freezeBody(ID, origin, { mobile: '13812346520' });
    const contents = { openBody: () => body, openWords: () => null };
    const draft = correctionDraft(contents, save);
    expect(draft).toMatchObject({ requestId: ID });
    expect(JSON.stringify(draft).length).toBeLessThan(LITTLE);
    const ofShop = { ...save, lastOutcome: { class: 'rejected', code: '', subCode: OTHER_SHOP } };
    const shown = correctionDraft(contents, ofShop as Save);
    expect(JSON.stringify(shown).length).toBeLessThan(LITTLE);
    expect(JSON.stringify(knownMember(saves, save)).length).toBeLessThan(LITTLE);
  });

  test('with what a correction would change', async () => {
    const save = aSave({ ...EDITED, state: 'accepted', heldReason: null, sealedBody: null });
    const compare = createCompareHandler({
      settings: { provision: { brandId: '1', shopId: '2', operators: [{ id: '7', name: 'One' }] } },
      audit: {},
      lookups: { take: async () => null },
      opened: { add: () => undefined },
      outbox: {
        saves: {
          find: () => save,
          isLeaving: () => false,
          correctionOf: () => undefined,
          correctionsNaming: () => [],
        },
        contents: { openBody: () => null, isSameBody: () => false, isOwn: () => true },
      },
    } as never);
    const member = { mobile: '13812346520', name: '王芳' };
    const reply = await compare({ requestId: ID, operatorId: '7', member });
    expect(reply).toMatchObject({ ok: true, value: { changes: [{}, {}] } });
    expect(JSON.stringify(reply).length).toBeLessThan(LITTLE);
  });

  test('with what there is of one person', async () => {
    const { till, save } = await tillWith({});
    const desk = new PersonDesk({ outbox: till.outbox, brandId: () => '1' });
    const [found] = desk.describe([save], { mobile: '13812346520' });
    expect(found).toMatchObject({ requestId: ID });
    expect(JSON.stringify(found).length).toBeLessThan(LITTLE);
  });

  test('with the last answers in the diagnostics', async () => {
    const outcome = { class: LONG as never, code: '15', subCode: '', field: LONG as never };
    const { saves } = await tillWith({ lastOutcome: outcome });
    const found = await latestOutcomes(saves, breathe());
    expect(found).toMatchObject([{ slip: 'S-0001', code: '15' }]);
    expect(JSON.stringify(found).length).toBeLessThan(LITTLE);
  });

  test('in a list for a spreadsheet, where a million line ends would be looked at for hours', async () => {
    const { saves } = await tillWith({});
    const { parts } = await savesCsv(
      { from: '1969-12-31', to: '1970-01-02' },
      {
        saves,
        contents: { openBody: () => null },
        operators: [],
        words: CATALOGUES.en,
        isWhole: false,
        breath: breathe(),
      },
    );
    expect(parts).toHaveLength(2);
    expect(Buffer.concat(parts).length).toBeLessThan(LITTLE);
  });
});

test('of a line that somebody has written endlessly long into the audit trail the manager’s page is given the beginning', () => {
  const line = {
    time: new Date(0).toISOString(),
    action: LONG as 'save.read',
    operatorId: LONG,
    slip: LONG,
    reason: LONG,
    isSure: false,
  };
  const query = { group: null, search: '', offset: 0, limit: 200 };
  const list = listTrail({ lines: [line], findings: ['x'] }, query);
  expect(list).toMatchObject({ total: 1, rows: [{ action: null, isSure: false }] });
  expect(JSON.stringify(list).length).toBeLessThan(LITTLE);
});

test('in an address that is longer than any of the settings no host is looked for', () => {
  expect(hostOf(`https://${LONG} k`)).toBe('');
  expect(hostOf('https://gw.example:8443 k')).toBe('gw.example:8443');
});
