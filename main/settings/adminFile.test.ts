import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readAdminFile } from './adminFile.ts';

/** "nobody", on every Linux. */
const NOBODY = 65534;

// Only root can make what only an administrator can write to.
const isRoot = process.platform === 'linux' && process.getuid?.() === 0;

describe.skipIf(!isRoot)('a file is an administrator’s word', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync('/etc/tillside-test-');
    chmodSync(folder, 0o755);
    file = join(folder, 'provision.json');
    writeFileSync(file, '{"a":1}', { mode: 0o644 });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** As a till that an ordinary user has started. */
  function isTrusted(path: string): boolean {
    const script = `
      const { readAdminFile } = await import(${JSON.stringify(join(import.meta.dirname, 'adminFile.ts'))});
      process.setgroups([]); process.setgid(${NOBODY}); process.setuid(${NOBODY});
      const { text, isTrusted } = readAdminFile(${JSON.stringify(path)});
      console.log(JSON.stringify([text, isTrusted]));`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
    const [text, is] = JSON.parse(printed) as [string, boolean];
    expect(text).toBe('{"a":1}');
    return is;
  }

  test('where root owns it and every folder above it, and nobody else may write there', () => {
    expect(isTrusted(file)).toBe(true);
  });

  test('also through a link of the user, since it is the file itself that is read', () => {
    const own = mkdtempSync('/tmp/tillside-test-');
    chmodSync(own, 0o755);
    symlinkSync(file, join(own, 'link.json'));
    expect(isTrusted(join(own, 'link.json'))).toBe(true);
    rmSync(own, { recursive: true });
  });

  test.each<[string, () => void]>([
    ['the user owns it', () => chownSync(file, NOBODY, NOBODY)],
    ['anybody may write to it', () => chmodSync(file, 0o666)],
    ['a group may write to it', () => chmodSync(file, 0o664)],
    ['its folder is the user’s', () => chownSync(folder, NOBODY, NOBODY)],
    ['anybody may write to its folder, sticky or not', () => chmodSync(folder, 0o1777)],
  ])('not where %s', (_, change) => {
    change();
    expect(isTrusted(file)).toBe(false);
  });

  test('not where a folder above it can be replaced', () => {
    const below = join(folder, 'below');
    mkdirSync(below, { mode: 0o755 });
    writeFileSync(join(below, 'provision.json'), '{"a":1}', { mode: 0o644 });
    expect(isTrusted(join(below, 'provision.json'))).toBe(true);
    chownSync(folder, NOBODY, NOBODY);
    expect(isTrusted(join(below, 'provision.json'))).toBe(false);
  });

  test('not where a link leads out of the folder of root to one of the user', () => {
    const own = mkdtempSync('/tmp/tillside-test-');
    chmodSync(own, 0o755);
    writeFileSync(join(own, 'provision.json'), '{"a":1}', { mode: 0o644 });
    symlinkSync(join(own, 'provision.json'), join(folder, 'link.json'));
    expect(isTrusted(join(folder, 'link.json'))).toBe(false);
    rmSync(own, { recursive: true });
  });

  test('not where a service of root writes for anybody who asks it to', () => {
    const place = mkdtempSync('/var/lib/tillside-test-');
    chmodSync(place, 0o755);
    writeFileSync(join(place, 'provision.json'), '{"a":1}', { mode: 0o644 });
    expect(isTrusted(join(place, 'provision.json'))).toBe(false);
    rmSync(place, { recursive: true });
  });

  test('not for root itself, who can write anything', () => {
    expect(readAdminFile(file)).toEqual({ text: '{"a":1}', isTrusted: false });
  });
});

describe.skipIf(process.platform === 'win32')(
  'what is no file of settings is not waited for (not on Windows: no file is a pipe)',
  () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'tillside-test-'));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    test('a pipe that nobody writes to', () => {
      const pipe = join(folder, 'pipe');
      execFileSync('sh', ['-c', 'mkfifo "$0"', pipe]);
      // Whoever waited here would wait for ever: somebody lets him go.
      const release = spawn('sh', ['-c', 'sleep 2; echo "{}" > "$0"', pipe], { stdio: 'ignore' });
      try {
        expect(() => readAdminFile(pipe)).toThrow('ENOTSUP');
      } finally {
        release.kill();
      }
    });

    test('a device without an end', () => {
      // One that has an end, so that the test has one too.
      expect(() => readAdminFile('/dev/null')).toThrow('ENOTSUP');
    });

    test('a file that is longer than any settings, which would fill the memory', () => {
      const long = join(folder, 'long');
      writeFileSync(long, '{}');
      truncateSync(long, 4 * 1024 * 1024 + 1);
      expect(() => readAdminFile(long)).toThrow('EFBIG');
    });

    test('a file that says it is empty and has no end', () => {
      const maps = '/proc/self/pagemap';
      if (!existsSync(maps)) return;
      expect(() => readAdminFile(maps)).toThrow('EFBIG');
    });

    test('a folder', () => {
      expect(() => readAdminFile(folder)).toThrow('EISDIR');
    });
  },
);
