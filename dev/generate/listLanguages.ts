import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PlainFailure } from '../plainFailure.ts';
import { writeIfOther } from './writeIfOther.ts';

/** The original; `app/settings/locales.ts` says so too, and every other catalogue is held against its words. */
const ORIGINAL = 'zh-CN';

const FOLDER = 'app/messages';

/**
 * Writes which languages there are (`app/settings/languages.json`, `app/messages/found.ts`), from the catalogues that lie in `app/messages/`: `NAME.json`
 * and `NAME.later.json` for each. So that all programs that read the sources, bundled or not, know the same ones. Gives
 * the names of the files that it has changed.
 * @throws PlainFailure when a catalogue is not whole
 */
export async function listLanguages(root: string): Promise<string[]> {
  const files = (await readdir(join(root, FOLDER))).filter((name) => name.endsWith('.json'));
  const locales = files
    .filter((name) => !name.endsWith('.later.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
  for (const locale of locales) refuseUnknownTag(locale);
  const pairs = locales.flatMap((locale) => [`${locale}.json`, `${locale}.later.json`]);
  const odd = [...new Set([...pairs, ...files])].filter(
    (name) => !(pairs.includes(name) && files.includes(name)),
  );
  if (odd.length > 0) throw new PlainFailure(`Half of a language in ${FOLDER}/: ${odd.join(', ')}`);

  const ordered = [ORIGINAL, ...locales.filter((locale) => locale !== ORIGINAL)];
  const names = Object.fromEntries(
    await Promise.all(ordered.map(async (locale) => [locale, await namesOf(root, locale)])),
  );
  const texts = {
    'app/settings/languages.json': `${JSON.stringify(names, null, 2)}\n`,
    [`${FOLDER}/found.ts`]: moduleOf(ordered),
  };
  const changed: string[] = [];
  for (const [file, text] of Object.entries(texts)) {
    if (await writeIfOther(root, file, text)) changed.push(file);
  }
  return changed;
}

function refuseUnknownTag(locale: string): void {
  try {
    if (Intl.getCanonicalLocales(locale)[0] === locale) return;
  } catch {
    // Said below.
  }
  throw new PlainFailure(`${FOLDER}/${locale}.json: the name is no language tag (en, zh-CN, …)`);
}

/** How the language calls itself, which its own catalogue says. */
async function namesOf(root: string, locale: string): Promise<{ name: string; short: string }> {
  const { language } = JSON.parse(await readFile(join(root, FOLDER, `${locale}.json`), 'utf8'));
  const { name, short } = language ?? {};
  if (typeof name === 'string' && typeof short === 'string') return { name, short };
  throw new PlainFailure(`${FOLDER}/${locale}.json: "language" needs a "name" and a "short" one`);
}

/** Static imports: every tool follows them, and a missing word is a type error. */
function moduleOf(locales: readonly string[]): string {
  const imports = [...locales]
    .sort()
    .flatMap((locale) => [
      `import ${named(locale)} from './${locale}.json' with { type: 'json' };`,
      `import ${named(locale)}Later from './${locale}.later.json' with { type: 'json' };`,
    ]);
  const rows = locales.map(
    (locale) => `  ${keyed(locale)}: [${named(locale)}, ${named(locale)}Later],`,
  );
  return [
    '// Written by `npm run generate` from the catalogues that lie here.',
    ...imports,
    '',
    'export const FOUND = {',
    ...rows,
    '} as const;',
    '',
  ].join('\n');
}

/** Some tags are words of the language (`is`, `in`). */
function named(locale: string): string {
  const name = locale.replaceAll('-', '');
  return /^(?:is|in|as|do|if|of|to)$/.test(name) ? `${name}Words` : name;
}

function keyed(locale: string): string {
  return locale.includes('-') ? `'${locale}'` : locale;
}
