import { execFileSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { slipNumber } from '../../app/outbox/save.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import {
  freshFolder,
  keyStore,
  PIN,
  PROVISION,
  startTill,
} from '../../testing/tills/openedTill.ts';
import type { Till } from '../till.ts';
import { setAsideTogether } from '../vault/asideFolders.ts';

const DAY = 24 * 60 * 60_000;
const app = 'https://gw.example.com 1';
const CONSENT = {
  at: Date.UTC(2026, 10, 24),
  noticeVersion: '1',
  operatorId: '3',
  marketing: false,
};

/** The same folder over starts, with a key store that fails while `isClosed`. */
async function aTill(offer: 'set up' | 'not set up' = 'set up') {
  const folder = await freshFolder();
  const store = { isClosed: false };
  const keyWrapper = {
    ...keyStore,
    unwrap: (wrapped: Buffer) => {
      // The first key that there ever was is the one that the store has lost.
      if (store.isClosed && wrapped.equals(first)) throw new Error('lost');
      return keyStore.unwrap(wrapped);
    },
  };
  let first = Buffer.alloc(0);
  const start = async (more: object = {}) =>
    startTill(folder, { keyWrapper, offer: null, ...more });
  const provision = offer === 'set up' ? { provision: PROVISION, isTrusted: false } : null;
  const till = await start({ offer: provision });
  const { keys } = JSON.parse(await readFile(join(folder, 'key.json'), 'utf8'));
  first = Buffer.from(keys[0].wrapped, 'base64');
  return { folder, store, start, till };
}

const save = async ({ outbox }: Till, number: number, mobile = `1380013800${number}`) => {
  const result = await outbox.intake.enqueue({
    requestId: String(number).repeat(32),
    origin: { brandId: 'brand', shopId: 'shop', operatorId: '3' },
    member: { mobile },
    app,
    correctionOf: null,
    consent: CONSENT,
  });
  if (!result.ok) throw new Error(result.failure);
  return result.save;
};
const settle = async ({ outbox }: Till, number: number, kind: 'accepted' | 'rejected') => {
  const pending = outbox.saves.find(String(number).repeat(32));
  const sending = pending && (await outbox.delivery.mark(pending, Date.UTC(2026, 10, 24, 4)));
  const words = { code: '7', subCode: '', text: 'said', traceId: 't' };
  const outcome =
    kind === 'accepted' ? { ...words, class: kind, customerId: '7' } : { ...words, class: kind };
  if (!sending) throw new Error('not marked');
  await outbox.delivery.settle(sending, outcome, {
    now: Date.UTC(2026, 10, 24, 4),
    random: () => 0,
    isOwnFault: false,
    isEverybodys: false,
  });
};

/** Saves 1 to 4 under a key that is lost then, and a new queue beside it. */
async function aLostQueue(offer: 'set up' | 'not set up' = 'set up') {
  const made = await aTill(offer);
  const { folder, store, till } = made;
  const bodies = new Map<string, string | null>();
  for (const number of [1, 2, 3, 4]) {
    const stored = await save(till.till, number);
    bodies.set(stored.requestId, till.till.outbox.contents.openBody(stored));
  }
  await settle(till.till, 2, 'accepted');
  await settle(till.till, 3, 'rejected');
  await till.stop();
  store.isClosed = true;
  await expect(made.start()).rejects.toMatchObject({ code: 'KEY_CLOSED' });
  await setAsideTogether(folder, Date.UTC(2026, 10, 24, 5));
  return { ...made, bodies };
}

const slipsOf = ({ outbox }: Till) =>
  Object.fromEntries(
    [...outbox.saves.values()].map(({ requestId, sequence }) => [
      requestId[0],
      slipNumber(sequence),
    ]),
  );
const statesOf = ({ outbox }: Till) =>
  Object.fromEntries([...outbox.saves.values()].map((one) => [one.requestId[0], one.state]));

describe('a queue whose key opens again', () => {
  test('is taken in: same ids, bytes, states and slips, before what was saved since, told, with a line', async () => {
    const { start, store, bodies, folder } = await aLostQueue();
    const between = await start({ offer: { provision: PROVISION, isTrusted: false } });
    await save(between.till, 5);
    await between.stop();
    store.isClosed = false;
    const { till, codes, lines, stop } = await start();
    expect(statesOf(till)).toEqual({
      1: 'pending',
      2: 'accepted',
      3: 'held',
      4: 'pending',
      5: 'pending',
    });
    expect(slipsOf(till)).toMatchObject({ 1: 'S-0001', 4: 'S-0004', 5: 'S-0005' });
    for (const number of [1, 3, 4]) {
      const found = till.outbox.saves.find(String(number).repeat(32));
      if (found === undefined) throw new Error('not there');
      expect(till.outbox.contents.openBody(found)).toBe(bodies.get(found.requestId));
      expect(till.outbox.contents.isSameBody(found, bodies.get(found.requestId) ?? '')).toBe(true);
    }
    const held = till.outbox.saves.find('3'.repeat(32));
    expect(held && till.outbox.contents.openWords(held)).toEqual({ text: 'said', traceId: 't' });
    expect(till.outbox.contents.findMember('brand', '13800138001')?.requestId).toBe('1'.repeat(32));
    expect(codes()).toEqual(['queue.taken-in']);
    expect((await lines()).filter(({ action }) => action === 'queue.taken-in')).toHaveLength(1);
    await stop();
    const taken = (await readdir(folder)).find((name) => name.endsWith('.taken')) ?? '';
    const left = await readdir(join(folder, taken));
    expect(left.filter((name) => !/^(?:audit|key\.json)/.test(name))).toEqual([]);
  });

  test('is not taken in twice, also where what it held was accepted and forgotten meanwhile', async () => {
    const { start, store } = await aLostQueue();
    store.isClosed = false;
    const second = await start();
    await settle(second.till, 1, 'accepted');
    second.clock.jump(8 * DAY);
    await second.till.outbox.housekeep(null);
    expect(statesOf(second.till)).toEqual({ 3: 'held', 4: 'pending' });
    await second.stop();
    const third = await start();
    expect(statesOf(third.till)).toEqual({ 3: 'held', 4: 'pending' });
    expect((await third.lines()).filter(({ action }) => action === 'queue.taken-in')).toHaveLength(
      1,
    );
  });

  test('brings settings and PIN along where the till has none yet', async () => {
    const { start, store } = await aLostQueue();
    const between = await start();
    expect(between.till.settings.provision).toBeNull();
    await between.stop();
    store.isClosed = false;
    const { till, stop } = await start();
    expect(till.settings.provision?.brandId).toBe(PROVISION.brandId);
    expect(await till.settings.managerPin.verify(PIN)).toBe('ok');
    await stop();
    const next = await start();
    expect(next.till.settings).toMatchObject({ isLost: false, provision: { brandId: 'brand' } });
    expect(next.codes()).toEqual(['queue.taken-in']);
  });

  test('brings them along after a crash at any moment of that as well', async () => {
    const { folder, store, start, bodies } = await aLostQueue();
    await (await start()).stop();
    store.isClosed = false;
    const outside = await freshFolder();
    const crashes: string[] = [];
    const crash = () => {
      const at = join(outside, String(crashes.length), 'data');
      cpSync(folder, at, { recursive: true });
      for (const end of ['audit', 'mark'])
        if (existsSync(`${folder}.${end}`)) cpSync(`${folder}.${end}`, `${at}.${end}`);
      crashes.push(at);
    };
    // After every change of a save and of the trail that has come to the disk.
    await (await start({ onChanged: crash })).stop();
    expect(crashes.length).toBeGreaterThan(2);
    for (const crashed of crashes) {
      const { till, stop } = await startTill(crashed, { offer: null });
      expect([till.settings.isLost, till.settings.provision?.brandId]).toEqual([false, 'brand']);
      expect(await till.settings.managerPin.verify(PIN)).toBe('ok');
      expect([...till.outbox.saves.values()].map(({ requestId }) => requestId).sort()).toEqual(
        [...bodies.keys()].sort(),
      );
      await stop();
    }
  });

  test('waits as long as it does not open, and every start says how many saves', async () => {
    const { start } = await aLostQueue();
    for (let starts = 0; starts < 3; starts += 1) {
      const { till, stop } = await start();
      expect(till.warnings).toContainEqual({
        code: 'store.key-unreadable',
        detail: '3 · 2026-11-24',
      });
      expect([...till.outbox.saves.values()]).toEqual([]);
      await stop();
    }
  });

  test('holds what a later save of the same person has passed, for the manager', async () => {
    const { start, store } = await aLostQueue();
    const between = await start({ offer: { provision: PROVISION, isTrusted: false } });
    await save(between.till, 5, '13800138001');
    await settle(between.till, 5, 'accepted');
    await between.stop();
    store.isClosed = false;
    const { till } = await start();
    expect(till.outbox.saves.find('1'.repeat(32))).toMatchObject({
      state: 'held',
      heldReason: 'late-import',
    });
    expect(till.outbox.saves.find('4'.repeat(32))?.state).toBe('pending');
  });

  test.each([
    ['in doubt for a day where the chain could have recovered it, then held', true, 'held'],
    ['sent however old it is where nobody could', false, 'pending'],
  ])('is %s', async (_, isRecoverable, state) => {
    const { start, store, folder } = await aLostQueue();
    store.isClosed = false;
    const [aside = ''] = (await readdir(folder)).filter((name) => name.startsWith('aside-'));
    const path = join(folder, aside, 'key.json');
    const file = JSON.parse(await readFile(path, 'utf8'));
    if (isRecoverable) file.keys[0].recovery = [{ for: 'chain', wrapped: 'AAAA' }];
    await writeFile(path, JSON.stringify(file));
    const { till } = await start({ clock: new VirtualClock(Date.UTC(2026, 10, 26)) });
    expect(till.outbox.saves.find('1'.repeat(32))?.state).toBe(state);
  });

  test('is held where an old copy of the whole folder was put back: it was taken in before, and may have been sent', async () => {
    const { start, store, folder } = await aLostQueue();
    const between = await start({ offer: { provision: PROVISION, isTrusted: false } });
    await save(between.till, 5);
    await between.stop();
    const backup = `${folder}-backup`;
    await cp(folder, backup, { recursive: true });
    store.isClosed = false;
    const since = await start();
    await settle(since.till, 1, 'accepted');
    await since.stop();
    await rm(folder, { recursive: true });
    await cp(backup, folder, { recursive: true });
    const { till } = await start({ clock: new VirtualClock(Date.UTC(2026, 10, 26)) });
    expect(till.outbox.warnings.map(({ code }) => code)).toContain('store.went-backwards');
    expect(till.outbox.saves.find('1'.repeat(32))).toMatchObject({
      state: 'held',
      heldReason: 'late-import',
    });
  });

  test('is in doubt since it was made where lines of its store are lost: what it waits for may have been done', async () => {
    const { start, store, folder } = await aLostQueue();
    store.isClosed = false;
    const [aside = ''] = (await readdir(folder)).filter((name) => name.startsWith('aside-'));
    const path = join(folder, aside, 'outbox-000001.journal');
    const bytes = await readFile(path);
    bytes.fill(0, bytes.indexOf('2'.repeat(32)), bytes.indexOf('2'.repeat(32)) + 200);
    await writeFile(path, bytes);
    const { till, codes } = await start();
    expect(codes()).toContain('store.lines-lost');
    const [waiting, held] = [1, 3].map((number) =>
      till.outbox.saves.find(String(number).repeat(32)),
    );
    for (const open of [waiting, held]) expect(open?.firstUnknownAt).toBe(open?.createdAt);
    expect(till.outbox.saves.find('2'.repeat(32))).toMatchObject({ firstUnknownAt: null });
  });

  test('gets new slips, in their place of time, where the watermark was lost too', async () => {
    const { start, store, folder } = await aLostQueue();
    await rm(`${folder}.mark`);
    const between = await start({ offer: { provision: PROVISION, isTrusted: false } });
    between.clock.jump(2 * 60 * 60_000);
    await save(between.till, 5);
    await between.stop();
    store.isClosed = false;
    const { till } = await start();
    expect(slipsOf(till)).toEqual({
      5: 'S-0001',
      1: 'S-0002',
      2: 'S-0003',
      3: 'S-0004',
      4: 'S-0005',
    });
    expect(till.outbox.saves.unfinished().map(({ requestId }) => requestId[0])).toEqual([
      '1',
      '3',
      '4',
      '5',
    ]);
  });

  test.each([
    ['another app secret', { appSecret: 'of somebody' }, {}],
    ['another app key', { appKey: '2' }, {}],
    ['no settings of its own in it', {}, { without: 'settings.json' }],
  ])(
    'waits while the till has settings, and %s: the PIN of now sends it nowhere',
    async (_, gateway, folderOf) => {
      const { start, store, folder } = await aLostQueue();
      const [aside = ''] = (await readdir(folder)).filter((name) => name.startsWith('aside-'));
      const { without } = { without: '', ...folderOf };
      if (without !== '') await rm(join(folder, aside, without));
      const url = 'https://another.example.com/rest';
      const other = { ...PROVISION.gateway, url, ...gateway };
      const provision = { ...PROVISION, gateway: other, managerPin: '1111' };
      await (await start({ offer: { provision, isTrusted: false } })).stop();
      store.isClosed = false;
      const { till, stop } = await start();
      expect([...till.outbox.saves.values()]).toEqual([]);
      expect(till.warnings).toContainEqual({
        code: 'store.other-secret',
        detail: '3 · 2026-11-24',
      });
      if (without !== '') return;
      await till.settings.provisionWith({
        ...PROVISION,
        gateway: { ...other, ...PROVISION.gateway },
      });
      await stop();
      expect(statesOf((await start()).till)).toMatchObject({
        1: 'pending',
        3: 'held',
        4: 'pending',
      });
    },
  );

  test.each([
    ['whose trail tells of later settings', ''],
    ['whose trail is gone', '.trail'],
  ])(
    'gives no earlier settings to a till that has none, nor forgets wrong PINs: %s',
    async (_, without) => {
      const { folder, till, start } = await aTill();
      await save(till.till, 1);
      const early = await readFile(join(folder, 'settings.json'));
      const { settings, provisioning } = till.till;
      const gateway = { ...PROVISION.gateway, url: 'https://another.example.com/rest' };
      await provisioning.offer({ provision: { ...PROVISION, gateway }, isTrusted: true });
      expect(settings.revision).toBe(2);
      await till.stop();
      await writeFile(join(folder, 'settings.json'), early);
      const moving = join(folder, 'aside-2026-11-24T00-00-00-000Z.moving');
      await mkdir(moving);
      if (without !== '')
        for (const name of await readdir(folder))
          if (name.endsWith(without)) await rm(join(folder, name));
      const next = await start();
      expect(next.till.settings.provision).toBeNull();
      expect(next.codes()).toEqual(['store.other-secret']);
    },
  );

  test('brings the wrong tries along that its trail has counted', async () => {
    const { folder, till, start } = await aTill();
    const early = await readFile(join(folder, 'settings.json'));
    for (let tries = 0; tries < 5; tries += 1) await till.till.settings.managerPin.verify('0000');
    await till.stop();
    await writeFile(join(folder, 'settings.json'), early);
    await mkdir(join(folder, 'aside-2026-11-24T00-00-00-000Z.moving'));
    const next = await start();
    expect(await next.till.settings.managerPin.verify(PIN)).toBe('pin.locked');
  });

  test('waits while the till’s own settings are gone', async () => {
    const { start, store, folder } = await aLostQueue();
    await (await start({ offer: { provision: PROVISION, isTrusted: false } })).stop();
    await rm(join(folder, 'settings.json'));
    store.isClosed = false;
    const { till } = await start();
    expect([...till.outbox.saves.values()]).toEqual([]);
    expect(till.warnings).toContainEqual({ code: 'store.other-secret', detail: '3 · 2026-11-24' });
  });

  test('is undone whole where its folder takes no other name, and comes at the next start', async () => {
    const { start, store, folder } = await aLostQueue();
    store.isClosed = false;
    const [aside = ''] = (await readdir(folder)).filter((name) => name.startsWith('aside-'));
    await mkdir(join(folder, `${aside}.taken`, 'hindrance'), { recursive: true });
    const first = await start();
    expect([...first.till.outbox.saves.values()]).toEqual([]);
    expect(first.codes()).toContain('store.key-unreadable');
    await first.stop();
    await rm(join(folder, `${aside}.taken`), { recursive: true });
    const second = await start();
    expect([...second.till.outbox.saves.values()]).toHaveLength(4);
  });

  test('loses nothing by a first try that came to nothing, also where a line of its store is damaged', async () => {
    const { start, store, folder } = await aLostQueue();
    store.isClosed = false;
    const [aside = ''] = (await readdir(folder)).filter((name) => name.startsWith('aside-'));
    const journal = join(folder, aside, 'outbox-000001.journal');
    const bytes = await readFile(journal);
    bytes.write('X', bytes.indexOf('4'.repeat(32)));
    await writeFile(journal, bytes);
    await mkdir(join(folder, `${aside}.taken`, 'hindrance'), { recursive: true });
    const first = await start();
    expect([...first.till.outbox.saves.values()]).toEqual([]);
    await first.stop();
    await rm(join(folder, `${aside}.taken`), { recursive: true });
    const second = await start();
    expect(statesOf(second.till)).toEqual({ 1: 'pending', 2: 'accepted', 3: 'held' });
    const left = await readdir(join(folder, `${aside}.taken`));
    expect(left.filter((name) => name.startsWith('outbox-'))).toEqual([
      expect.stringMatching(/^outbox-000001\.journal\.unreadable-/),
    ]);
  });
});

test.skipIf(process.platform === 'win32')(
  'a pipe in a folder that was set aside keeps no till from starting, nor does one that takes the place of the head later',
  async () => {
    const { folder, start, till } = await aTill();
    await till.stop();
    const aside = join(folder, 'aside-2026-11-24T00-00-00-000Z');
    await mkdir(aside);
    const pipe = (path: string) => execFileSync('sh', ['-c', 'mkfifo "$0"', path]);
    pipe(join(aside, 'outbox-000001.journal'));
    pipe(join(aside, 'audit-manager-000001.trail'));
    const { till: next, codes, stop } = await start();
    expect(codes()).toEqual([]);
    await rm(`${folder}.audit`);
    pipe(`${folder}.audit`);
    expect(await next.settings.managerPin.verify(PIN)).toBe('ok');
    await stop();
  },
);
