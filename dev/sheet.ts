import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Locale, ORIGINAL } from '../app/settings/locales.ts';
import { type Look, PreviewTill } from '../pageTests/PreviewTill.ts';
import { PARTS } from '../pageTests/states/parts.ts';
import type { State } from '../pageTests/states/State.ts';
import { projectRoot } from './projectPaths.ts';
import { runScript } from './runScript.ts';
import { type SheetRow, sheetPages } from './screenshots/sheetPages.ts';
import { stopClock, takePicture } from './screenshots/stoppedClock.ts';

/** The windows that tills have. */
const SIZES: readonly [name: string, look: Look][] = [
  ['1024', {}],
  ['1366-at-125', { width: 1366, zoom: 1.25 }],
  ['1920', { width: 1920, height: 1080 }],
  ['420', { width: 420 }],
];

/**
 * `npm run sheet [-- FOLDER [WORDS [LOCALE]]]`: a picture of every state of the window (or of those whose name has the
 * words) in each size, and sheets on which they stand side by side; into `out/sheet` unless told otherwise.
 */
await runScript(async () => {
  const [folder = 'out/sheet', words = '', locale = ORIGINAL] = process.argv.slice(2);
  const target = resolve(projectRoot, folder);
  await mkdir(target, { recursive: true });
  const preview = new PreviewTill();
  await preview.start();
  try {
    await stopClock(preview);
    const rows: SheetRow[] = [];
    for (const [part, { states }] of Object.entries(PARTS)) {
      const chosen = states.filter(({ name }) =>
        words.split('|').some((some) => `${part}: ${name}`.includes(some)),
      );
      for (const state of chosen) rows.push(...(await takeState(preview, part, state)));
    }
    for (const [number, html] of sheetPages(rows).entries()) {
      const name = `sheet-${String(number + 1).padStart(2, '0')}`;
      await writeFile(join(target, `${name}.html`), html);
      await preview.lookAt({ width: 1880, height: 1520 });
      await preview.page.open(pathToFileURL(join(target, `${name}.html`)).href);
      await writeFile(join(target, `${name}.png`), await preview.page.picture());
      console.log(join(folder, `${name}.png`));
    }
  } finally {
    await preview.stop();
  }
  return 0;

  async function takeState(till: PreviewTill, part: string, state: State): Promise<SheetRow[]> {
    const { page } = till;
    const rows: SheetRow[] = [];
    await page.evaluate(`location.protocol === 'http:' && sessionStorage.clear()`);
    const query = `?locale=${locale satisfies string as Locale}&${state.show?.query ?? ''}`;
    await till.show({ ...state.show, query });
    for (const [name, reach] of [['', state.reach] as const, ...Object.entries(state.next ?? {})]) {
      await till.lookAt({});
      await reach(page, till);
      const title = `${part}: ${name === '' ? state.name : `${state.name}, then ${name}`}`;
      const pictures: string[] = [];
      for (const [size, look] of SIZES) {
        await till.lookAt(look);
        const file = `${title.replaceAll(/[^\p{L}\d]+/gu, '-')}.${size}.png`;
        await writeFile(join(target, file), await takePicture(till));
        pictures.push(file);
      }
      rows.push({ name: title, pictures });
    }
    return rows;
  }
});
