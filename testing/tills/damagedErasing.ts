import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';

/** As an earlier program wrote one in which nobody is being erased. */
export const RECORD_OF_NOBODY = '{"format":1,"erasedAt":0,"sealed":null}';

/** What may have become of the record of an erasing that is not finished: nobody can tell any more who is in it. */
const DAMAGES = {
  'with one other sign in its seal': async (path: string) => {
    const text = await readFile(path, 'utf8');
    const at = text.indexOf('"sealed":"') + 40;
    const other = text[at] === 'A' ? 'B' : 'A';
    await writeFile(path, text.slice(0, at) + other + text.slice(at + 1));
  },
  'that is cut short': async (path: string) =>
    writeFile(path, (await readFile(path, 'utf8')).slice(0, 60)),
  'that is empty': (path: string) => writeFile(path, ''),
  'that somebody has written without a key': (path: string) => writeFile(path, RECORD_OF_NOBODY),
  'whose seal somebody has taken out': async (path: string) =>
    writeFile(path, (await readFile(path, 'utf8')).replace(/"sealed":"[^"]*"/, '"sealed":null')),
  'whose place a folder has': async (path: string) => {
    await rm(path);
    await mkdir(path);
  },
};

export type Damage = keyof typeof DAMAGES;

export const DAMAGES_OF_ERASING = Object.keys(DAMAGES) as Damage[];

export async function damageErasing(path: string, damage: Damage): Promise<void> {
  await DAMAGES[damage](path);
}
