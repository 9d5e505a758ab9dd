import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/createSandbox.ts';
import { canSeeOtherwise } from '../driver/machineFolder.ts';
import { ASKABLE } from '../driver/mainProcess.ts';
import { hand, hasHand } from '../driver/systemDialog.ts';
import { hasBus, startTrayHost, type TrayHost } from '../driver/trayHost.ts';
import { startGateway, TestTill } from '../testTill.ts';
import { beside, valueIn } from './besideTill.ts';

const PATIENT = { timeout: 20_000 };
const NAME = valueIn('name');

/** In main: how many drafts were refused that were given in this round, and what every box says. */
const WATCHED = `(() => {
  const calls = require('electron').ipcMain._invokeHandlers;
  const before = calls.get('tillside:keep-draft');
  globalThis.refused = 0;
  calls.set('tillside:keep-draft', async (...asked) => {
    const round = globalThis.round;
    const answer = await before(...asked);
    if (!answer.ok && round === globalThis.round) globalThis.refused += 1;
    return answer;
  });
  globalThis.boxes = [];
  require('electron').dialog.showMessageBox = async (...given) => {
    globalThis.boxes.push(given.at(-1).detail);
    return { response: 1 };
  };
})()`;
const run = (command: string, ...options: string[]) => spawnSync(command, options);
const NEW_ROUND = 'void (globalThis.round = {}, globalThis.refused = 0)';

describe.skipIf(!hasBus() || !hasHand() || !canSeeOtherwise())(
  'where somebody holds the draft',
  () => {
    let gateway: Sandbox;
    let host: TrayHost;
    let till: TestTill;
    let file: string;
    beforeEach(async () => {
      gateway = await startGateway();
      host = await startTrayHost();
      till = new TestTill(
        gateway.url,
        { args: [ASKABLE], env: host.env },
        { window: { hotKey: 'Ctrl+Alt+M' } },
      );
      await till.start();
      file = join(till.dataFolder, 'draft.json');
      await beside(till.app).ask(WATCHED);
      await till.fill({ mobile: '13800138000', name: 'Alice' });
      await expect.poll(() => existsSync(file), PATIENT).toBe(true);
      // As a scanner does on Windows: what has something mounted is busy for whoever replaces or removes it.
      expect(run('mount', '--bind', file, file).status).toBe(0);
    });
    afterEach(async () => {
      run('umount', file);
      await till.kill();
      await host.close();
      await gateway.close();
    });

    const refused = () =>
      expect.poll(() => beside(till.app).ask('globalThis.refused'), PATIENT).toBeGreaterThan(0);

    test('for longer than a closed window waits for it, the window is back with the customer who was being written', async () => {
      const at = beside(till.app);
      // What is to go and cannot takes the disk's patience once more.
      await till.client.keys(['F2']);
      await till.fill({ mobile: '13900139000', name: 'Bob' });
      await refused();
      await at.ask(NEW_ROUND);
      await at.close();
      await refused();
      run('umount', file);
      hand('key', 'ctrl+alt+m');
      await expect.poll(() => at.inPage(NAME), PATIENT).not.toBe(null);
      expect(await at.inPage(NAME)).toBe('Bob');
    });

    test('for longer than a question waits for it, whoever quits hears that the form would be lost', async () => {
      const at = beside(till.app);
      await till.fill({ name: 'Bob' });
      await refused();
      await host.choose('退出…');
      await expect
        .poll(() => at.ask('globalThis.boxes'), PATIENT)
        .toEqual([expect.stringContaining('暂时无法全部保存')]);
    });
  },
);
