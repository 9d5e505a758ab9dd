import { KEY_PROBLEMS } from '../../app/keys/keyQuestion.ts';
import { inTurn, type State } from './State.ts';
import { said, saidAnew, shown, typePin } from './steps.ts';

const opened = (query: string) => ({
  query,
  until: `document.querySelector('[data-testid=key-screen]')`,
});

/** A till that does not open for its key. */
export const KEY_STATES: readonly State[] = [
  ...KEY_PROBLEMS.map((problem) => ({
    name: `the key: ${problem}`,
    show: opened(`closed=${problem}`),
    reach: async () => undefined,
  })),
  {
    ...inTurn('a new queue by the PIN', {
      asked: async (page) => {
        await page.click('key-new');
        await shown(page, 'key-what');
      },
      'a wrong one': async (page) => {
        await typePin(page, '1111');
        await said(page, 'pin-error');
      },
      'and the file of it cannot be read': async (page, preview) => {
        await preview.till(`memoryTill.bridge.startNewQueue =
          async () => ({ ok: false, error: { code: 'pin.unread' } })`);
        await saidAnew(page, 'pin-error', () => typePin(page, '1111'));
      },
    }),
    show: opened('closed=damaged'),
  },
  {
    ...inTurn('a new queue where no PIN is known', {
      asked: async (page) => {
        await page.click('key-new');
        await shown(page, 'key-confirm');
      },
      'and the disk is full': async (page, preview) => {
        await preview.till(`memoryTill.bridge.startNewQueue =
          async () => ({ ok: false, error: { code: 'store.disk-full' } })`);
        await page.click('key-begin');
        await said(page, 'key-said');
      },
    }),
    show: opened('closed=gone&pin=none'),
  },
];
