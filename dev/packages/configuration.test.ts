import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../projectPaths.ts';
import { CONFIGURATION, wrongInConfiguration } from './configuration.ts';

test("the packages' configuration is what electron-builder's own schema asks for", () => {
  expect(wrongInConfiguration(CONFIGURATION)).toEqual([]);
});

test('a setting that electron-builder does not know, or of another kind, is named', () => {
  const wrong = { ...CONFIGURATION, nsis: { oneClik: true }, asar: 'yes' };
  expect(wrongInConfiguration(wrong).join('\n')).toMatch(
    /^\/asar must be [\s\S]*^\/nsis must .*oneClik/m,
  );
});

test('the link that the installer registers is the one that the packages name', () => {
  const schemes = CONFIGURATION.protocols.flatMap(({ schemes }) => schemes);
  expect(schemes).toEqual(['tillside']);
  const script = readFileSync(join(projectRoot, 'build', 'nsis', 'link.nsh'), 'utf8');
  expect(script).toContain(`!define TILLSIDE_LINK "Software\\Classes\\${schemes[0]}"`);
});

test('installer and uninstaller say everything in Chinese and in English', () => {
  const words = readFileSync(join(projectRoot, 'build', 'nsis', 'words.nsh'), 'utf8');
  const said = [...words.matchAll(/^ *LangString (\w+) (\d+) "(.*)"$/gm)];
  const inLanguage = (wanted: string) =>
    said.filter(([, , language]) => language === wanted).map(([, name]) => name);
  expect(inLanguage('2052')).toEqual(inLanguage('1033'));
  expect(new Set(inLanguage('2052')).size).toBe(said.length / 2);
  for (const [, name, language, text = ''] of said) {
    expect(/[\u4e00-\u9fff]/.test(text), `${name} ${language}`).toBe(language === '2052');
  }
});
