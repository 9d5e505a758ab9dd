import { setTimeout as pause } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import {
  CONSENT,
  freshFolder,
  OPERATOR,
  PIN,
  PROVISION,
  startTill,
} from '../../testing/tills/openedTill.ts';

const disk = vi.hoisted(() => ({ refusals: 0, onHeld: () => {}, let: Promise.resolve() }));
vi.mock('../files/durableFile.ts', async (original) => {
  const real = await original<typeof import('../files/durableFile.ts')>();
  return {
    ...real,
    // As a virus scanner does: one replacement is refused for longer than the patience, the next one passes.
    replaceFile: async (path: string, text: string) => {
      if (path.endsWith('settings.json') && disk.refusals > 0) {
        disk.refusals -= 1;
        disk.onHeld();
        await disk.let;
        throw Object.assign(new Error('held'), { code: 'EPERM' });
      }
      return real.replaceFile(path, text);
    },
  };
});

/** The next write of the settings waits, and is refused once it is let go on. */
function refuseOnce() {
  let letGo = () => {};
  disk.refusals = 1;
  disk.let = new Promise((resolve) => {
    letGo = resolve;
  });
  const held = new Promise<void>((resolve) => {
    disk.onHeld = resolve;
  });
  return { held, letGo };
}

const { url } = PROVISION.gateway;
const OTHER = {
  ...PROVISION,
  brandId: 'other',
  gateway: { url: 'https://other.example.com/rest', appKey: '2', appSecret: 'x' },
};

test('settings that the disk refused are not there after a restart, whatever else was written at that moment', async () => {
  const folder = await freshFolder();
  const { calls, till, stop } = await startTill(folder);
  const { operators } = PROVISION;
  const gateway = { ...OTHER.gateway, session: '', signMethod: 'md5' as const };
  const settings = { gateway, brandId: 'other', shopId: 'shop', operators, locale: 'en' as const };
  const { held, letGo } = refuseOnce();
  const saving = calls.saveSettings({ pin: PIN, settings, revision: till.settings.changes });
  await held;
  const sound = calls.setSound({ isOn: false });
  letGo();
  expect(await saving).toMatchObject({ ok: false });
  expect(await sound).toMatchObject({ ok: true });
  expect(till.settings.provision?.gateway.url).toBe(url);
  await stop();
  const again = await startTill(folder, { offer: null });
  expect(again.till.settings.provision?.gateway.url).toBe(url);
  expect(again.till.settings.isSoundOn).toBe(false);
});

test('settings that the disk has not taken yet send nothing to their gateway, and register nobody for their brand', async () => {
  const folder = await freshFolder();
  const sentTo: string[] = [];
  const { till, calls, clock } = await startTill(folder, {
    isSending: true,
    post: async (call) => {
      sentTo.push(call.url);
      throw new Error('nobody answers');
    },
  });
  const { held, letGo } = refuseOnce();
  const told: unknown[] = [];
  till.settings.onChanged(() => told.push(till.settings.provision?.brandId));
  const offered = till.provisioning.offer({ provision: OTHER, isTrusted: true });
  const refused = expect(offered).rejects.toMatchObject({ code: 'EPERM' });
  await held;
  const registered = await calls.registerMember({
    requestId: 'a'.repeat(32),
    operatorId: OPERATOR,
    member: { mobile: '18634710295' },
    correctionOf: null,
    consent: CONSENT,
  });
  expect(registered).toMatchObject({ ok: true });
  for (let turn = 0; turn < 20 && sentTo.length === 0; turn += 1) {
    await clock.pass(100);
    await pause(5);
  }
  letGo();
  await refused;
  expect(sentTo.length).toBeGreaterThan(0);
  expect(new Set(sentTo)).toEqual(new Set([url]));
  expect(till.outbox.saves.find('a'.repeat(32))?.brandId).toBe('brand');
  expect(till.settings.provision?.brandId).toBe('brand');
  expect(told).toEqual([]);
});
