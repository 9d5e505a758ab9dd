import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LOCALES } from '../app/settings/locales.ts';
import { PreviewTill } from '../pageTests/PreviewTill.ts';
import { projectRoot } from './projectPaths.ts';
import { runScript } from './runScript.ts';
import { SCREENS } from './screenshots/screens.ts';

/** A morning in a shop in Shanghai: with it, the same page gives the same picture on any day. */
const CLOCK = Date.UTC(2026, 10, 25, 2, 42);

/** The page's own clock stands still; timers run on, so that everything still happens. */
const STOPPED_CLOCK = `(() => {
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...given) { if (given.length === 0) super(${CLOCK}); else super(...given); }
    static now() { return ${CLOCK}; }
  };
  sessionStorage.clear();
})()`;

/** `npm run screenshots [-- NAME]`: a picture of every screen in both languages, into `docs/images`. */
await runScript(async () => {
  const [only] = process.argv.slice(2);
  const folder = join(projectRoot, 'docs', 'images');
  await mkdir(folder, { recursive: true });
  const preview = await PreviewTill.start();
  const { page } = preview;
  try {
    await page.browser.call('Emulation.setTimezoneOverride', { timezoneId: 'Asia/Shanghai' });
    await page.browser.call('Page.enable');
    await page.browser.call('Page.addScriptToEvaluateOnNewDocument', { source: STOPPED_CLOCK });
    for (const { name, show, act } of SCREENS) {
      if (only !== undefined && only !== name) continue;
      for (const locale of LOCALES) {
        const query = `?locale=${locale}&${show?.query ?? ''}`;
        await preview.show({ ...show, query });
        await act(preview, page);
        // A caret blinks; whether it is caught would be chance.
        await page.evaluate(`document.documentElement.style.caretColor = 'transparent', 0`);
        const file = `${name}.${locale}.png`;
        await writeFile(join(folder, file), await page.picture());
        console.log(`docs/images/${file}`);
      }
    }
  } finally {
    await preview.stop();
  }
  return 0;
});
