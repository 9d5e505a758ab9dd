import { CATALOGUES } from '../../app/messages/catalogues.ts';
import type { MoveDirection, MoveReport } from '../../app/move/moveCalls.ts';
import type { Page } from '../Page.ts';
import type { PreviewTill } from '../PreviewTill.ts';
import { inTurn, type State } from './State.ts';
import { fill, openSettings, said, saidAnew, shown, typePin } from './steps.ts';

export const FILE = 'D:\\members of the shop at the corner\\2026-11-24 second till.tillside';
export const WORDS = 'correct horse';

/** Every reason why nothing has moved. */
const FAILURES = Object.keys(CATALOGUES.en.failure.move);

const REPORTS: Record<string, MoveReport> = {
  exported: { direction: 'export', saves: 187, left: 0 },
  'exported, some stay': { direction: 'export', saves: 187, left: 3 },
  'taken over': { direction: 'import', taken: 187, alreadyHere: 0, late: 0, exportedAt: 0 },
  'taken over late': {
    direction: 'import',
    taken: 187,
    alreadyHere: 12,
    late: 180,
    exportedAt: Date.UTC(2026, 10, 24, 4),
  },
};

/** Somebody asks for a move at the command line. */
export async function askToMove(page: Page, preview: PreviewTill, direction: MoveDirection) {
  await preview.till(`memoryTill.move.ask('${direction}', ${JSON.stringify(FILE)})`);
  await shown(page, 'move-question', `[data-direction=${direction}]`);
}

export async function typePassphrase(page: Page, words = WORDS, again = words): Promise<void> {
  await fill(page, 'passphrase', words);
  if ((await page.text('passphraseAgain')) !== null) await fill(page, 'passphraseAgain', again);
}

/** Where a failure is told. */
function placeOf(failure: string): string {
  return failure === 'wrong-passphrase' ? 'passphrase-error' : 'pin-error';
}

async function send(page: Page): Promise<void> {
  await fill(page, 'pin', '');
  await typePin(page);
}

/** The till is at work until `answers` is called; then it says that nothing has moved. */
async function atWork(page: Page, preview: PreviewTill): Promise<void> {
  await preview.till(`const { moveQueue } = memoryTill.bridge;
    memoryTill.bridge.moveQueue = async () => {
      memoryTill.bridge.moveQueue = moveQueue;
      await new Promise((resolve) => { window.answers = resolve; });
      return { ok: false, error: { code: 'move.not-written' } };
    }`);
  await typePassphrase(page);
  await send(page);
  await said(page, 'pin-busy');
  await page.until(
    `getComputedStyle(document.querySelector('[data-testid=pin-busy]')).opacity === '1'`,
  );
}

/** A queue that moves into a file and out of one. */
export const MOVE_STATES: readonly State[] = [
  {
    name: 'the ways into and out of a file',
    reach: async (page) => {
      await openSettings(page);
      await page.evaluate(`document.querySelector('.settings-scroll').scrollTo(0, 9999)`);
    },
  },
  inTurn('a queue that is to be exported', {
    asked: (page: Page, preview: PreviewTill) => askToMove(page, preview, 'export'),
    'at work': atWork,
    'a short passphrase': (page) =>
      saidAnew(page, 'passphrase-error', async () => {
        await page.evaluate('window.answers?.()');
        await page.until(`!document.querySelector('[data-testid=pin-busy]')`);
        await typePassphrase(page, 'horse');
        await send(page);
      }),
    'a simple passphrase': (page) =>
      saidAnew(page, 'passphrase-error', async () => {
        await typePassphrase(page, 'aaaaaaaa');
        await send(page);
      }),
    'two passphrases': (page) =>
      saidAnew(page, 'passphraseAgain-error', async () => {
        await typePassphrase(page, WORDS, 'other horse');
        await send(page);
      }),
  }),
  {
    name: 'a queue that is being taken over',
    reach: async (page, preview) => {
      await askToMove(page, preview, 'import');
      await atWork(page, preview);
    },
  },
  inTurn(
    'a queue that does not move',
    Object.fromEntries(
      FAILURES.map((failure) => [
        failure,
        (page: Page, preview: PreviewTill) =>
          saidAnew(page, placeOf(failure), async () => {
            await preview.till(`memoryTill.move.failure = 'move.${failure}'`);
            await send(page);
          }),
      ]),
    ),
    async (page, preview) => {
      await askToMove(page, preview, 'import');
      await typePassphrase(page);
    },
  ),
  ...Object.entries(REPORTS).map(
    ([name, report]): State => ({
      name: `a queue that has moved: ${name}`,
      reach: async (page, preview) => {
        const { direction } = report;
        const more = JSON.stringify({ report });
        await preview.till(`memoryTill.move.ask('${direction}', 'D:\\\\queue', ${more})`);
        await said(page, 'move-done');
      },
    }),
  ),
];
