import { EventEmitter } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startAgain } from './startAgain.ts';

class App extends EventEmitter {
  readonly done: unknown[] = [];
  relaunch(options: unknown) {
    this.done.push(options);
  }
  releaseSingleInstanceLock() {
    this.done.push('released');
  }
}

const temporary = tmpdir();

test('an installed program is started again by Electron', () => {
  const app = new App();
  startAgain(app, ['--hidden'], {
    ...{ platform: 'linux', env: {}, execPath: '/opt/Tillside/tillside', temporary },
  });
  expect(app.done).toEqual([{ args: ['--hidden'] }]);
  expect(app.listenerCount('quit')).toBe(0);
});

test.skipIf(process.platform === 'win32')(
  'an AppImage, whose folder is gone when it has ended, is started by its own file, and not before it ends',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tillside-again-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const program = join(folder, 'Tillside.AppImage');
    const told = join(folder, 'told');
    await writeFile(
      program,
      `#!/bin/sh\necho "$APPIMAGE$APPDIR $@" > ${told}.new\nmv ${told}.new ${told}\n`,
    );
    await chmod(program, 0o755);
    const app = new App();
    const mounted = join(folder, '.mount_x');
    startAgain(app, ['--hidden', '--user-data-dir=/one'], {
      platform: 'linux',
      env: { PATH: process.env.PATH, APPIMAGE: program, APPDIR: mounted },
      execPath: join(mounted, 'tillside'),
      temporary,
    });
    const read = () => readFile(told, 'utf8').catch(() => '');
    expect(app.done).toEqual([]);
    app.emit('quit');
    expect(app.done).toEqual(['released']);
    await expect.poll(read).toBe(' --hidden --user-data-dir=/one\n');
  },
);
