import { SAVE_FAILURES } from '../saveFailures.ts';
import { inTurn, type State } from './State.ts';
import { askToCorrect, fill, register, shown } from './steps.ts';

const PHONE = '18651822226';

/** What a save at the counter may fail by. */
const FAILURES = [...SAVE_FAILURES, 'no-answer'];

/** What a save at the counter comes to. */
export const OUTCOME_STATES: readonly State[] = [
  ...(['saved', 'accepted', 'held'] as const).map(
    (becomes): State => ({
      name: `the confirmation: ${becomes}`,
      reach: async (_page, preview) => {
        await preview.till(`memoryTill.switches.online = ${becomes !== 'saved'};
          memoryTill.switches.refusal = ${becomes === 'held' ? `'no such day'` : 'null'}`);
        await register(preview, PHONE, '欧阳娜娜', becomes);
      },
    }),
  ),
  {
    name: 'the confirmation: the correction of a member was taken',
    reach: async (page, preview) => {
      await register(preview, PHONE, '欧阳娜娜', 'accepted');
      await page.type(PHONE);
      await shown(page, 'known-member');
      await page.press('F6');
      await fill(page, 'remark', '常客');
      await page.press('F4');
      await preview.sendCorrection();
      await preview.confirmed('accepted');
    },
  },
  {
    name: 'saving',
    reach: async (page, preview) => {
      await preview.till('memoryTill.switches.flushMs = 600_000');
      await page.type(PHONE);
      await preview.save();
      await page.until(`document.querySelector('.result-late')`);
      await page.until(`getComputedStyle(document.querySelector('.result-late')).opacity === '1'`);
    },
  },
  inTurn(
    'not saved',
    Object.fromEntries(
      FAILURES.map((code) => [
        code,
        async (page, preview) => {
          await preview.till(
            code === 'no-answer'
              ? 'Object.assign(memoryTill.switches, { storeFailure: null, loseAnswers: true })'
              : `memoryTill.switches.storeFailure = '${code}'`,
          );
          await preview.save();
          await shown(page, 'save-failed', `[data-code="${code}"]`);
          if (code !== 'operator.unknown') return;
          await page.until(`document.activeElement?.closest('[role=menu]')`);
          await page.press('Escape');
        },
      ]),
    ),
    (page) => page.type(PHONE),
  ),
  {
    name: 'not saved, and the operator has been chosen since',
    show: { query: 'operator=none' },
    reach: async (page) => {
      await page.type(PHONE);
      await page.press('F4');
      await shown(page, 'operator-2392313');
      await page.click('operator-2392313');
      await page.until(`!document.querySelector('[role=menu]')`);
    },
  },
  {
    name: 'saved, and what it was before was saved already',
    reach: async (page, preview) => {
      await preview.till('memoryTill.switches.loseAnswers = true');
      await page.type(PHONE);
      await preview.save();
      await shown(page, 'save-failed', '[data-code=no-answer]');
      await fill(page, 'name', '欧阳娜娜');
      await preview.till('memoryTill.switches.loseAnswers = false');
      await preview.save();
      await shown(page, 'saved-apart');
    },
  },
  {
    name: 'saved, and a correction was not opened meanwhile',
    reach: async (page, preview) => {
      await preview.till(`memoryTill.switches.refusal = 'no such day'`);
      await register(preview, PHONE, '欧阳娜娜', 'held');
      await preview.till('memoryTill.switches.flushMs = 2_000');
      await page.type('13900139000');
      await preview.save();
      await askToCorrect(page);
      await shown(page, 'missed-correction');
    },
  },
  {
    name: 'saved, and what it was to correct goes on',
    reach: async (page, preview) => {
      await preview.till(`memoryTill.switches.uncorrected = 'S-0001'`);
      await page.type(PHONE);
      await preview.save();
      await shown(page, 'not-corrected');
    },
  },
  {
    name: 'held, and what it was to correct goes on',
    reach: async (page, preview) => {
      await preview.till(`memoryTill.switches.uncorrected = 'S-0001'`);
      await preview.till(`memoryTill.switches.refusal = 'no such day'`);
      await page.type(PHONE);
      await preview.save();
      await preview.confirmed('held');
      await shown(page, 'not-corrected');
    },
  },
  {
    name: 'saved, and the same customer was registered meanwhile',
    reach: async (page, preview) => {
      await preview.till(`memoryTill.switches.since = 'S-0001'`);
      await page.type(PHONE);
      await preview.save();
      await shown(page, 'saved-since');
    },
  },
];
