import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PartialProvision } from '../../app/settings/partialProvision.ts';
import { freshFolder, PIN, PROVISION, startTill } from '../../testing/tills/openedTill.ts';
import type { MachineSettings } from './machineSettings.ts';

const PATH = '/etc/tillside/provision.json';
const ELSEWHERE = { url: 'https://other.example.com/rest' };
const { managerPin: _, ...WITHOUT_PIN } = PROVISION;

const machineOf = (
  policy: PartialProvision,
  part: PartialProvision | null = null,
  isTrusted = true,
): MachineSettings => ({
  policy,
  file: part && { part, isTrusted, path: PATH },
  mistakes: [],
});

/** A till that was set up before, started once more. */
async function startAgain(machine: MachineSettings, offer = false) {
  const folder = await freshFolder();
  await (await startTill(folder)).stop();
  const given = offer ? { provision: WITHOUT_PIN, isTrusted: false } : null;
  return { folder, ...(await startTill(folder, { machine, offer: given })) };
}

describe('at every start', () => {
  test('policy beats machine file beats what is stored, setting by setting, with one line and no PIN', async () => {
    const machine = machineOf(
      { brandId: 'of the policy', window: { kiosk: true } },
      { brandId: 'of the file', shopId: 'of the file', window: { kiosk: false, dock: 'left' } },
    );
    const { till, lines } = await startAgain(machine);
    expect(till.settings.provision).toEqual({
      ...WITHOUT_PIN,
      brandId: 'of the policy',
      shopId: 'of the file',
      window: { kiosk: true, dock: 'left' },
    });
    expect(till.provisioning.question).toBeNull();
    const taken = (await lines()).filter(({ action }) => action === 'provision.taken-over');
    expect(taken.map(({ reason }) => reason)).toEqual(['first', 'brand']);
  });

  test('the same ones once more are no news', async () => {
    const machine = machineOf({ brandId: 'of the policy' });
    const { folder, stop } = await startAgain(machine);
    await stop();
    const { lines, till } = await startTill(folder, { machine, offer: null });
    const taken = (await lines()).filter(({ action }) => action === 'provision.taken-over');
    expect(taken).toHaveLength(2);
    expect(till.settings.changes).toBe(0);
  });

  test('a file of --provision comes beneath them, and asks about nothing that they have decided', async () => {
    const { till } = await startAgain(machineOf({ brandId: 'of the policy' }), true);
    expect(till.provisioning.question).toBeNull();
    expect(till.settings.provision?.brandId).toBe('of the policy');
    expect(till.warnings).toContainEqual({ code: 'provision.overruled', detail: 'brandId' });
  });

  test('where they are gone, the last values stay and are locked no more', async () => {
    const { folder, stop } = await startAgain(machineOf({ shopId: 'of the policy' }));
    await stop();
    const { till, calls } = await startTill(folder, { offer: null });
    expect(till.settings.provision?.shopId).toBe('of the policy');
    const view = await calls.getSettings({ pin: PIN });
    expect(view).toMatchObject({ ok: true, value: { locked: { sources: {}, file: null } } });
  });

  test('what names another address without its secret sends none there: it is told, locks neither, and the rest holds', async () => {
    const machine = machineOf({ gateway: ELSEWHERE, brandId: 'of the policy' });
    const { folder, till, calls, stop } = await startAgain(machine);
    expect(till.settings.provision).toEqual({ ...WITHOUT_PIN, brandId: 'of the policy' });
    expect(till.warnings).toContainEqual({
      code: 'provision.machine-not-read',
      detail: 'gateway.appSecret',
    });
    const view = await calls.getSettings({ pin: PIN });
    if (!view.ok) throw new Error(view.error.code);
    expect(view.value.locked.sources).toEqual({ brandId: 'policy' });
    // Whoever knows the secret types it with the address; from then on both are locked.
    const { gateway, brandId, shopId, operators, locale, revision } = view.value;
    const { appKey, signMethod } = gateway;
    const typed = { ...ELSEWHERE, appKey, signMethod, appSecret: 'its own', session: null };
    const settings = { gateway: typed, brandId, shopId, operators, locale };
    expect(await calls.saveSettings({ pin: PIN, revision, settings })).toMatchObject({ ok: true });
    await stop();
    const next = await startTill(folder, { machine, offer: null });
    expect(next.till.settings.provision?.gateway).toMatchObject({
      ...ELSEWHERE,
      appSecret: 'its own',
    });
    expect(next.codes()).not.toContain('provision.machine-not-read');
    expect(next.till.locks.view.sources).toEqual({ brandId: 'policy', 'gateway.url': 'policy' });
  });
});

describe('the first settings of a till', () => {
  test('are those of policy and machine file, where these say enough', async () => {
    const { gateway, ...rest } = PROVISION;
    const machine = machineOf({ brandId: 'of the policy' }, { gateway, ...rest });
    const { till } = await startTill(await freshFolder(), { machine, offer: null });
    expect(till.settings.provision).toEqual({ ...WITHOUT_PIN, brandId: 'of the policy' });
    expect(await till.settings.managerPin.verify(PIN)).toBe('ok');
  });

  test('wait for the wizard where these do not', async () => {
    const machine = machineOf({ brandId: 'of the policy' });
    const { till, lines } = await startTill(await freshFolder(), { machine, offer: null });
    expect(till.settings.provision).toBeNull();
    expect((await lines()).map(({ action }) => action)).toEqual(['trail.begun']);
  });

  test('are a file of --provision with these over it, at once and with its PIN', async () => {
    const machine = machineOf({ brandId: 'of the policy' }, { lockAfterMinutes: 3 });
    const { till, lines } = await startTill(await freshFolder(), { machine });
    expect(till.settings.provision).toEqual({
      ...WITHOUT_PIN,
      brandId: 'of the policy',
      lockAfterMinutes: 3,
    });
    expect(await till.settings.managerPin.verify(PIN)).toBe('ok');
    const taken = (await lines()).filter(({ action }) => action === 'provision.taken-over');
    expect(taken.map(({ reason }) => reason)).toEqual(['first']);
  });
});

describe('a machine file that somebody else than an administrator can write', () => {
  const planted = machineOf(
    { gateway: { url: PROVISION.gateway.url, appKey: PROVISION.gateway.appKey } },
    {
      gateway: {
        url: PROVISION.gateway.url,
        appKey: PROVISION.gateway.appKey,
        session: 'of somebody else',
      },
      brandId: 'brand 2',
      operators: [{ id: '666', name: 'Mallory' }],
      shopId: 'their shop',
      managerPin: PIN,
      lockAfterMinutes: 0,
      pace: { callsPerMinute: 0.1 },
      window: { kiosk: true, hotKey: 'Ctrl+V' },
    },
    false,
  );

  test('changes nothing at all, asks nothing and locks nothing, though the PIN is in it', async () => {
    const { till, calls } = await startAgain(planted);
    expect(till.settings.provision).toEqual(WITHOUT_PIN);
    expect(till.provisioning.question).toBeNull();
    const view = await calls.getSettings({ pin: PIN });
    const locked = {
      sources: { 'gateway.url': 'policy', 'gateway.appKey': 'policy' },
      file: null,
    };
    expect(view).toMatchObject({ ok: true, value: { locked } });
    expect(view.ok && Object.keys(view.value.locked.sources)).toHaveLength(2);
  });

  test('says nothing beside a file of --provision either, and its PIN is no word for that', async () => {
    const folder = await freshFolder();
    await (await startTill(folder)).stop();
    const offer = { provision: { ...WITHOUT_PIN, brandId: 'brand 3' }, isTrusted: false };
    const { till } = await startTill(folder, { machine: planted, offer });
    expect(till.settings.provision).toEqual(WITHOUT_PIN);
    expect(till.provisioning.question?.changes).toEqual([
      { part: 'brand', from: 'brand', to: 'brand 3' },
    ]);
  });

  test('sets no till up', async () => {
    const { gateway, ...rest } = PROVISION;
    const whole = machineOf({}, { gateway, ...rest }, false);
    const { till } = await startTill(await freshFolder(), { machine: whole, offer: null });
    expect(till.settings.provision).toBeNull();
    expect(till.settings.managerPin.isSet).toBe(false);
  });
});

describe('settings that were put back', () => {
  /** Earlier settings of a till, put back; started with these. */
  async function putBack(machine: MachineSettings) {
    const folder = await freshFolder();
    const first = await startTill(folder);
    await first.stop();
    const earlier = await readFile(join(folder, 'settings.json'));
    const second = await startTill(folder, { offer: null });
    await second.till.settings.provisionWith({ ...WITHOUT_PIN, brandId: 'brand 2' });
    await second.stop();
    await writeFile(join(folder, 'settings.json'), earlier);
    return startTill(folder, { machine, offer: null });
  }

  test('are in doubt also where a policy says something else of them', async () => {
    const { till } = await putBack(machineOf({ window: { kiosk: true }, brandId: 'brand' }));
    expect(till.settings.setBack).toBe('settings.set-back');
    expect(till.settings.provision?.window).toEqual({ kiosk: true });
  });

  test('hold where the machine’s file says all that decides where saves go', async () => {
    const { gateway, brandId } = PROVISION;
    const { till } = await putBack(machineOf({}, { gateway, brandId }));
    expect(till.settings.setBack).toBeNull();
  });
});
