import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Provision } from '../../app/settings/provision.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import type { AuditEntry } from '../audit/auditEntry.ts';
import { Vault } from '../vault/vault.ts';
import { Provisioning } from './provisioning.ts';
import { SettingsStore } from './settingsStore.ts';

const PIN = '246813';
const GATEWAY = { url: 'https://gw.example.com/rest', appKey: '1', appSecret: 'not-real' };
const PROVISION: Provision = {
  gateway: GATEWAY,
  brandId: 'brand',
  shopId: 'shop',
  operators: [{ id: '1', name: 'One' }],
};
const formerly = [{ url: 'https://old.example.com/rest', appKey: '1' }];

/** Everything that nobody changes with a file alone, each on its own. */
const GUARDED: [string, Partial<Provision>][] = [
  ['brand', { brandId: 'brand 2' }],
  ['address', { gateway: { ...GATEWAY, url: 'https://other.example.com/rest' } }],
  ['app-key', { gateway: { ...GATEWAY, appKey: '2' } }],
  ['formerly', { gateway: { ...GATEWAY, formerly } }],
  ['secret', { gateway: { ...GATEWAY, appSecret: 'another' } }],
  ['queue-per', { queuePer: 'pc' }],
  ['pin', { managerPin: '1111' }],
];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillside-provisioning-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const idOf = ({ question }: Provisioning) => question?.id ?? 0;

async function aTill(provision: Provision | null) {
  const clock = new VirtualClock();
  const settings = new SettingsStore(folder, new Vault(Buffer.alloc(32, 7)), clock);
  await settings.load();
  if (provision !== null) await settings.provisionWith(provision);
  const entries: AuditEntry[] = [];
  const owe = async (entry: AuditEntry) => void entries.push(entry);
  const provisioning = new Provisioning(settings, { owe });
  const offer = (parts: Partial<Provision>, isTrusted = false) =>
    provisioning.offer({ provision: { ...PROVISION, ...parts }, isTrusted });
  return { settings, provisioning, offer, entries, clock };
}

describe('the file that was taken over', () => {
  const path = () => join(folder, 'provision.json');
  const offered = (isTrusted: boolean) => ({ provision: PROVISION, isTrusted, path: path() });

  test('is named as long as it lies there with the secret in it', async () => {
    const { provisioning } = await aTill(null);
    await writeFile(path(), JSON.stringify(PROVISION));
    expect(await provisioning.openFile()).toBeNull();
    await provisioning.offer(offered(false));
    expect(await provisioning.openFile()).toBe(path());
    await rm(path());
    expect(await provisioning.openFile()).toBeNull();
  });

  test('is named as well when it was the manager’s word that took it over, and not before', async () => {
    const { provisioning, offer } = await aTill(null);
    await offer({ managerPin: PIN });
    await writeFile(path(), JSON.stringify(PROVISION));
    await provisioning.offer({ ...offered(false), provision: { ...PROVISION, brandId: 'other' } });
    expect(await provisioning.openFile()).toBeNull();
    await provisioning.accept(idOf(provisioning));
    expect(await provisioning.openFile()).toBe(path());
  });

  test('is looked for once, however often somebody asks while its disk does not answer', async () => {
    const { settings } = await aTill(null);
    let looks = 0;
    let answer = (_isThere: boolean) => {};
    const isThere = () => {
      looks += 1;
      return new Promise<boolean>((resolve) => {
        answer = resolve;
      });
    };
    const owe = async () => undefined;
    const provisioning = new Provisioning(settings, { owe }, new VirtualClock(), isThere);
    await provisioning.offer(offered(false));
    const asked = Array.from({ length: 4 }, () => provisioning.openFile());
    expect(looks).toBe(1);
    answer(true);
    expect(await Promise.all(asked)).toEqual(Array(4).fill(path()));
    void provisioning.openFile();
    expect(looks).toBe(2);
  });

  test('is not named where only an administrator can have put it: it is his', async () => {
    const { provisioning } = await aTill(null);
    await writeFile(path(), JSON.stringify(PROVISION));
    await provisioning.offer(offered(true));
    expect(await provisioning.openFile()).toBeNull();
  });
});

describe('a till that has nothing yet', () => {
  test('takes over any provisioning, with its PIN', async () => {
    const { offer, settings, provisioning, entries } = await aTill(null);
    expect(await offer({ managerPin: PIN })).toBe('taken-over');
    expect(entries).toMatchObject([{ action: 'provision.taken-over', reason: 'first' }]);
    expect(settings.provision).toEqual(PROVISION);
    expect(await settings.managerPin.verify(PIN)).toBe('ok');
    expect(provisioning.question).toBeNull();
  });
});

describe('a till that has settings and a PIN', () => {
  test.each(GUARDED)('asks before it takes over another %s', async (part, parts) => {
    const { offer, settings, provisioning, entries } = await aTill({
      ...PROVISION,
      managerPin: PIN,
    });
    expect(await offer(parts)).toBe('asks');
    expect(settings.provision).toEqual(PROVISION);
    expect(await settings.managerPin.verify(PIN)).toBe('ok');
    expect(provisioning.question).toMatchObject({ changes: [{ part }], needs: 'pin' });
    expect(entries).toEqual([]);
  });

  test('takes it over by the manager’s word, with a line in the audit trail', async () => {
    const { offer, settings, provisioning, entries } = await aTill({
      ...PROVISION,
      managerPin: PIN,
    });
    await offer({ brandId: 'brand 2', managerPin: '1111' });
    expect(await provisioning.accept(idOf(provisioning))).toBe(true);
    expect(settings.provision?.brandId).toBe('brand 2');
    expect(await settings.managerPin.verify('1111')).toBe('ok');
    expect(provisioning.question).toBeNull();
    expect(entries).toMatchObject([{ action: 'provision.taken-over', reason: 'brand,pin' }]);
    expect(await provisioning.accept(idOf(provisioning))).toBe(false);
  });

  test('has a line also of what needs nobody’s word, and none of the same file once more', async () => {
    const { offer, entries } = await aTill({ ...PROVISION, managerPin: PIN });
    expect(await offer({})).toBe('taken-over');
    expect(entries).toEqual([]);
    const gateway = { ...PROVISION.gateway, session: 'another' };
    expect(await offer({ shopId: 'shop 2', gateway })).toBe('taken-over');
    expect(entries).toMatchObject([{ action: 'provision.taken-over', reason: 'gateway,shopId' }]);
    await offer({ shopId: 'shop 2', gateway });
    expect(entries).toHaveLength(1);
  });

  test('changes nothing by the same file once more: neither the language nor what waits for other settings', async () => {
    const { offer, settings } = await aTill({ ...PROVISION, locale: 'zh-CN', managerPin: PIN });
    await settings.setLocale('en');
    const told: number[] = [];
    settings.onChanged(() => told.push(settings.revision));
    for (const managerPin of [undefined, PIN])
      expect(await offer({ locale: 'zh-CN', ...(managerPin && { managerPin }) })).toBe(
        'taken-over',
      );
    expect([told, settings.locale]).toEqual([[], 'en']);
  });

  test('gives the manager’s word to the file that was shown, not to one that has come since', async () => {
    const { offer, settings, provisioning } = await aTill({ ...PROVISION, managerPin: PIN });
    await offer({ brandId: 'brand 2' });
    const shown = idOf(provisioning);
    const swapped = offer({ gateway: { ...GATEWAY, url: 'https://other.example.com/rest' } });
    const accepted = provisioning.accept(shown);
    await swapped;
    expect(await accepted).toBe(false);
    expect(settings.provision).toEqual(PROVISION);
    expect(await provisioning.accept(idOf(provisioning))).toBe(true);
    expect(settings.provision?.gateway.url).toBe('https://other.example.com/rest');
  });

  test('forgets it when it is put off', async () => {
    const { offer, settings, provisioning } = await aTill({ ...PROVISION, managerPin: PIN });
    await offer({ brandId: 'brand 2' });
    provisioning.decline();
    expect(provisioning.question).toBeNull();
    expect(await provisioning.accept(idOf(provisioning))).toBe(false);
    expect(settings.provision).toEqual(PROVISION);
  });

  test.each<[string, Partial<Provision>]>([
    ['session', { gateway: { ...GATEWAY, session: 'another' } }],
    ['shop', { shopId: 'shop 2' }],
    ['list of operators', { operators: [{ id: '2', name: 'Two' }] }],
    ['pace', { pace: { callsPerMinute: 3 } }],
  ])('takes over another %s at once, and writes it down', async (_, parts) => {
    const { offer, settings, entries } = await aTill({ ...PROVISION, managerPin: PIN });
    expect(await offer(parts)).toBe('taken-over');
    expect(settings.provision).toEqual({ ...PROVISION, ...parts });
    expect(entries).toMatchObject([
      { action: 'provision.taken-over', reason: Object.keys(parts)[0] },
    ]);
  });

  test.each(GUARDED)(
    'takes over another %s at once from where only an administrator writes',
    async (part, parts) => {
      const { offer, provisioning, entries } = await aTill({ ...PROVISION, managerPin: PIN });
      expect(await offer(parts, true)).toBe('taken-over');
      expect(provisioning.question).toBeNull();
      expect(entries).toMatchObject([{ action: 'provision.taken-over', reason: part }]);
    },
  );

  test('takes over a file that has brought its PIN; a wrong one is asked for like any other', async () => {
    const { offer, settings } = await aTill({ ...PROVISION, managerPin: PIN });
    expect(await offer({ brandId: 'brand 2', managerPin: PIN })).toBe('taken-over');
    expect(await offer({ brandId: 'brand 3', managerPin: '1111' })).toBe('asks');
    expect(settings.provision?.brandId).toBe('brand 2');
  });

  test('locks against whoever tries PINs with files, but the same file at every start counts once', async () => {
    const { offer, settings } = await aTill({ ...PROVISION, managerPin: PIN });
    for (let start = 0; start < 9; start += 1) await offer({ managerPin: '0000' });
    expect(settings.managerPin.lockedFor).toBe(0);
    for (const managerPin of ['0001', '0002', '0003', '0004']) await offer({ managerPin });
    expect(settings.managerPin.lockedFor).toBeGreaterThan(0);
    expect(await offer({ managerPin: PIN })).toBe('asks');
  });

  test('does not forget wrong tries because a trusted file has its PIN in it', async () => {
    const { offer, settings, clock } = await aTill({ ...PROVISION, managerPin: PIN });
    for (let tries = 0; tries < 5; tries += 1) await settings.managerPin.verify('0000');
    await offer({ managerPin: PIN }, true);
    expect(settings.managerPin.lockedFor).toBe(30_000);
    await clock.pass(30_000);
    expect(await settings.managerPin.verify('0000')).toBe('pin.locked');
  });

  test('asks about the newest file, and only about what would still change', async () => {
    const { offer, settings, provisioning } = await aTill({ ...PROVISION, managerPin: PIN });
    await offer({ brandId: 'brand 2' });
    await offer({ brandId: 'brand 3' });
    expect(provisioning.question?.changes).toEqual([
      { part: 'brand', from: 'brand', to: 'brand 3' },
    ]);
    await settings.provisionWith({ ...PROVISION, brandId: 'brand 3' });
    expect(provisioning.question).toBeNull();
  });

  test('says whether what waits would stay: not where only the path is another, or the present app is named as a former one', async () => {
    const { offer, provisioning } = await aTill({ ...PROVISION, managerPin: PIN });
    const { url, appKey } = PROVISION.gateway;
    const moved = { ...PROVISION.gateway, url: 'https://other.example.com/' };
    const asked = async (change: Partial<Provision>) => {
      await offer(change);
      return provisioning.question?.leavesBehind;
    };
    expect(await asked({ gateway: moved })).toBe(true);
    expect(await asked({ brandId: 'brand 2' })).toBe(true);
    expect(await asked({ gateway: { ...moved, formerly: [{ url, appKey }] } })).toBe(false);
    const otherPath = { ...PROVISION.gateway, url: `${new URL(url).origin}/another/path` };
    expect(await asked({ gateway: otherPath })).toBe(false);
  });

  test('judges one file after the other: the second by what the first has made of the settings', async () => {
    const { offer, settings } = await aTill({ ...PROVISION, managerPin: PIN });
    const both = [offer({ brandId: 'brand 2', managerPin: PIN }), offer({ brandId: 'brand 2' })];
    expect(await Promise.all(both)).toEqual(['taken-over', 'taken-over']);
    expect(settings.provision?.brandId).toBe('brand 2');
  });

  test('judges the next file also after one that could not be taken over', async () => {
    const { offer } = await aTill({ ...PROVISION, managerPin: PIN });
    await rm(folder, { recursive: true });
    await expect(offer({ shopId: 'shop 2' })).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await offer({ brandId: 'brand 2' })).toBe('asks');
  });

  test('tells whoever shows the question when there is one, another one, and none any more', async () => {
    const { offer, provisioning } = await aTill({ ...PROVISION, managerPin: PIN });
    const told: (string | undefined)[] = [];
    provisioning.onQuestion(() => told.push(provisioning.question?.changes[0]?.to));
    await offer({ shopId: 'shop 2' });
    provisioning.decline();
    expect(told, 'nothing was asked').toEqual([]);
    await offer({ brandId: 'brand 2' });
    await offer({ brandId: 'brand 3' });
    provisioning.decline();
    provisioning.decline();
    expect(told).toEqual(['brand 2', 'brand 3', undefined]);
  });

  test('asks no more once a file was taken over that leaves nothing to ask', async () => {
    const { offer, provisioning } = await aTill({ ...PROVISION, managerPin: PIN });
    await offer({ brandId: 'brand 2' });
    await offer({});
    expect(provisioning.question).toBeNull();
    expect(await provisioning.accept(1)).toBe(false);
  });

  test('never shows a secret or a PIN', async () => {
    const { offer, provisioning } = await aTill({ ...PROVISION, managerPin: PIN });
    const gateway = {
      url: 'https://other.example.com/',
      appKey: '2',
      appSecret: 'sss',
      session: 'ttt',
    };
    await offer({ gateway, managerPin: '9753' });
    expect(JSON.stringify(provisioning.question)).not.toMatch(/sss|ttt|9753|not-real/);
  });

  test('keeps asking where the disk refuses what the manager has agreed to', async () => {
    const { offer, settings, provisioning } = await aTill({ ...PROVISION, managerPin: PIN });
    await offer({ brandId: 'brand 2' });
    await rm(folder, { recursive: true });
    await expect(provisioning.accept(idOf(provisioning))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(settings.provision).toEqual(PROVISION);
    expect(provisioning.question).not.toBeNull();
  });
});

describe('a till without a PIN', () => {
  test.each(GUARDED)('refuses another %s, and says whom it takes', async (part, parts) => {
    const { offer, settings, provisioning } = await aTill(PROVISION);
    expect(await offer(parts)).toBe('refused');
    expect(provisioning.question).toMatchObject({ changes: [{ part }], needs: 'administrator' });
    expect(settings.provision).toEqual(PROVISION);
    expect(settings.managerPin.isSet).toBe(false);
  });

  test('gets its first PIN from where only an administrator writes', async () => {
    const { offer, settings } = await aTill(PROVISION);
    expect(await offer({ managerPin: PIN }, true)).toBe('taken-over');
    expect(await settings.managerPin.verify(PIN)).toBe('ok');
  });
});
