import { OUTER_TYPES } from '../../app/member/memberFields.ts';
import { CLOSED_REASONS, HELD_REASONS, SAVE_STATES } from '../../app/outbox/save.ts';
import type { PersonSave, PersonView } from '../../app/person/personView.ts';
import type { Page } from '../Page.ts';
import type { PreviewTill } from '../PreviewTill.ts';
import { openManager } from './managerSteps.ts';
import { inTurn, type State } from './State.ts';
import { fill, said, saidAnew, shown } from './steps.ts';

const MOBILE = '13800138000';
const NOON = Date.UTC(2026, 4, 20, 4);

function aSave(number: number, more: Partial<PersonSave> = {}): PersonSave {
  return {
    requestId: String(number).padStart(32, '0'),
    slip: `S-${1_000 + number}`,
    masked: { mobile: '138****8000', name: '王*' },
    state: 'pending',
    operatorId: '2392313',
    createdAt: NOON + number * 60_000,
    settledAt: null,
    heldReason: null,
    closedReason: null,
    closing: null,
    consent: { at: NOON, noticeVersion: 'tillside-1', operatorId: '2392313', marketing: true },
    corrects: null,
    correctedBy: null,
    isAsked: true,
    hasBody: true,
    importedAt: null,
    lentAt: null,
    mayCorrect: false,
    ...more,
  };
}

/** A save of each kind there is. */
const EVERYTHING: PersonSave[] = [
  ...SAVE_STATES.map((state, index) => aSave(index, { state })),
  ...HELD_REASONS.map((heldReason, index) =>
    aSave(10 + index, { state: 'held', heldReason, settledAt: NOON, mayCorrect: true }),
  ),
  ...CLOSED_REASONS.map((closedReason, index) =>
    aSave(30 + index, { state: 'discarded', closedReason, settledAt: NOON }),
  ),
  aSave(40, {
    corrects: 'S-1001',
    correctedBy: 'S-1050',
    isAsked: false,
    hasBody: false,
    consent: null,
    importedAt: NOON,
    lentAt: NOON,
  }),
  aSave(41, {
    consent: { at: NOON, noticeVersion: 'tillside-1', operatorId: '7', marketing: false },
  }),
];

const MEMBER = {
  mobile: MOBILE,
  name: '王芳',
  gender: 0,
  birthday: '1990-01-31',
  outerId: 'ou-1',
  outerType: OUTER_TYPES[0],
  remark: '对花生过敏\n靠窗',
};

function withPerson(
  preview: PreviewTill,
  saves: readonly PersonSave[],
  more: Partial<PersonView> = {},
) {
  const view = {
    saves,
    token: '1'.repeat(32),
    nobodys: 0,
    hasDraft: false,
    aside: [],
    comeBack: [],
    ...more,
  };
  const values = saves
    .filter(({ hasBody }) => hasBody)
    .map(({ slip }) => ({ slip, member: MEMBER }));
  return preview.till(
    `Object.assign(memoryTill.manager.person, ${JSON.stringify({ view, values })})`,
  );
}

const refuse = (preview: PreviewTill, call: string, code: string) =>
  preview.till(`(() => {
    memoryTill.bridge.${call} = async () => ({ ok: false, error: { code: '${code}' } });
  })()`);

async function find(page: Page, text = MOBILE): Promise<void> {
  await openManager(page, 'person');
  await shown(page, 'person-value');
  await fill(page, 'person-value', text);
  await page.press('Enter');
}

async function found(page: Page): Promise<void> {
  await find(page);
  await shown(page, 'person-count');
}

async function askToErase(page: Page): Promise<void> {
  await found(page);
  await page.click('person-erase');
  await shown(page, 'erase-question');
}

async function confirm(page: Page, text = MOBILE): Promise<void> {
  await fill(page, 'erase-again', text);
  await page.press('Enter');
}

export const PERSON_STATES: readonly State[] = [
  {
    name: 'one person, before anybody is looked up',
    reach: async (page) => {
      await openManager(page, 'person');
      await shown(page, 'person-value');
    },
  },
  {
    name: 'one person, a part of a number',
    reach: async (page) => {
      await find(page, '8000');
      await said(page, 'person-invalid');
    },
  },
  {
    name: 'one person, of whom nothing is here',
    reach: (page) => found(page),
  },
  {
    name: 'one person, a save of each kind',
    reach: async (page, preview) => {
      await withPerson(preview, EVERYTHING, { nobodys: 12, hasDraft: true });
      await found(page);
      await shown(page, 'person-nobodys');
      await shown(page, 'person-draft');
    },
  },
  {
    name: 'one person, with the values',
    reach: async (page, preview) => {
      await withPerson(preview, [aSave(1), aSave(2, { hasBody: false, state: 'accepted' })]);
      await found(page);
      await page.click('person-show');
      await page.until(`document.querySelector('.person-value')`);
    },
  },
  {
    name: 'one person, exported as a page',
    reach: async (page, preview) => {
      await withPerson(preview, [aSave(1)]);
      await preview.till(`memoryTill.manager.person.file = '2026-05-20.html'`);
      await found(page);
      await page.click('person-export');
      await shown(page, 'person-exported');
    },
  },
  {
    name: 'one person is to be erased: what is lost',
    reach: async (page, preview) => {
      const saves = [aSave(1), aSave(2, { state: 'held', lentAt: NOON, isAsked: false })];
      await withPerson(preview, saves, { aside: ['aside-2026-05-19T06-00-00-000Z'] });
      await askToErase(page);
    },
  },
  {
    name: 'one person is to be erased, and something has to be waited for',
    reach: async (page, preview) => {
      const saves = [aSave(1, { state: 'sending' }), aSave(2)];
      await withPerson(preview, saves, { comeBack: ['S-1002'] });
      await askToErase(page);
    },
  },
  {
    name: 'one person is being erased, and an answer is under way',
    reach: async (page, preview) => {
      await withPerson(preview, [aSave(1, { state: 'sending' }), aSave(2)]);
      await preview.till('memoryTill.bridge.erasePerson = () => new Promise(() => undefined)');
      await askToErase(page);
      await confirm(page);
      await page.until(`document.querySelector('[data-testid="erase-confirm"][aria-busy="true"]')`);
    },
  },
  {
    name: 'one person is to be erased, and another number is typed',
    reach: async (page, preview) => {
      await withPerson(preview, [aSave(1)]);
      await askToErase(page);
      await confirm(page, '13800138001');
      await said(page, 'erase-differs');
    },
  },
  {
    name: 'one person was erased, with the form on the counter',
    reach: async (page, preview) => {
      await withPerson(preview, [aSave(1), aSave(2)]);
      await preview.till(
        `memoryTill.manager.person.left = { left: ['outbox-000001.journal'], draft: '0'.repeat(32) }`,
      );
      await askToErase(page);
      await confirm(page);
      await shown(page, 'person-left');
    },
  },
  inTurn('what somebody asks about one person is refused', {
    'person.busy': async (page, preview) => {
      await withPerson(preview, [aSave(1)]);
      await askToErase(page);
      await refuse(preview, 'erasePerson', 'person.busy');
      await confirm(page);
      await said(page, 'manager-failure');
    },
    'person.changed': async (page, preview) => {
      await refuse(preview, 'erasePerson', 'person.changed');
      await page.click('person-erase');
      await shown(page, 'erase-question');
      await saidAnew(page, 'manager-failure', () => confirm(page));
    },
    'person.aside': async (page, preview) => {
      await refuse(preview, 'erasePerson', 'person.aside');
      await page.click('person-erase');
      await shown(page, 'erase-question');
      await saidAnew(page, 'manager-failure', () => confirm(page));
    },
    'file.not-written': async (page, preview) => {
      await refuse(preview, 'exportPerson', 'file.not-written');
      await saidAnew(page, 'manager-failure', () => page.click('person-export'));
    },
  }),
];
