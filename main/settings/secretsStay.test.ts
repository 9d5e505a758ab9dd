import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PartialProvision } from '../../app/settings/partialProvision.ts';
import type { Provision } from '../../app/settings/provision.ts';
import { freshFolder, PIN, PROVISION, startTill } from '../../testing/tills/openedTill.ts';
import type { MachineSettings } from './machineSettings.ts';

const machineOf = (
  policy: PartialProvision,
  part: PartialProvision | null = null,
): MachineSettings => ({
  policy,
  file: part && { part, isTrusted: true, path: '/etc/tillside/provision.json' },
  mistakes: [],
});
const MOVED = { url: 'https://new.example.com/rest', appKey: '2', appSecret: 'of the new app' };
const WITH_SESSION: Provision = {
  ...PROVISION,
  gateway: { ...PROVISION.gateway, session: 'of the old app' },
};
const offer = { provision: WITH_SESSION, isTrusted: false };

describe('a session stays with the address, key and secret that it was given for', () => {
  test('where an administrator’s file moves the till to another app that needs none', async () => {
    const folder = await freshFolder();
    await (await startTill(folder, { offer })).stop();
    const machine = machineOf({}, { gateway: MOVED });
    const { till, stop } = await startTill(folder, { machine, offer: null });
    expect(till.settings.provision?.gateway).toEqual(MOVED);
    await stop();
    const next = await startTill(folder, { offer: null });
    expect(next.till.settings.provision?.gateway).toEqual(MOVED);
  });

  test('where a file of --provision for another address comes beneath what is locked', async () => {
    const machine = machineOf({}, { gateway: MOVED });
    const { till } = await startTill(await freshFolder(), { machine, offer });
    expect(till.settings.provision?.gateway).toEqual(MOVED);
  });

  test('and sets no till up where the policies name another address than its file: the wizard asks', async () => {
    const machine = machineOf({ gateway: { url: MOVED.url } });
    const { till, codes } = await startTill(await freshFolder(), { machine, offer });
    expect(till.settings.provision).toBeNull();
    expect(codes()).toContain('provision.not-read');
  });

  test('nor goes a secret of the machine’s file to the address of a policy', async () => {
    const machine = machineOf(
      { gateway: { url: 'https://third.example.com/rest' } },
      { ...WITH_SESSION, gateway: { ...MOVED, session: 'of the new app' } },
    );
    const { till } = await startTill(await freshFolder(), { machine, offer: null });
    expect(till.settings.provision).toBeNull();
    expect(till.locks.values.gateway).toEqual({
      url: 'https://third.example.com/rest',
      appKey: MOVED.appKey,
    });
    expect(till.locks.view.sources).not.toHaveProperty('gateway.appSecret');
  });

  test('while a file for another address, under what is locked, changes the rest and leaves the stored account', async () => {
    const folder = await freshFolder();
    await (await startTill(folder, { offer })).stop();
    const { url, appKey } = PROVISION.gateway;
    const machine = machineOf({ gateway: { url, appKey } });
    const { managerPin: _, ...rest } = PROVISION;
    const formerly = [{ url: 'https://third.example.com/rest', appKey: '3' }];
    const other = {
      ...rest,
      gateway: { ...MOVED, session: 'of the new app', formerly },
      shopId: 'shop 2',
    };
    const { till } = await startTill(folder, {
      machine,
      offer: { provision: other, isTrusted: false },
    });
    expect(till.settings.provision?.gateway).toEqual(WITH_SESSION.gateway);
    expect(till.settings.provision?.shopId).toBe('shop 2');
  });
});

const url = fc.constantFrom('a', 'b', 'c').map((name) => `https://${name}.example.com/rest`);
const appKey = fc.constantFrom('1', '2');
/** What each account has says whose it is. */
const account = fc
  .record({ url, appKey, turn: fc.constantFrom(1, 2), has: fc.boolean() })
  .map((one): Provision['gateway'] => {
    const appSecret = `S ${one.url} ${one.appKey} ${one.turn}`;
    const session = `T ${appSecret}`;
    return { url: one.url, appKey: one.appKey, appSecret, ...(one.has && { session }) };
  });
const place = fc.record({ url, appKey }, { requiredKeys: [] });
const part = (gateway: fc.Arbitrary<PartialProvision['gateway']>) =>
  fc.record(
    { gateway, brandId: fc.constantFrom('brand', 'brand 2') },
    { requiredKeys: [] },
  ) as fc.Arbitrary<PartialProvision>;
const start = fc.record({
  policy: part(place),
  file: fc.option(part(fc.oneof(place, account))),
  offered: fc.option(
    fc.record({ gateway: account, hasPin: fc.boolean(), isTrusted: fc.boolean() }),
  ),
  accepts: fc.boolean(),
  typed: fc.option(
    fc.record({ gateway: account, typesSecret: fc.boolean(), typesSession: fc.boolean() }),
  ),
});

test('a secret and a session go to no other account than their own, whatever comes from where, in which order, over any number of starts', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(start, { minLength: 1, maxLength: 4 }), async (starts) => {
      const folder = await freshFolder();
      for (const { policy, file, offered, accepts, typed } of starts) {
        const { managerPin: _, ...rest } = PROVISION;
        const given = offered && {
          provision: {
            ...rest,
            gateway: offered.gateway,
            ...(offered.hasPin && { managerPin: PIN }),
          },
          isTrusted: offered.isTrusted,
        };
        const machine = machineOf(policy, file);
        const { till, calls, stop } = await startTill(folder, { machine, offer: given });
        const isHome = () => {
          const { gateway } = till.settings.provision ?? {};
          if (gateway === undefined) return;
          const { url: to, appKey: key, appSecret, session = `T ${appSecret}` } = gateway;
          expect([appSecret.slice(0, -2), session]).toEqual([`S ${to} ${key}`, `T ${appSecret}`]);
        };
        isHome();
        const view = typed && (await calls.getSettings({ pin: PIN }));
        if (view?.ok && typed) {
          const { brandId, shopId, operators, locale, revision } = view.value;
          const { session = '', ...gateway } = typed.gateway;
          const input = {
            ...gateway,
            appSecret: typed.typesSecret ? gateway.appSecret : null,
            // Whoever knows a session knows the secret that it is for; an empty one removes it.
            session: typed.typesSession ? (typed.typesSecret ? session : '') : null,
            signMethod: 'md5' as const,
          };
          const settings = { gateway: input, brandId, shopId, operators, locale };
          await calls.saveSettings({ pin: PIN, revision, settings });
          isHome();
        }
        const { question } = till.provisioning;
        if (accepts && question !== null) await till.provisioning.accept(question.id);
        isHome();
        await stop();
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);
