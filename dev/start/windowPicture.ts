import { rename, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { firstPage, pictureOf } from '../devtools.ts';

const renewEvery = 10_000;

/**
 * Keeps a picture of the app's window, for a screen that nobody sees, as long as we live. A reader
 * never meets half a picture.
 */
export async function keepPicture(port: number, file: string, onFirst: () => void): Promise<never> {
  let isFirst = true;
  for (;;) {
    const picture = await take(port);
    if (picture !== undefined) {
      await writeFile(`${file}.new`, picture);
      await rename(`${file}.new`, file);
      if (isFirst) onFirst();
      isFirst = false;
    }
    await sleep(picture === undefined ? 500 : renewEvery);
  }
}

/** The window may be loading or going at any moment: then there is none for now. */
async function take(port: number): Promise<Buffer | undefined> {
  try {
    const page = await firstPage(port, 0);
    return page && (await pictureOf(page));
  } catch {
    return undefined;
  }
}
