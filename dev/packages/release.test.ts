import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../projectPaths.ts';
import { hasSignature } from '../windows/signatureEntry.ts';
import { checksumsOf, checkTag, notesOf } from './release.ts';
import { signingWords } from './signing.ts';

const CHANGELOG = `# Changelog

## [Unreleased]

## [1.2.0] - 2026-12-01

### Added

- A thing.

## [1.1.0] - not released yet

- Another.
`;

describe('a release', () => {
  test('says what the changelog says of its version, and of no other', () => {
    expect(notesOf(CHANGELOG, '1.2.0')).toBe('### Added\n\n- A thing.');
  });

  test.each(['1.1.0', '1.0.0', 'Unreleased'])(
    'is none where the changelog gives %s no day',
    (version) => {
      expect(() => notesOf(CHANGELOG, version)).toThrow(/CHANGELOG/);
    },
  );

  test('is that of package.json, or none', () => {
    expect(() => checkTag('v1.2.0', '1.2.0')).not.toThrow();
    for (const tag of ['1.2.0', 'v1.2.1', 'v1.2.0-beta', ''])
      expect(() => checkTag(tag, '1.2.0')).toThrow('v1.2.0');
  });

  test('has checksums that sha256sum reads', () => {
    const digest = createHash('sha256').update('x').digest('hex');
    const sums = checksumsOf(
      new Map([
        ['b.deb', digest],
        ['a.exe', digest],
      ]),
    );
    expect(sums).toBe(`${digest}  a.exe\n${digest}  b.deb\n`);
  });
});

test('the absence of a signature is told, with what it means for whoever downloads', () => {
  expect(signingWords({})).toMatch(/not signed[\s\S]*SmartScreen and 360/);
  expect(signingWords({ WIN_CSC_LINK: '' })).toBe(signingWords({}));
  expect(signingWords({ WIN_CSC_LINK: 'certificate.pfx' })).toMatch(/^What is built .* signed/);
});

test('a program with a signature is told from one without', () => {
  const vendor = join(projectRoot, 'node_modules', 'electron-winstaller', 'vendor');
  expect(hasSignature(readFileSync(join(vendor, 'signtool.exe')))).toBe(true);
  expect(hasSignature(readFileSync(join(vendor, 'StubExecutable.exe')))).toBe(false);
});
