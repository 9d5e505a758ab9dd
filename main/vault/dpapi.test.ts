import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DPAPI_FILES, dpapiPath, openDpapi } from './dpapi.ts';

const projectFolder = join(import.meta.dirname, '..', '..');
const prebuilt = (arch: string) => dpapiPath(null, projectFolder, arch);

async function folderForTest(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tillside-dpapi-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe('the native file of DPAPI', () => {
  test.each(Object.keys(DPAPI_FILES))(
    'for %s is the one of the package, and one byte more is none',
    async (arch) => {
      const opened = openDpapi(prebuilt(arch), arch);
      // Mostly another system's file, or another processor's: what counts is that its bytes are let through.
      if (!opened.ok) expect(opened.failure).toBe('refused');
      const path = dpapiPath(await folderForTest(), projectFolder, arch);
      await writeFile(path, Buffer.concat([await readFile(prebuilt(arch)), Buffer.of(0)]));
      expect(openDpapi(path, arch)).toMatchObject({ ok: false, failure: 'altered' });
    },
  );

  test('that a bad disk or another hand has altered is never run', async () => {
    const path = join(await folderForTest(), 'dpapi.node');
    const bytes = await readFile(prebuilt('x64'));
    bytes[100_000] = (bytes[100_000] ?? 0) ^ 1;
    await writeFile(path, bytes);
    expect(openDpapi(path, 'x64')).toMatchObject({ ok: false, failure: 'altered' });
  });

  test('of another processor is none for this one, and a processor without one has none', () => {
    expect(openDpapi(prebuilt('arm64'), 'x64')).toMatchObject({ ok: false, failure: 'altered' });
    expect(openDpapi(prebuilt('x64'), 'ia32')).toMatchObject({ ok: false, failure: 'altered' });
  });

  test('that is gone is told, and nothing throws', async () => {
    const path = join(await folderForTest(), 'dpapi.node');
    expect(openDpapi(path)).toEqual({ ok: false, failure: 'missing', detail: 'ENOENT' });
  });

  test('lies beside app.asar in a package, and in its own package before', () => {
    expect(dpapiPath('resources', 'project', 'x64')).toBe(join('resources', 'dpapi.node'));
    expect(prebuilt('arm64')).toContain(join('prebuilds', 'win32-arm64'));
  });
});
