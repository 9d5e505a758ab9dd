import type { Page } from '../Page.ts';
import type { PreviewTill } from '../PreviewTill.ts';
import { ScannerGun, type ScanOptions } from '../ScannerGun.ts';
import { inTurn, mapped, type State } from './State.ts';
import { saidAnew, shown } from './steps.ts';

const READINGS: Record<string, [code: string, options?: ScanOptions]> = {
  'a mobile number': ['18651822226'],
  'a code of WeChat': ['oUpF8uMuAJO_M2pxb1Q9zNjWeS6o', { terminator: 'Tab' }],
  'a code of Alipay': ['2088328921390232'],
  'a payment code': ['134512345678901234'],
  'an unknown code': ['6901234567892'.repeat(4)],
  'a pause in it': ['18651822226', { gapMs: 60 }],
  'too slow': ['18651822226', { gapMs: 40 }],
  'too short': ['12345'],
};

/** Something that cannot be read while it is asked for. */
async function withDamaged(preview: PreviewTill, name: string, ask: () => Promise<void>) {
  const mend = await preview.damage(name);
  await ask();
  await mend();
}

/** The lock, the scanner test, what cannot be read, and a program that does not answer. */
export const OTHER_STATES: readonly State[] = [
  ...['', '186'].map(
    (typed): State => ({
      name: typed === '' ? 'locked' : 'locked over a form that is filled in',
      reach: async (page) => {
        await page.type(typed);
        await page.press('F9');
        await shown(page, 'lock-screen');
      },
    }),
  ),
  {
    name: 'a save that has failed, with keys typed meanwhile',
    reach: async (page, preview) => {
      await preview.till(
        'memoryTill.switches.flushMs = 400; memoryTill.switches.storeFailure = "store.failed"',
      );
      await page.type('18651822226');
      await preview.save();
      await page.type('138');
      await shown(page, 'keys-dropped');
    },
  },
  {
    name: 'a part that cannot be opened',
    reach: async (page, preview) => {
      await withDamaged(preview, 'QueuePanel', async () => {
        await page.press('F8');
        await shown(page, 'part-fault');
      });
    },
  },
  {
    name: 'a screen that cannot be opened',
    reach: async (page, preview) => {
      await withDamaged(preview, 'LockScreen', async () => {
        await page.press('F9');
        await shown(page, 'fault-again');
      });
    },
  },
  {
    name: 'a page that cannot be drawn',
    reach: async (page, preview) => {
      await preview.till('memoryTill.settings.tell({ operators: null })');
      await shown(page, 'fault-again');
    },
  },
  inTurn('the scanner test', {
    waits: async (page) => {
      await page.press('F11');
      await page.until(`document.activeElement.dataset.testid === 'scanner-test-field'`);
      await shown(page, 'scanner-test-waiting');
    },
    ...mapped(READINGS, ([code, options]) => async (page: Page) => {
      await saidAnew(page, 'scanner-test', () => new ScannerGun(page.keyboard).scan(code, options));
      await shown(page, 'scanner-test-verdict');
    }),
  }),
  ...(['silent', 'broken'] as const).map(
    (program): State => ({
      name: `the program is ${program}`,
      onlyInChinese: true,
      show: { query: `program=${program}`, until: `document.querySelector('.plain-title')` },
      reach: async (page) => {
        if (program === 'broken') await page.until(`document.querySelector('.plain-body')`);
      },
    }),
  ),
];
