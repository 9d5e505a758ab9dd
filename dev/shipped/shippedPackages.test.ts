import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { headingOf, licenceTexts } from './licenceTexts.ts';
import { explain, readReasons } from './reasons.ts';
import { shippedPackages } from './shippedPackages.ts';
import { whatShips } from './whatShips.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tillside-shipped-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A package as npm would have put it there. */
function install(path: string, manifest: object, files: Record<string, string> = {}): string {
  const folder = join(root, 'node_modules', path);
  mkdirSync(folder, { recursive: true });
  const name = path.split('node_modules/').at(-1);
  const whole = { name, version: '1.0.0', license: 'MIT', ...manifest };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(whole));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return folder;
}

const moduleOf = (path: string) => join(root, 'node_modules', path, 'lib', 'index.js');
const shipped = (...ids: string[]) => shippedPackages(ids, [], root);

describe('what ships', () => {
  test('is every package of which a module is in a bundle, each version by itself', () => {
    install('react', { version: '19.0.0' });
    install('@scope/part', { dependencies: { react: '18' } });
    install('@scope/part/node_modules/react', { version: '18.0.0' });
    install('unused', {});
    const found = shipped(
      moduleOf('react'),
      `\0${moduleOf('@scope/part')}?commonjs-es-import`,
      moduleOf('@scope/part/node_modules/react'),
      join(root, 'app', 'main.ts'),
    );
    expect(found.map(({ name, version }) => `${name} ${version}`)).toEqual([
      '@scope/part 1.0.0',
      'react 18.0.0',
      'react 19.0.0',
    ]);
    expect(found[0]?.needs).toEqual([join(root, 'node_modules/@scope/part/node_modules/react')]);
  });

  test('is the bundler too, where it puts something of its own in', () => {
    install('rolldown', {});
    install('vite', {});
    const found = shipped('\0rolldown/runtime.js', '\0vite/preload-helper.js');
    expect(found.map(({ name }) => name)).toEqual(['rolldown', 'vite']);
  });

  test('is nothing that belongs to nobody', () => {
    expect(() => shipped('\0virtual:somebody')).toThrow('nobody knows whose it is');
    expect(() => shipped('/elsewhere/module.js')).toThrow('nobody knows whose it is');
  });

  test('is nothing that says no licence', () => {
    install('lawless', { license: undefined });
    expect(() => shipped(moduleOf('lawless'))).toThrow('lawless 1.0.0 does not say its licence');
  });
});

describe('the texts of the licences', () => {
  test('are those in the package, the notice included', () => {
    install('a', {}, { LICENSE: 'text of a', 'NOTICE.md': 'notice of a', 'license.js': 'code' });
    const packages = shipped(moduleOf('a'));
    const text = licenceTexts(packages);
    expect(text).toContain(`${headingOf(packages[0] as never)}\n\ntext of a\n\nnotice of a`);
    expect(text).not.toContain('code');
  });

  test('have those of what is compiled into a native file behind its own', () => {
    install('@primno/dpapi', {}, { LICENSE: 'text of dpapi' });
    const [, inside = ''] = licenceTexts(shipped(moduleOf('@primno/dpapi'))).split('text of dpapi');
    expect(inside).toContain('node-addon-api');
  });

  test('are those of a sister out of the same repository, under the same licence', () => {
    const repository = { url: 'git+https://example.org/many.git' };
    install('a', { repository }, { 'LICENCE.txt': 'text of many' });
    install('b', { repository: 'https://example.org/many' });
    expect(licenceTexts(shipped(moduleOf('a'), moduleOf('b'))).split('text of many')).toHaveLength(
      3,
    );
    install('b', { repository, license: 'ISC' });
    expect(() => licenceTexts(shipped(moduleOf('a'), moduleOf('b')))).toThrow('b 1.0.0 (ISC)');
  });

  test('are at the end of the README where a package has them there, and not where it only names them', () => {
    const whole = `Copyright (c) 2013 Somebody\n\n${'Permission is granted. '.repeat(30)}`;
    install('a', {}, { 'README.md': `# a\n\nLicense\n-------\n\n${whole}\n\n[link]: x` });
    expect(licenceTexts(shipped(moduleOf('a')))).toContain(whole.trim());
    expect(licenceTexts(shipped(moduleOf('a')))).not.toContain('[link]');
    install('a', {}, { 'README.md': '# a\n\n## License\n\nMIT' });
    expect(() => licenceTexts(shipped(moduleOf('a')))).toThrow('a 1.0.0 (MIT)');
  });

  test('are missing of none: a package without one does not pass', () => {
    install('a', {});
    expect(() => licenceTexts(shipped(moduleOf('a')))).toThrow(
      'No licence text is known of: a 1.0.0 (MIT)',
    );
  });
});

describe('the reasons', () => {
  const page = [
    '# Page\n\n## In the app\n\n| package | why |\n| --- | --- |\n| a, @s/b | the page |\n',
    '\n## For building\n\n| package | why |\n| --- | --- |\n| c | the build |\n',
  ].join('');

  test('are the sentences below one heading, for each package of a row', () => {
    expect([...readReasons(page, 'In the app')]).toEqual([
      ['a', 'the page'],
      ['@s/b', 'the page'],
    ]);
  });

  test('hold for what is asked for by what has one, and for nothing else', () => {
    install('a', { dependencies: { d: '1' } });
    install('d', { peerDependencies: { e: '1' } });
    install('e', {});
    install('c', {});
    const packages = shipped(...['a', 'c', 'd', 'e'].map(moduleOf));
    const { explained, unexplained } = explain(packages, readReasons(page, 'In the app'));
    expect(unexplained).toEqual(['c']);
    const written = whatShips(explained);
    expect(written).toContain('| a       | MIT     | the page       |');
    expect(written).toContain('| e       | MIT     | asked for by d |');
  });
});
