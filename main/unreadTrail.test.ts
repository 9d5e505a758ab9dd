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

/** What the disk refuses: to read these paths (and how), or to open them for writing. */
const refused = vi.hoisted(() => ({ read: '', code: 'EIO', open: '' }));
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
    await realDisk.rename(from, to);
    if (refused.read !== '' && from.includes(refused.read)) refused.read = '';
  };
  const open: typeof realDisk.open = async (path, mode) => {
    refusing(refused.open, path, 'EACCES');
    return realDisk.open(path, mode);
  };
  return { realDisk: { ...realDisk, read, open, rename } };
});
beforeEach(() => Object.assign(refused, { read: '', code: 'EIO', open: '' }));

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
    const { sent, sentByItself, codes, clock, lines } = await startAndSend(folder);
    expect(codes()).toEqual(expect.arrayContaining(['settings.unsure', 'audit.refused']));
    expect(await sent()).toEqual([]);
    refused.read = '';
    await clock.pass(60_000);
    await vi.waitFor(() => expect(codes()).toEqual(['provision.taken-over']));
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

test.each(['EIO', 'EACCES'])(
  'a head that the disk never gives again (%s) is put aside by the manager’s word: the till sends and writes lines, over all starts',
  async (code) => {
    const { folder } = await movedTill();
    Object.assign(refused, { read: 'data.audit', code });
    const { sent, codes, calls, clock, till, stop } = await startAndSend(folder);
    expect(codes()).toContain('settings.unsure');
    const revision = till.settings.changes;
    await clock.pass(30_000);
    const settings = TYPED_SETTINGS;
    expect(await calls.saveSettings({ pin: PIN, settings, revision })).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(codes()).not.toContain('audit.refused'));
    expect(await till.audit.ready()).toBe(true);
    expect(codes()).not.toContain('settings.unsure');
    await expect.poll(sent, PATIENT).toEqual([NEW_GATEWAY.url]);
    await stop();
    expect((await readdir(dirname(folder))).join()).toContain('data.audit.unreadable-');
    const next = await startAndSend(folder);
    expect(next.codes()).not.toContain('settings.unsure');
    await expect.poll(next.sent, PATIENT).toEqual([NEW_GATEWAY.url]);
    const told = (await next.lines()).filter(({ action }) => action === 'trail.broken');
    expect(told).toHaveLength(1);
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
