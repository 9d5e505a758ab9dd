import { execFile } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { projectRoot } from '../projectPaths.ts';
import { PAIR, PASSPHRASE, save, startRecoverable, workFolder } from './testing/deadTill.ts';

/** The tool in a process of its own, as npm runs it for somebody who stands in `cwd`; without a terminal. */
function run(args: readonly string[], cwd: string) {
  const command = [join(projectRoot, 'dev', 'recover.ts'), ...args];
  const options = { cwd: projectRoot, env: { ...process.env, INIT_CWD: cwd } };
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, command, options, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

/** A folder in which support stands: the data folder `data` of a dead till, and what the tool is given. */
async function desk(saves: number): Promise<string> {
  const data = await freshFolder();
  const { till, stop } = await startRecoverable(data);
  for (let number = 1; number <= saves; number += 1) await save(till, number);
  await stop();
  const cwd = join(data, '..');
  await writeFile(join(cwd, 'key.pem'), PAIR.privateKey);
  await writeFile(join(cwd, 'passphrase'), PASSPHRASE);
  return cwd;
}

const GIVEN = ['--data=data', '--private-key=key.pem'];

describe('the tool ends', () => {
  test('with 0 and the name of the export, by names as they stand where it was called', async () => {
    const cwd = await desk(2);
    const { code, stdout, stderr } = await run([...GIVEN, '--passphrase-file=passphrase'], cwd);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Written: 2 saves.');
    expect(await readdir(cwd)).toContain('data-recovered.tillside');
    const [, secret = 'none'] = PAIR.privateKey.split('\n');
    for (const never of [PASSPHRASE, secret, '1380013']) expect(stdout).not.toContain(never);
  });

  test('with 3, no file and no record, where nothing waits', async () => {
    const cwd = await desk(0);
    const { code, stdout } = await run([...GIVEN, '--passphrase-file=passphrase'], cwd);
    expect([code, stdout.trimEnd().split('\n').at(-1)]).toEqual([3, 'Nothing to export.']);
    expect(await readdir(cwd)).not.toContain('data-recovered.tillside');
    expect(await readdir(join(cwd, 'data'))).not.toContain('recovered.json');
  });

  test('with 1 and one line with a code, where it cannot', async () => {
    const { code, stderr } = await run(GIVEN, await desk(1));
    expect(code).toBe(1);
    expect(stderr).toBe(
      'passphrase-missing: There is no terminal to ask on: give --passphrase-file.\n',
    );
  });

  test('with 2, where it is not understood', async () => {
    const { code, stderr } = await run(['--passphrase=hunter2'], await workFolder());
    expect([code, stderr]).toEqual([
      2,
      'not-understood: --passphrase is not understood: see --help.\n',
    ]);
  });

  test('with 0 and a key in the folder where it was called', async () => {
    const cwd = await workFolder();
    const { code, stdout } = await run(['--make-key'], cwd);
    const [file = ''] = await readdir(cwd);
    expect([code, file]).toEqual([
      0,
      expect.stringMatching(/^tillside-recovery-.*\.private\.pem$/),
    ]);
    expect(stdout).toContain(join(cwd, file));
  });
});
