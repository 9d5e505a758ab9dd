import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Bridge } from '../../app/ipc/bridge.ts';
import type { Sandbox } from '../../sandbox/createSandbox.ts';
import { ASKABLE } from '../driver/mainProcess.ts';
import { hand, hasHand } from '../driver/systemDialog.ts';
import { hasBus, startTrayHost, type TrayHost } from '../driver/trayHost.ts';
import { type HeldGateway, heldGateway } from '../heldGateway.ts';
import { OPERATOR, startGateway, TestTill } from '../testTill.ts';
import { beside, PIN, valueIn } from './besideTill.ts';

const ALICE = { mobile: '13800138000', name: 'Alice' };
const PATIENT = { timeout: 20_000 };

/** In the page: as the manager does it, who waits for the answer. Gives how many saves of theirs were found. */
async function beginErasing(pin: string, operatorId: string, mobile: string): Promise<number> {
  const { tillside } = window as unknown as { tillside: Bridge };
  await tillside.openManager({ pin, operatorId });
  const found = await tillside.findPerson({ identity: { mobile }, operatorId });
  if (!found.ok) throw new Error(found.error.code);
  const { saves, token } = found.value;
  void tillside.erasePerson({ identity: { mobile }, operatorId, token });
  return saves.length;
}

/** In the page: what the till has of them by now, and of what is kept. */
async function whatIsLeft(pin: string, operatorId: string, mobile: string) {
  const { tillside } = window as unknown as { tillside: Bridge };
  await tillside.openManager({ pin, operatorId });
  const found = await tillside.findPerson({ identity: { mobile }, operatorId });
  const draft = await tillside.getDraft();
  await tillside.closeManager();
  if (!found.ok) throw new Error(found.error.code);
  return { saves: found.value.saves.length, draft: draft.ok ? draft.value : draft.error.code };
}

describe.skipIf(!hasBus() || !hasHand())(
  'somebody who is erased while an answer is waited for',
  () => {
    let sandbox: Sandbox;
    let gateway: HeldGateway;
    let host: TrayHost;
    let till: TestTill;
    beforeEach(async () => {
      sandbox = await startGateway();
      gateway = await heldGateway(sandbox);
      host = await startTrayHost();
    });
    afterEach(async () => {
      gateway.close();
      await till.kill();
      await host.close();
      await sandbox.close();
    });

    test.each(['was closed and brought back', 'has died'])(
      'stays in no form and in no draft, also where the window %s meanwhile',
      async (how) => {
        const window = { hotKey: 'Ctrl+Alt+M' };
        const more = { window, managerPin: PIN };
        till = new TestTill(gateway.url, { args: [ASKABLE], env: host.env }, more);
        await till.start();
        const at = beside(till.app);
        const as = `'${PIN}', '${OPERATOR.id}', '${ALICE.mobile}'`;
        await till.register(ALICE);
        await expect.poll(() => gateway.waiting, PATIENT).toBe(1);
        // They stand at the counter, and ask to be forgotten.
        await till.fill(ALICE);
        const draft = "window.tillside.getDraft().then(({ value }) => value?.member.name ?? '')";
        await expect.poll(() => at.inPage(draft), PATIENT).toBe(ALICE.name);
        await at.inPage(`void (${beginErasing})(${as}).then((count) => { window.begun = count; })`);
        await expect.poll(() => at.inPage('window.begun'), PATIENT).toBe(1);
        if (how === 'has died') {
          await at.inPage('void (window.isOld = true)');
          await at
            .ask("require('electron').webContents.getAllWebContents()[0].forcefullyCrashRenderer()")
            .catch(() => undefined);
        } else {
          await at.close();
          await expect.poll(at.isVisible, PATIENT).toBe(false);
          hand('key', 'ctrl+alt+m');
        }
        const isNew = how === 'has died' ? 'window.isOld !== true' : 'true';
        await expect
          .poll(() => at.inPage(`${isNew} && (${valueIn('phone')}) !== null`), PATIENT)
          .toBe(true);
        gateway.letGo();
        await expect
          .poll(() => at.inPage(`(${whatIsLeft})(${as})`), PATIENT)
          .toEqual({
            saves: 0,
            draft: null,
          });
        const form = () => at.inPage(`(${valueIn('phone')}) + (${valueIn('name')})`);
        // The page hears of it once every file was searched for them.
        await expect.poll(form, PATIENT).toBe('');
        hand('key', 'F3');
        expect(await form()).toBe('');
      },
    );
  },
);
