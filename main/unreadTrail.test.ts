import { readdir, rm, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import {
  movedTill as movedTo,
  NEW_GATEWAY,
  startAndSend,
  TYPED_SETTINGS,
} from '../testing/tills/movedAddress.ts';
import { PIN, PROVISION } from '../testing/tills/openedTill.ts';
import { registration } from '../testing/tills/registration.ts';

/** What the disk refuses: to read these paths (and how), to rename them too, or to open them for writing. */
const refused = vi.hoisted(() => ({ read: '', code: 'EIO', open: '', keepsItsName: false }));
vi.mock('./disk/realDisk.ts', async (original) => {
  const { realDisk } = await original<typeof import('./disk/realDisk.ts')>();
  const refusing = (part: string, path: string, code: string) => {
    if (part !== '' && path.includes(part)) throw Object.assign(new Error(code), { code });
  };
  const read: typeof realDisk.read = async (path, limit) => {
    refusing(refused.read, path, refused.code);
    return realDisk.read(path, limit);
  };
  // A bad sector is one of the file, and not of its name.
  const rename: typeof realDisk.rename = async (from, to) => {
    if (refused.keepsItsName) refusing(refused.read, from, refused.code);
    await realDisk.rename(from, to);
    if (refused.read !== '' && from.includes(refused.read)) refused.read = '';
  };
  const open: typeof realDisk.open = async (path, mode) => {
    refusing(refused.open, path, 'EACCES');
    return realDisk.open(path, mode);
  };
  return { realDisk: { ...realDisk, read, open, rename } };
});
const GIVEN = { read: '', code: 'EIO', open: '', keepsItsName: false };
beforeEach(() => Object.assign(refused, GIVEN));

const { managerPin: _, ...SILENT } = PROVISION;

/** The new address came without a PIN. */
const movedTill = () => movedTo(PROVISION, { ...SILENT, gateway: NEW_GATEWAY });

test.each([
  ['and its second place', []],
  ['and what the second place knew', ['pin.json']],
])(
  'earlier settings send nothing where their trail was removed %s, and no other can be begun',
  async (_what, removed) => {
    const { folder, putBack } = await movedTill();
    await putBack();
    for (const name of await readdir(folder))
      if (/^audit-/.test(name) || removed.includes(name)) await rm(join(folder, name));
    await rm(`${folder}.audit`);
    refused.open = 'audit';
    const { sent, codes } = await startAndSend(folder);
    expect(codes()).toEqual(expect.arrayContaining(['settings.unsure', 'audit.refused']));
    expect(await sent()).toEqual([]);
  },
);

test('earlier settings send nothing where somebody has made the file of their trail far too long', async () => {
  const { folder, putBack } = await movedTill();
  await putBack();
  await truncate(join(folder, 'audit-manager-000001.trail'), 3 * 2 ** 30);
  const { sent, codes } = await startAndSend(folder);
  expect(codes()).toEqual(expect.arrayContaining(['settings.set-back', 'audit.broken']));
  expect(await sent()).toEqual([]);
});

/** On a disk that is busy with other tests. */
const PATIENT = { timeout: 20_000 };

/** What a scanner or a backup holds, and what the system says of it. */
const HELD = [
  ['audit-manager', 'EIO'],
  ['audit-manager', 'EBUSY'],
  ['audit-manager', 'EACCES'],
  ['audit-manager', 'EPERM'],
  ['data.audit', 'EBUSY'],
  ['data.audit', 'EACCES'],
  ['data.audit', 'EPERM'],
  ['data.audit', 'EIO'],
] as const;

test.each(HELD)(
  'a till whose trail cannot be read (%s: %s) sends nothing until it can, by itself from then on, and leaves no line of that',
  async (read, code) => {
    const { folder } = await movedTill();
    Object.assign(refused, { read, code });
    const { sent, sentByItself, codes, clock, lines, till } = await startAndSend(folder);
    expect(codes()).toEqual(expect.arrayContaining(['settings.unsure', 'audit.refused']));
    expect(await sent()).toEqual([]);
    // A try that is under way would be the one of this minute.
    expect(await till.audit.ready()).toBe(false);
    refused.read = '';
    await clock.pass(60_000);
    await vi.waitFor(() => expect(codes()).toEqual(['provision.taken-over']), PATIENT);
    await expect.poll(sentByItself, PATIENT).toEqual([NEW_GATEWAY.url]);
    expect((await lines()).filter(({ action }) => action === 'settings.unsure')).toEqual([]);
  },
);

test.each(HELD)(
  'what holds the trail for one start (%s: %s) stops no till behind it, and costs no try of the PIN',
  async (read, code) => {
    const { folder } = await movedTill();
    Object.assign(refused, { read, code });
    const held = await startAndSend(folder);
    expect(await held.sent()).toEqual([]);
    await held.stop();
    refused.read = '';
    const { sent, codes, lines, till } = await startAndSend(folder);
    expect([codes(), till.audit.tries]).toEqual([['provision.taken-over'], 0]);
    await expect.poll(sent, PATIENT).toEqual([NEW_GATEWAY.url]);
    expect((await lines()).map(({ action }) => action)).not.toContain('trail.broken');
  },
);

/** A start at which the manager says that the settings hold, and the next one; `isHeld`: what waits is held for him by then. */
async function goneOnWith(folder: string, isHeld: boolean) {
  const { sent, codes, calls, clock, till, stop } = await startAndSend(folder);
  expect(codes()).toContain('settings.unsure');
  const revision = till.settings.changes;
  await clock.pass(30_000);
  const settings = TYPED_SETTINGS;
  expect(await calls.saveSettings({ pin: PIN, settings, revision })).toMatchObject({ ok: true });
  await vi.waitFor(() => expect(codes()).not.toContain('audit.refused'), PATIENT);
  expect(await till.audit.ready()).toBe(true);
  expect(codes()).not.toContain('settings.unsure');
  if (!isHeld) await expect.poll(sent, PATIENT).toEqual([NEW_GATEWAY.url]);
  await stop();
  const next = await startAndSend(folder);
  expect(next.codes()).not.toContain('settings.unsure');
  expect(await next.till.audit.ready()).toBe(true);
  if (isHeld) await next.calls.registerMember(registration('b'.repeat(32), '13812346521'));
  await expect.poll(next.sent, PATIENT).toEqual([NEW_GATEWAY.url]);
  const told = (await next.lines()).filter(({ action }) => action === 'trail.broken');
  expect(told).toHaveLength(1);
  await next.stop();
  return next.codes();
}

test.each([
  ['data.audit', 'EIO'],
  ['data.audit', 'EACCES'],
  ['audit-manager-000001.trail', 'EIO'],
  ['audit-manager-000001.trail', 'EACCES'],
])(
  'what the disk never gives again of the trail (%s: %s) is put aside by the manager’s word: the till sends and writes lines, over all starts',
  async (read, code) => {
    const { folder } = await movedTill();
    Object.assign(refused, { read, code });
    await goneOnWith(folder, read !== 'data.audit');
    const kept = [...(await readdir(dirname(folder))), ...(await readdir(folder))];
    expect(kept.join()).toContain(`${read}.unreadable-`);
  },
);

test.each(['data.audit', 'audit-manager-000001.trail'])(
  'nor does what can be neither read nor renamed of the trail (%s) stop it any more',
  PATIENT,
  async (read) => {
    const { folder } = await movedTill();
    Object.assign(refused, { read, code: 'EACCES', keepsItsName: true });
    const isHead = read === 'data.audit';
    const codes = await goneOnWith(folder, !isHead);
    expect(await readdir(isHead ? dirname(folder) : folder)).toContain(read);
    expect(codes.includes('audit.unguarded')).toBe(isHead);
  },
);

test(
  'cashiers’ lines on a bad sector are found once and put aside: they tell nothing of settings, so the till sends and writes lines, over all starts',
  PATIENT,
  async () => {
    const { folder } = await movedTill();
    refused.read = 'audit-cashier-000001.trail';
    for (let starts = 0; starts < 2; starts += 1) {
      const { sent, codes, lines, till, stop } = await startAndSend(folder);
      expect(codes()).not.toContain('settings.unsure');
      expect(await till.audit.ready()).toBe(true);
      await expect.poll(sent, PATIENT).toEqual([NEW_GATEWAY.url]);
      expect((await lines()).filter(({ action }) => action === 'trail.broken')).toMatchObject([
        { reason: expect.stringContaining('audit-cashier-000001.trail cannot be read') },
      ]);
      await stop();
    }
    expect((await readdir(folder)).join()).toContain('audit-cashier-000001.trail.unreadable-');
  },
);

test.each(['EBUSY', 'EPERM', 'EACCES'])(
  'cashiers’ lines that somebody holds at a start (%s) keep nobody from sending, and nothing is told of them once they are given',
  PATIENT,
  async (code) => {
    const { folder } = await movedTill();
    Object.assign(refused, { read: 'audit-cashier', code });
    const { sent, codes, clock, lines, till } = await startAndSend(folder);
    expect([codes(), till.audit.tries]).toEqual([['provision.taken-over', 'audit.refused'], 0]);
    await expect.poll(sent, PATIENT).toEqual([NEW_GATEWAY.url]);
    expect(await till.audit.ready()).toBe(false);
    refused.read = '';
    await clock.pass(60_000);
    await vi.waitFor(() => expect(codes()).toEqual(['provision.taken-over']), PATIENT);
    expect((await lines()).map(({ action }) => action)).not.toContain('trail.broken');
  },
);

test(
  'cashiers’ lines that the disk never gives again are put aside by the manager’s word, since no line could be written',
  PATIENT,
  async () => {
    const { folder } = await movedTill();
    Object.assign(refused, { read: 'audit-cashier', code: 'EACCES' });
    const { codes, calls, till } = await startAndSend(folder);
    expect(codes()).toContain('audit.refused');
    const change = { pin: PIN, settings: TYPED_SETTINGS, revision: till.settings.changes };
    expect(await calls.saveSettings(change)).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(codes()).not.toContain('audit.refused'), PATIENT);
    expect((await readdir(folder)).join()).toContain('audit-cashier-000001.trail.unreadable-');
  },
);

test('a trail that can be read again knows of later settings then as well', async () => {
  const { folder, putBack } = await movedTill();
  await putBack();
  refused.read = 'audit-manager';
  const { sent, codes, clock, lines } = await startAndSend(folder);
  expect(codes()).toContain('settings.unsure');
  refused.read = '';
  await clock.pass(60_000);
  await vi.waitFor(() => expect(codes()).toContain('settings.set-back'));
  expect(await sent()).toEqual([]);
  await vi.waitFor(async () =>
    expect((await lines()).map(({ action }) => action)).toContain('settings.set-back'),
  );
});

test('the manager’s word makes settings hold also while the trail cannot be read', async () => {
  const { folder } = await movedTill();
  refused.read = 'audit-manager';
  const { sent, codes, calls, clock, till } = await startAndSend(folder);
  const revision = till.settings.changes;
  // Nobody knows how often a wrong PIN was given.
  await clock.pass(30_000);
  expect(await calls.saveSettings({ pin: PIN, settings: TYPED_SETTINGS, revision })).toMatchObject({
    ok: true,
  });
  expect(codes()).not.toContain('settings.unsure');
  expect(await sent()).toEqual([NEW_GATEWAY.url]);
});
