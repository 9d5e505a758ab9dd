import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataKeys } from '../../main/vault/dataKeys.ts';
import { plainWrapper, wrappersOf } from '../../main/vault/keyWrappers.ts';
import { fill, openOnDisk } from './ours.ts';

/** Nobody listens there: everything that is saved waits. */
const UNREACHABLE = 'http://127.0.0.1:9/router/rest';

/** A data folder with so many saves waiting, and the provisioning to open the app on it. */
export async function waitingTill(
  folder: string,
  waiting: number,
): Promise<{ userDataDir: string; provisionFile: string }> {
  const userDataDir = join(folder, 'till');
  const provisionFile = join(folder, 'provision.json');
  await mkdir(userDataDir, { recursive: true });
  const keys = await DataKeys.make(userDataDir, wrappersOf(plainWrapper));
  const filled = await openOnDisk(userDataDir, keys.vault());
  await fill(filled, 1, waiting);
  await filled.outbox.close();
  const provision = {
    gateway: { url: UNREACHABLE, appKey: '1', appSecret: 'bench' },
    brandId: '244323',
    shopId: '239923231',
    operators: [{ id: '2392313', name: '小林' }],
  };
  await writeFile(provisionFile, JSON.stringify(provision));
  return { userDataDir, provisionFile };
}
