import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freshFolder, PROVISION, startTill } from './openedTill.ts';

/** An app, a secret and a PIN that somebody has made up, or knows. */
const HIS = {
  ...PROVISION,
  gateway: { url: 'http://127.0.0.1:1/x', appKey: '99', appSecret: 'mine' },
  managerPin: '135791',
};

/** A till that somebody has set up for himself under the shop's account: the key store opens its key, as any of this one. */
export async function ownTill() {
  const folder = await freshFolder();
  const its = await startTill(folder, { offer: { provision: HIS, isTrusted: false } });
  /** Puts these files of it into the folder of another till, as if they had been set aside there. */
  const plantIn = async (data: string, names: readonly string[], at = Date.UTC(2026, 10, 20)) => {
    const name = `aside-${new Date(at).toISOString().replace(/[:.]/g, '-')}`;
    await mkdir(join(data, name));
    for (const one of names) await cp(join(folder, one), join(data, name, one));
    return name;
  };
  return { ...its, folder, plantIn };
}
