import { openManager } from './managerSteps.ts';
import { inTurn, mapped, type State } from './State.ts';
import { said, saidAnew, shown } from './steps.ts';

const FAILURES = {
  'its own files are there': 'file.inside',
  'it cannot be written': 'file.not-written',
  'the place does not answer': 'file.no-answer',
  'the name is taken meanwhile': 'file.exists',
};

export const DIAGNOSTICS_STATES: readonly State[] = [
  {
    name: 'the diagnostics',
    reach: async (page) => {
      await openManager(page, 'diagnostics');
      await shown(page, 'diagnostics-warnings');
    },
    next: {
      'gathered once more': async (page) => {
        await page.click('diagnostics-again');
        await shown(page, 'diagnostics-warnings');
      },
      'the diagnostics are saved': async (page) => {
        await page.click('diagnostics-save');
        await said(page, 'manager-saved');
      },
    },
  },
  {
    name: 'the diagnostics are being saved',
    reach: async (page, preview) => {
      await preview.till('memoryTill.bridge.saveDiagnostics = () => new Promise(() => undefined)');
      await openManager(page, 'diagnostics');
      await shown(page, 'diagnostics-warnings');
      await page.click('diagnostics-save');
      await said(page, 'manager-saved');
    },
  },
  inTurn(
    'the diagnostics are not saved',
    mapped(FAILURES, (code) => async (page, preview) => {
      await preview.till(`memoryTill.manager.diagnostics.failure = '${code}'`);
      await saidAnew(page, 'manager-not-saved', () => page.click('diagnostics-save'));
    }),
    async (page) => {
      await openManager(page, 'diagnostics');
      await shown(page, 'diagnostics-warnings');
    },
  ),
];
