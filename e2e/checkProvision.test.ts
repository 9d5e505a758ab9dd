import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { canSeeOtherwise, freshMachineFolder, MACHINE_PLACE } from './driver/machineFolder.ts';
import { freshFolder } from './driver/runFolder.ts';
import { spawnApp } from './driver/spawnApp.ts';
import { ACCOUNT } from './testTill.ts';

const gateway = { url: 'https://gw.example.com/router/rest', ...ACCOUNT };

/** As an installer asks: nobody is there to see a window, and perhaps no screen. */
async function check(
  switchOf: (file: string) => string,
  text: string,
  env: NodeJS.ProcessEnv = {},
) {
  const folder = freshFolder('check');
  const file = join(folder, 'provision.json');
  writeFileSync(file, text);
  const userDataDir = join(folder, 'data');
  const ending = await spawnApp({ userDataDir, args: [switchOf(file)], env });
  const result = readFileSync(join(folder, 'provision.result.txt'), 'utf8').split('\r\n');
  return { ...ending, folder, file, userDataDir, result };
}

describe('--check-provision', () => {
  test('ends with 0 for a good file, opens nothing and touches nothing but its result', async () => {
    const text = JSON.stringify({ gateway, brandId: '244323' });
    const { code, stdout, result, userDataDir } = await check(
      (file) => `--check-provision=${file}`,
      text,
    );
    expect(code).toBe(0);
    expect(stdout).toContain('a first start asks for: shopId, operators\n');
    expect(result[2]).toBe('ok');
    expect(stdout + result.join()).not.toContain(ACCOUNT.appSecret);
    // Chromium makes the folder that it is told, and nothing in it.
    expect(existsSync(userDataDir) ? readdirSync(userDataDir) : []).toEqual([]);
  });

  test('ends with 2 for one with mistakes, with a line for each, also where there is no screen', async () => {
    const text = JSON.stringify({ gateway: { appSecret: ACCOUNT.appSecret }, colour: 'blue' });
    const { code, stderr, file, result } = await check(
      (name) => `--check-provision=${name}`,
      text,
      {
        DISPLAY: undefined,
        WAYLAND_DISPLAY: undefined,
      },
    );
    expect(code).toBe(2);
    const lines = [
      `${file}: gateway.appSecret: needs url and appKey beside it: a secret belongs to them`,
      `${file}: the file: "colour" is not a known setting`,
    ];
    for (const line of lines) expect(stderr).toContain(`${line}\n`);
    expect(result.slice(1, 4)).toEqual([file, ...lines]);
    expect(stderr + result.join()).not.toMatch(new RegExp(`${ACCOUNT.appSecret}|blue`));
  });

  test.skipIf(!canSeeOtherwise())(
    'without a file reads what the machine’s next start would read (needs root, and a view of its own)',
    async () => {
      const machineFolder = freshMachineFolder();
      const userDataDir = join(freshFolder('check'), 'data');
      const args = ['--check-provision'];
      const nothing = await spawnApp({ userDataDir, machineFolder, args });
      expect([nothing.code, nothing.stderr]).toEqual([
        2,
        expect.stringContaining(`${MACHINE_PLACE}/provision.json: there is no such file\n`),
      ]);
      writeFileSync(join(machineFolder, 'provision.json'), '{"brandId":"1"}');
      const good = await spawnApp({ userDataDir, machineFolder, args });
      expect([good.code, good.stdout]).toEqual([0, expect.stringMatching(/^ok\n/)]);
      expect(readFileSync(join(machineFolder, 'provision.result.txt'), 'utf8')).toMatch(
        /\r\nok\r\n/,
      );
    },
  );
});
