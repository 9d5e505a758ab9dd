import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { platformApp } from '../../app/gateway/platformApp.ts';
import type { Provision } from '../../app/settings/provision.ts';
import type { WindowChoices } from '../../app/settings/windowChoices.ts';
import { openTill } from '../../main/till.ts';
import { plainWrapper } from '../../main/vault/keyWrappers.ts';
import { fill } from './ours.ts';

/** Nobody listens there: everything that is saved waits. */
const UNREACHABLE = 'http://127.0.0.1:9/router/rest';

const PROVISION: Provision = {
  gateway: { url: UNREACHABLE, appKey: '1', appSecret: 'bench' },
  brandId: '244323',
  shopId: '239923231',
  operators: [{ id: '2392313', name: '小林' }],
};

/** The data folder of a till that is set up, with so many saves waiting. `window`: what was chosen for it. */
export async function waitingTill(
  folder: string,
  waiting: number,
  window: WindowChoices = {},
): Promise<{ userDataDir: string }> {
  const userDataDir = join(folder, 'till');
  await mkdir(userDataDir, { recursive: true });
  const provision = { ...PROVISION, window };
  const quiet = () => undefined;
  const till = await openTill({
    folder: userDataDir,
    keyWrapper: plainWrapper,
    post: () => Promise.reject(new Error('nothing is sent here')),
    log: { info: quiet, warn: quiet, error: quiet },
    offer: { provision, isTrusted: false },
    isSending: false,
    onChanged: quiet,
  });
  await fill(till, 1, waiting, platformApp(PROVISION.gateway));
  await till.stop(0);
  return { userDataDir };
}
