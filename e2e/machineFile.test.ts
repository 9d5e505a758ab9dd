import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Bridge } from '../app/ipc/bridge.ts';
import type { PartialProvision } from '../app/settings/partialProvision.ts';
import type { SettingsInput } from '../app/settings/settingsInput.ts';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { canSeeOtherwise, freshMachineFolder, MACHINE_PLACE } from './driver/machineFolder.ts';
import { ACCOUNT, OPERATOR, startGateway, TestTill } from './testTill.ts';

const PIN = '246810';
const FILE = `${MACHINE_PLACE}/provision.json`;

type Window = { tillside: Bridge };

/** A machine whose settings say this, with a gateway and a till on it. */
async function machine(
  part: (gateway: Sandbox) => PartialProvision | string,
  { asUser = true, isSetUp = false } = {},
) {
  const gateway = await startGateway();
  const machineFolder = freshMachineFolder();
  const said = part(gateway);
  const text = typeof said === 'string' ? said : JSON.stringify(said);
  writeFileSync(join(machineFolder, 'provision.json'), text, { mode: 0o644 });
  const options = { asUser, machineFolder, ...(isSetUp ? {} : { provisionFile: '' }) };
  const till = new TestTill(gateway.url, options, { managerPin: PIN });
  onTestFinished(async () => {
    await till.kill();
    await gateway.close();
  });
  return { gateway, machineFolder, till };
}

const settingsOf = (till: TestTill, pin: string) =>
  till.client.execute(async (given) => {
    const reply = await (window as unknown as Window).tillside.getSettings({ pin: given });
    return reply.ok ? reply.value : null;
  }, pin);

/** Saves what is there with another brand; gives the code of the refusal, or null. */
const saveBrand = (till: TestTill, pin: string, brandId: string) =>
  till.client.execute(
    async (given, brand) => {
      const { tillside } = window as unknown as Window;
      const reply = await tillside.getSettings({ pin: given });
      if (!reply.ok) return reply.error.code;
      const { gateway, shopId, operators, locale, revision } = reply.value;
      const { url, appKey, signMethod } = gateway;
      const settings: SettingsInput = {
        gateway: { url, appKey, signMethod, appSecret: null, session: null },
        brandId: brand,
        shopId,
        operators,
        locale,
      };
      const saved = await tillside.saveSettings({ pin: given, settings, revision });
      return saved.ok ? null : saved.error.code;
    },
    pin,
    brandId,
  );

describe.skipIf(!canSeeOtherwise())(
  'the machine’s file (needs root, and a view of its own)',
  () => {
    test('sets a till up in part: the wizard asks for the rest, and what is given is locked until the file is gone', async () => {
      const { gateway, machineFolder, till } = await machine(({ url }) => ({
        gateway: { url, ...ACCOUNT },
        brandId: '244323',
        managerPin: PIN,
      }));
      await till.start([], 'wizard');
      const address = till.field('settings-gateway-url');
      await address.waitForDisplayed();
      expect(await address.getValue()).toBe(gateway.url);
      expect(await address.getAttribute('readonly')).not.toBeNull();
      const page = await till.client.execute(() => document.documentElement.outerHTML);
      expect(page).not.toContain(ACCOUNT.appSecret);
      await till.field('wizard-next').click();
      await till.field('settings-shopId').setValue('239923231');
      await till.field('settings-operators-0-id').setValue(OPERATOR.id);
      await till.field('settings-operators-0-name').setValue(OPERATOR.name);
      await till.field('wizard-next').click();
      await till.field('connection-verdict').waitForDisplayed();
      expect(await till.field('connection-verdict').getAttribute('data-verdict')).toBe('passed');
      await till.field('wizard-next').click();
      await till.field('phone').waitForDisplayed();
      await till.waitForState(await till.register({ mobile: '13800138000' }), 'accepted');

      expect(await settingsOf(till, PIN)).toMatchObject({
        brandId: '244323',
        locked: { sources: { brandId: 'machine-file', 'gateway.url': 'machine-file' }, file: FILE },
      });
      expect(await saveBrand(till, PIN, '1')).toBe('settings.locked');

      await till.stop();
      const others = { brandId: '555', window: { alwaysOnTop: false } };
      writeFileSync(join(machineFolder, 'provision.json'), JSON.stringify(others));
      await till.start();
      expect(await settingsOf(till, PIN)).toMatchObject({ brandId: '555' });
      expect(await saveBrand(till, PIN, '1')).toBe('settings.locked');

      await till.stop();
      writeFileSync(join(machineFolder, 'provision.json'), '{}');
      await till.start();
      expect(await settingsOf(till, PIN)).toMatchObject({
        brandId: '555',
        locked: { sources: {} },
      });
      expect(await saveBrand(till, PIN, '244323')).toBeNull();
    });

    test('sets a till up as a whole, with nobody at it', async () => {
      const { gateway, till } = await machine(({ url }) => ({
        gateway: { url, ...ACCOUNT },
        brandId: '244323',
        shopId: '239923231',
        operators: [OPERATOR],
        locale: 'en',
      }));
      await till.start();
      await till.waitForState(await till.register({ mobile: '13800138000' }), 'accepted');
      expect(gateway.ledger().effects).toHaveLength(1);
      expect(await till.field('locale').isExisting(), 'the language is locked').toBe(false);
    });

    test('gives nothing where the till could have written it itself, and is told', async () => {
      // As root: it can write anything.
      const { machineFolder, till } = await machine(() => ({}), { asUser: false, isSetUp: true });
      await till.start();
      await till.stop();
      writeFileSync(join(machineFolder, 'provision.json'), '{"brandId":"555","shopId":"6"}');
      await till.start();
      const kind = '[data-kind="provision.machine-not-read"]';
      await till.client.$(`[data-testid="banner"]${kind}`).waitForExist();
      expect(till.app.output.stderr).toContain(`${FILE}: not taken: `);
      expect(await till.field('provision-changes').isExisting()).toBe(false);
      expect(await settingsOf(till, PIN)).toMatchObject({
        brandId: '244323',
        shopId: '239923231',
        locked: { sources: {}, file: null },
      });
    });

    test.each([
      ['file', 0o755, 0o600],
      ['folder', 0o700, 0o644],
    ])(
      'whose %s this user may not look at (made under umask 077) is told, and not taken for none',
      async (_what, folderMode, fileMode) => {
        const { machineFolder, till } = await machine(() => ({ brandId: '99' }), { isSetUp: true });
        chmodSync(join(machineFolder, 'provision.json'), fileMode);
        chmodSync(machineFolder, folderMode);
        await till.start();
        const { warnings } = await till.outbox();
        expect(warnings.map(({ code }) => code)).toContain('provision.machine-not-read');
        expect(await settingsOf(till, PIN)).toMatchObject({ brandId: '244323' });
      },
    );

    test('with mistakes closes no shop: it is told in the window, in the log and beside the file, without a value', async () => {
      const text = JSON.stringify({ brandId: '', managerPin: '24681x', shopId: 'new shop' });
      const { machineFolder, till } = await machine(() => text, { asUser: false, isSetUp: true });
      await till.start();
      const kind = '[data-kind="provision.machine-not-read"]';
      const banner = till.client.$(`[data-testid="banner"]${kind}`);
      await banner.waitForExist();
      expect(await banner.getText()).toContain('provision.json 2');
      await till.waitForState(await till.register({ mobile: '13800138000' }), 'accepted');
      const lines = [
        `${FILE}: brandId: must not be empty`,
        `${FILE}: managerPin: must have 4 to 12 digits`,
      ];
      const result = readFileSync(join(machineFolder, 'provision.result.txt'), 'utf8');
      expect(result.split('\r\n').slice(1, 4)).toEqual([FILE, ...lines]);
      const log = readFileSync(join(till.dataFolder, 'logs', 'tillside.log'), 'utf8');
      for (const line of lines) {
        expect(log).toContain(line);
        expect(till.app.output.stderr).toContain(line);
      }
      expect(log + result + till.app.output.stderr).not.toMatch(/24681x|new shop/);
    });

    test('with mistakes is told by the wizard of a till that has nothing yet', async () => {
      const { machineFolder, till } = await machine(() => '{"brandId":');
      await till.start([], 'wizard-mistakes');
      // An ordinary user writes nothing there.
      expect(existsSync(join(machineFolder, 'provision.result.txt'))).toBe(false);
    });
  },
);
