import { checkFiles } from './checkFiles.ts';
import { keptTill } from './fileTill.ts';

const DAMAGES = 5_000;

/** `npm run torture -- files [SEED PATH]`: so many damages to the files of a till, and a start on each. */
export async function tortureFiles([seed, path]: readonly string[]): Promise<boolean> {
  const again = {
    ...(seed === undefined ? {} : { seed: Number(seed) }),
    ...(path === undefined ? {} : { path }),
  };
  await checkFiles(await keptTill(), DAMAGES, again);
  console.log(
    `Files: ${DAMAGES} damages; each time the till started, told, and had what could be read.`,
  );
  return true;
}
