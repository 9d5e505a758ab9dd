import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { idOf, offeredTill, PIN, PROVISION } from '../../testing/tills/offeredTill.ts';
import { Provisioning } from './provisioning.ts';

describe('the file that was taken over', () => {
  const aFile = async () => {
    const till = await offeredTill(null);
    const path = join(till.folder, 'provision.json');
    const offered = (isTrusted: boolean) => ({ provision: PROVISION, isTrusted, path });
    return { ...till, path, offered };
  };

  test('is named as long as it lies there with the secret in it', async () => {
    const { provisioning, path, offered } = await aFile();
    await writeFile(path, JSON.stringify(PROVISION));
    expect(await provisioning.openFile()).toBeNull();
    await provisioning.offer(offered(false));
    expect(await provisioning.openFile()).toBe(path);
    await rm(path);
    expect(await provisioning.openFile()).toBeNull();
  });

  test('is named as well when it was the manager’s word that took it over, and not before', async () => {
    const { provisioning, offer, path, offered } = await aFile();
    await offer({ managerPin: PIN });
    await writeFile(path, JSON.stringify(PROVISION));
    await provisioning.offer({ ...offered(false), provision: { ...PROVISION, brandId: 'other' } });
    expect(await provisioning.openFile()).toBeNull();
    await provisioning.accept(idOf(provisioning));
    expect(await provisioning.openFile()).toBe(path);
  });

  test('is looked for once, however often somebody asks while its disk does not answer', async () => {
    const { settings, path, offered } = await aFile();
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
    expect(await Promise.all(asked)).toEqual(Array(4).fill(path));
    void provisioning.openFile();
    expect(looks).toBe(2);
  });

  test('is not named where only an administrator can have put it: it is his', async () => {
    const { provisioning, path, offered } = await aFile();
    await writeFile(path, JSON.stringify(PROVISION));
    await provisioning.offer(offered(true));
    expect(await provisioning.openFile()).toBeNull();
  });
});
