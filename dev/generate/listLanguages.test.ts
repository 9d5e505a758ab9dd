import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { LOCALES as KNOWN } from '../../app/settings/locales.ts';
import { dataFolder, projectRoot } from '../projectPaths.ts';
import { listLanguages } from './listLanguages.ts';

const read = (root: string, file: string) =>
  readFileSync(join(root, 'app', 'messages', file), 'utf8');

/** A copy of what knows languages. Inside the project, so that it finds the packages. */
function copyOfSources(...parts: string[]): string {
  mkdirSync(dataFolder, { recursive: true });
  const root = mkdtempSync(join(dataFolder, 'languages-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const part of parts) {
    cpSync(join(projectRoot, part), join(root, part), { recursive: true });
  }
  return root;
}

/** A throw-away language: English with a word that no other has. */
function addEsperanto(root: string): void {
  const early = JSON.parse(read(root, 'en.json'));
  early.language = { name: 'Esperanto', short: 'EO' };
  early.form.save = 'Konservi la membron';
  early.window.title = 'Tillside: registri';
  writeFileSync(join(root, 'app', 'messages', 'eo.json'), JSON.stringify(early));
  writeFileSync(join(root, 'app', 'messages', 'eo.later.json'), read(root, 'en.later.json'));
}

test('the list in the sources is the one of the catalogues that lie there: else `npm run generate`', async () => {
  const root = copyOfSources('app/messages');
  rmSync(join(root, 'app', 'messages', 'found.ts'));
  const files = await listLanguages(root);
  expect(files).toHaveLength(2);
  for (const file of files) {
    const written = readFileSync(join(root, file), 'utf8');
    expect(written, file).toBe(readFileSync(join(projectRoot, file), 'utf8'));
  }
  expect(await listLanguages(root)).toEqual([]);
});

describe('a third language takes two files and no code:', () => {
  test('settings, calls and the page know it', async () => {
    const root = copyOfSources('app', 'renderer/i18n', 'tsconfig.base.json');
    addEsperanto(root);
    await listLanguages(root);
    const load = (file: string) => import(/* @vite-ignore */ join(root, file));

    const { LOCALES, LANGUAGE_NAMES, nextLocale } = await load('app/settings/locales.ts');
    expect(LOCALES.toSorted()).toEqual([...KNOWN, 'eo'].toSorted());
    expect(LANGUAGE_NAMES.eo).toEqual({ name: 'Esperanto', short: 'EO' });
    // From each to the next, and round.
    expect(LOCALES.map(nextLocale)).toEqual([...LOCALES.slice(1), LOCALES[0]]);

    const { CATALOGUES } = await load('app/messages/catalogues.ts');
    expect(CATALOGUES.eo.window.title).toBe('Tillside: registri');

    const { provisionSchema } = await load('app/settings/provision.ts');
    const { locale } = provisionSchema.shape;
    expect(locale.safeParse('eo').success).toBe(true);
    expect(locale.safeParse('de').success).toBe(false);

    const { readArgument } = await load('app/ipc/readArgument.ts');
    expect(readArgument('setLocale', [{ locale: 'eo' }], '2026-11-26').ok).toBe(true);
    expect(readArgument('setLocale', [{ locale: 'de' }], '2026-11-26').ok).toBe(false);

    const { createI18n } = await load('renderer/i18n/createI18n.ts');
    const i18n = createI18n();
    await i18n.changeLanguage('eo');
    expect(i18n.t('form.save')).toBe('Konservi la membron');
    expect(i18n.t('settings.language')).toBe(CATALOGUES.en.settings.language);
  });

  test('half of one, or one without a name of its own, is refused and named', async () => {
    const root = copyOfSources('app/messages');
    addEsperanto(root);
    const later = join(root, 'app', 'messages', 'eo.later.json');
    rmSync(later);
    await expect(listLanguages(root)).rejects.toThrow('eo.later.json');
    writeFileSync(later, '{}');
    writeFileSync(join(root, 'app', 'messages', 'eo.json'), '{}');
    await expect(listLanguages(root)).rejects.toThrow('eo.json: "language" needs a "name"');
  });

  test('what is no language tag is refused', async () => {
    const root = copyOfSources('app/messages');
    writeFileSync(join(root, 'app', 'messages', 'ZH_cn.json'), '{}');
    await expect(listLanguages(root)).rejects.toThrow('ZH_cn.json: the name is no language tag');
  });
});
