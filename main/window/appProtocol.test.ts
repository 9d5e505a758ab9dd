import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { answerAppRequest, CONTENT_SECURITY_POLICY, resolveAppFile } from './appProtocol.ts';
import { PERMISSIONS_POLICY } from './permissionsPolicy.ts';

const folder = join(sep, 'opt', 'tillside', 'renderer');
const page = 'app://tillside';

describe('an address names a file of the page', () => {
  test.each([
    ['/index.html', ['index.html']],
    ['/assets/index-B1_x.js', ['assets', 'index-B1_x.js']],
    ['/assets/style.css#top', ['assets', 'style.css']],
  ])('%s', (path, names) => {
    expect(resolveAppFile(folder, page + path)).toBe(join(folder, ...names));
  });
});

describe('an address that leads anywhere else names nothing', () => {
  test.each([
    '/../package.json',
    '/assets/../../preload/preload.js',
    '/..',
    '/.',
    '/./index.html',
    '/.hidden.js',
    '/assets//index.js',
    '//etc/passwd.html',
    '/%2e%2e/main/main.js',
    '/%2E%2E%2Fmain.js',
    '/..%2fmain.js',
    '/index%2ehtml',
    '/%252e%252e/main.js',
    '/..\\main.js',
    '\\..\\main.js',
    '/assets\\index.js',
    '/..%5cmain.js',
    '/index.html\u0000.js',
    '/index.js%00.html',
    '/C:/Windows/win.html',
    '/C:\\Windows\\win.html',
    '/c%3a/win.html',
    '/index.html:stream.js',
    '/\\\\server\\share\\x.html',
    '/ index.html',
    '/index.html ',
    '/index.html/',
    '/index.html?1',
    '/index.html?',
    '/assets/style.css?v=1#top',
    '/索引.html',
    '/\uff0e\uff0e/main.js',
    '/',
    '',
    '/main.cjs',
    '/package.json',
    '/index',
    '/constructor',
    '/x.constructor',
  ])('%j', (path) => {
    expect(resolveAppFile(folder, page + path)).toBeNull();
  });

  test.each([
    'app://other/index.html',
    'app://tillside.example.com/index.html',
    'app://tillside@other/index.html',
    'app://tillside:80/index.html',
    'file:///etc/passwd.html',
    'https://tillside/index.html',
    'APP://tillside/index.html',
    'app:/tillside/index.html',
  ])('%s', (address) => {
    expect(resolveAppFile(folder, address)).toBeNull();
  });

  test('whatever it is made of, no file outside the folder comes of it', () => {
    const part = fc.oneof(
      fc.constantFrom(
        '..',
        '.',
        '/',
        '\\',
        '%2e',
        '%2f',
        '%5c',
        '%00',
        '\0',
        'C:',
        'a',
        '.js',
        '~',
      ),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const file = resolveAppFile(folder, `${page}/${parts.join('')}`);
        expect(file === null || file.startsWith(folder + sep)).toBe(true);
        expect(file?.split(sep) ?? []).not.toContain('..');
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('what goes back', () => {
  let files: string;
  beforeAll(() => {
    files = mkdtempSync(join(tmpdir(), 'tillside-protocol-'));
    writeFileSync(join(files, 'index.html'), '<!doctype html>');
  });
  afterAll(() => rmSync(files, { recursive: true }));

  let errors: unknown[];
  beforeEach(() => {
    errors = [];
  });
  const quiet = () => undefined;
  const error = (...said: unknown[]) => errors.push(said);
  const ask = (path: string, method = 'GET') =>
    answerAppRequest(files, { method, url: page + path } as Request, {
      info: quiet,
      warn: quiet,
      error,
    });

  test('is the file, under the policy, with a type that nobody guesses over', async () => {
    const answer = await ask('/index.html');
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('<!doctype html>');
    expect(Object.fromEntries(answer.headers)).toEqual({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-scripts allow-same-origin allow-forms",
      'permissions-policy': PERMISSIONS_POLICY,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache',
    });
  });

  test('gives neither page nor frame a feature of Chromium’s that the till does not use', () => {
    expect(PERMISSIONS_POLICY).toMatch(/^[a-z-]+=\(\)(?:, [a-z-]+=\(\))*$/);
    for (const name of ['usb', 'hid', 'serial', 'bluetooth', 'picture-in-picture', 'camera'])
      expect(PERMISSIONS_POLICY.split(', ')).toContain(`${name}=()`);
    // The till's own sounds.
    expect(PERMISSIONS_POLICY).not.toContain('autoplay');
  });

  test.each([
    ['/missing.html', 'GET', 404, 'not found'],
    ['/../index.html', 'GET', 404, 'not found'],
    ['/index.html', 'POST', 405, 'method not allowed'],
    ['/index.html', 'HEAD', 405, 'method not allowed'],
  ])('for %s by %s is a refusal that stands under the policy as well', async (...asked) => {
    const [path, method, status, words] = asked;
    const answer = await ask(path, method);
    expect([answer.status, await answer.text()]).toEqual([status, words]);
    expect(answer.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
    expect(answer.headers.get('permissions-policy')).toBe(PERMISSIONS_POLICY);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  });

  test('for a file that cannot be read is told in the log, by its kind alone: the page chooses the name', async () => {
    await ask('/assets/QueuePanel-13800138000.js');
    expect(errors).toEqual([
      ['a file of the page cannot be read', { type: '.js', code: 'ENOENT' }],
    ]);
  });
});
