import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Provision } from '../app/settings/provision.ts';
import {
  movedTill,
  NEW_GATEWAY,
  startAndSend,
  TYPED_SETTINGS,
} from '../testing/tills/movedAddress.ts';
import { PIN, PROVISION, startTill } from '../testing/tills/openedTill.ts';
import { scanLines } from './journal/journalLine.ts';

const { managerPin: _, ...WITHOUT_PIN } = PROVISION;
async function removeTrail(folder: string, names = /^audit-/): Promise<void> {
  for (const name of await readdir(folder)) if (names.test(name)) await rm(join(folder, name));
}

/** Without any key: the newest copy of the head becomes zeros, and so does the manager's last line. */
async function cutLastLine(folder: string): Promise<void> {
  const head = await readFile(`${folder}.audit`);
  const turnAt = (at: number) =>
    Number(/"turn":(\d+)/.exec(head.toString('latin1', at, at + 512))?.[1]);
  const newest = turnAt(0) > turnAt(512) ? 0 : 512;
  await writeFile(`${folder}.audit`, head.fill(0, newest, newest + 512));
  const path = join(folder, 'audit-manager-000001.trail');
  const bytes = await readFile(path);
  let last: [from: number, to: number] = [0, 0];
  scanLines(bytes, (...line) => {
    last = line;
  });
  await writeFile(path, bytes.fill(0, bytes.lastIndexOf(0x1e, last[0]), last[1] + 1));
}

describe.each([
  ['with a PIN', PROVISION],
  ['without a PIN', WITHOUT_PIN],
])('earlier settings of a till %s send nothing to their address', (_name, provision) => {
  test('where the trail that knew later ones was removed with them: the second place knows their number', async () => {
    const { folder, putBack } = await movedTill(provision);
    await putBack('settings.json');
    await removeTrail(folder);
    await rm(`${folder}.audit`);
    const { sent, codes, till } = await startAndSend(folder);
    expect(codes()).toContain('settings.set-back');
    expect(await sent()).toEqual([]);
    expect(till.replayer.pause()).toEqual({ kind: 'settings-set-back' });
  });

  test.each([
    ['the manager’s trail', /^audit-manager/],
    ['the whole trail', /^audit-/],
  ])(
    'where both places were put back and %s was removed, over all starts',
    async (_what, names) => {
      const { folder, putBack } = await movedTill(provision);
      await putBack('settings.json', 'pin.json');
      await removeTrail(folder, names);
      for (let starts = 0; starts < 2; starts += 1) {
        const { sent, codes, lines, stop } = await startAndSend(folder);
        expect(codes()).toContain('settings.unsure');
        expect(await sent()).toEqual([]);
        expect((await lines()).filter(({ action }) => action === 'settings.unsure')).toHaveLength(
          1,
        );
        await stop();
      }
    },
  );

  test('where the line of the later ones was cut off, with the newest copy of the head', async () => {
    const { folder, putBack } = await movedTill(provision);
    await putBack('settings.json', 'pin.json');
    await cutLastLine(folder);
    const { sent, codes } = await startAndSend(folder);
    expect(codes()).toContain('settings.unsure');
    expect(await sent()).toEqual([]);
  });

  test('where both places were put back without the trail, and a folder that anybody can make has all of it set aside and taken in', async () => {
    const { folder, putBack } = await movedTill(provision);
    await putBack('settings.json', 'pin.json');
    await removeTrail(folder);
    await rm(`${folder}.audit`);
    for (let starts = 0; starts < 3; starts += 1) {
      const { sent, codes, stop } = await startAndSend(folder);
      expect(codes()).toContain('settings.unsure');
      expect(await sent()).toEqual([]);
      await stop();
      if (starts === 0) await mkdir(join(folder, 'aside-2026-11-24T00-00-00-000Z.moving'));
    }
  });

  test('where one place was put back without the trail, and such a folder was made: they come along no more', async () => {
    const { folder, putBack } = await movedTill(provision);
    await putBack('settings.json');
    await removeTrail(folder);
    await rm(`${folder}.audit`);
    const first = await startAndSend(folder);
    expect(first.codes()).toContain('settings.set-back');
    await first.stop();
    await mkdir(join(folder, 'aside-2026-11-24T00-00-00-000Z.moving'));
    for (let starts = 0; starts < 2; starts += 1) {
      const { till, codes, stop } = await startTill(folder, { offer: null });
      expect(till.settings.provision).toBeNull();
      expect(codes()).toContain('store.other-secret');
      await stop();
    }
  });

  test('where the second place went with the trail', async () => {
    const { folder, putBack } = await movedTill(provision);
    await putBack('settings.json');
    await removeTrail(folder);
    for (const path of [`${folder}.audit`, join(folder, 'pin.json')]) await rm(path);
    const { sent, codes } = await startAndSend(folder);
    expect(codes()).toContain('settings.unsure');
    expect(await sent()).toEqual([]);
  });
});

describe('a till that has only lost its trail', () => {
  const lostTrail = async (provision: Provision) => {
    const { folder } = await movedTill(provision);
    await removeTrail(folder);
    return folder;
  };

  test('sends on once the manager has saved the settings, also after a restart', async () => {
    const folder = await lostTrail(PROVISION);
    const { sent, calls, codes, stop, till } = await startAndSend(folder);
    expect(await sent()).toEqual([]);
    expect(
      await calls.saveSettings({
        pin: PIN,
        settings: TYPED_SETTINGS,
        revision: till.settings.changes,
      }),
    ).toMatchObject({ ok: true });
    expect(codes()).not.toContain('settings.unsure');
    expect(await sent()).toEqual([NEW_GATEWAY.url]);
    await stop();
    expect(await (await startAndSend(folder)).sent()).toEqual([NEW_GATEWAY.url]);
  });

  test('sends on by the same file once more, where an administrator has put it', async () => {
    const folder = await lostTrail(WITHOUT_PIN);
    const { sent, till } = await startAndSend(folder);
    const provision = { ...WITHOUT_PIN, gateway: NEW_GATEWAY };
    await till.provisioning.offer({ provision, isTrusted: false });
    expect(await sent()).toEqual([]);
    await till.provisioning.offer({ provision, isTrusted: true });
    expect(await sent()).toEqual([NEW_GATEWAY.url]);
  });

  test('sends all the while where only the lines of the cashiers are gone', async () => {
    const { folder } = await movedTill();
    const first = await startAndSend(folder);
    await first.till.leftOut.tell(['x']);
    await first.stop();
    await removeTrail(folder, /^audit-cashier/);
    const { sent, codes } = await startAndSend(folder);
    expect(codes()).toContain('audit.broken');
    expect(await sent()).toEqual([NEW_GATEWAY.url]);
  });
});
