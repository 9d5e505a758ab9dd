import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LOCALES } from '../app/settings/locales.ts';
import { PreviewTill } from '../pageTests/PreviewTill.ts';
import { projectRoot } from './projectPaths.ts';
import { runScript } from './runScript.ts';
import { SCREENS } from './screenshots/screens.ts';
import { stopClock, takePicture } from './screenshots/stoppedClock.ts';

/** `npm run screenshots [-- NAME]`: a picture of every screen in both languages, into `docs/images`. */
await runScript(async () => {
  const [only] = process.argv.slice(2);
  const folder = join(projectRoot, 'docs', 'images');
  await mkdir(folder, { recursive: true });
  const preview = new PreviewTill();
  await preview.start();
  const { page } = preview;
  try {
    await stopClock(preview);
    for (const { name, show, act } of SCREENS) {
      if (only !== undefined && only !== name) continue;
      for (const locale of LOCALES) {
        const query = `?locale=${locale}&${show?.query ?? ''}`;
        await page.evaluate(`location.protocol === 'http:' && sessionStorage.clear()`);
        await preview.show({ ...show, query });
        await act(preview, page);
        const file = `${name}.${locale}.png`;
        await writeFile(join(folder, file), await takePicture(preview));
        console.log(`docs/images/${file}`);
      }
    }
  } finally {
    await preview.stop();
  }
  return 0;
});
