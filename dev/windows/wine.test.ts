import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { projectRoot } from '../projectPaths.ts';
import { NO_WINE, onWindows } from './wine.ts';

/** `npm run test:windows` on a machine whose only programs are these. */
async function runWith(programs: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'tillside-no-wine-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(programs)) {
    await writeFile(join(folder, name), text, { mode: 0o755 });
  }
  const cache = join(folder, 'cache');
  const done = spawnSync(process.execPath, [join(projectRoot, 'dev', 'testWindows.ts')], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: folder, HOME: folder, XDG_CACHE_HOME: cache },
  });
  return { ...done, made: await readdir(cache).catch(() => []) };
}

test.skipIf(process.platform === 'win32')(
  'without wine nothing is said to be tested: exit code 2, what to install, and nothing is fetched (not on Windows)',
  async () => {
    const { status, stdout, stderr, made } = await runWith({});
    expect({ status, stdout, stderr, made }).toEqual({
      status: 2,
      stdout: '',
      stderr: `${NO_WINE}\n`,
      made: [],
    });
  },
);

test.skipIf(process.platform === 'win32')(
  'a wine that cannot run is none (not on Windows)',
  async () => {
    const { status, stderr } = await runWith({ wine: '#!/bin/sh\necho wine-10.0\nexit 1\n' });
    expect(status).toBe(2);
    expect(stderr).toContain('apt-get install');
  },
);

test('a path of this system is one below drive Z there', () => {
  expect(onWindows('/tmp/a b/会员')).toBe('Z:\\tmp\\a b\\会员');
});
