import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { GivenConsent } from '../../app/consent/consent.ts';
import { noticeVersion } from '../../app/consent/notice.ts';
import type { Provision } from '../../app/settings/provision.ts';
import { createHandlers } from '../../main/ipc/handlers.ts';
import type { ManagerOutside } from '../../main/ipc/manager/managerHandlers.ts';
import { ManagerSession } from '../../main/manager/managerSession.ts';
import { openTill, type TillOptions } from '../../main/till.ts';
import { keyStore } from '../doubles/keyStore.ts';
import { VirtualClock } from '../doubles/virtualClock.ts';
import { outsideOf } from './outsideOf.ts';

export { keyStore };

export const PIN = '246813';
export const OPERATOR = '2392313';
export const PROVISION: Provision = {
  gateway: { url: 'https://gw.example.com/rest', appKey: '1', appSecret: 'not-real' },
  brandId: 'brand',
  shopId: 'shop',
  operators: [{ id: OPERATOR, name: 'One' }],
  managerPin: PIN,
};

/** A customer has agreed to the notice that the program brings along. */
export const CONSENT: GivenConsent = {
  at: 1,
  brandId: PROVISION.brandId,
  noticeVersion: noticeVersion(null),
  operatorId: OPERATOR,
  marketing: false,
};

/** An empty data folder with a place beside it; both go with the test. */
export async function freshFolder(): Promise<string> {
  const outside = await mkdtemp(join(tmpdir(), 'tillside-till-'));
  // What a till has asked a second drive may be answered, and kept, while it goes.
  onTestFinished(() => rm(outside, { recursive: true, force: true, maxRetries: 5 }));
  const folder = join(outside, 'data');
  await mkdir(folder);
  return folder;
}

/** A whole till on the real disk that sends nothing, with the calls of its page; stopped with the test at the latest. */
export async function startTill(
  folder: string,
  more: Partial<TillOptions> = {},
  { chooseFile = async () => null, ...outside }: Partial<ManagerOutside> = {},
) {
  const clock = new VirtualClock();
  const quiet = () => undefined;
  const till = await openTill({
    folder,
    keyWrapper: keyStore,
    post: () => Promise.reject(new Error('nothing is sent here')),
    log: { info: quiet, warn: quiet, error: quiet },
    offer: { provision: PROVISION, isTrusted: false },
    clock,
    isSending: false,
    onChanged: quiet,
    ...more,
  });
  let stopped: Promise<void> | null = null;
  const stop = () => {
    stopped ??= till.stop(0);
    return stopped;
  };
  onTestFinished(stop);
  const session = new ManagerSession({ clock, isLocked: () => false });
  /** What the manager chooses next for a file, and what happens while the dialog is open. */
  const chosen: { path: string | null; meanwhile: () => Promise<unknown> } = {
    path: null,
    meanwhile: async () => undefined,
  };
  const calls = createHandlers({
    till,
    appVersion: '0',
    lock: { isLocked: false, tell: quiet },
    session,
    onLocaleChanged: quiet,
    onKeptTold: quiet,
    chooseFile,
    form: { waiting: null, answer: quiet },
    outside: {
      ...outsideOf(folder),
      chooseSaved: async () => {
        await chosen.meanwhile();
        return chosen.path;
      },
      ...outside,
    },
  });
  const codes = () => till.warnings.map(({ code }) => code);
  const lines = async () => (await till.audit.read()).lines;
  return { till, calls, session, chosen, clock, stop, codes, lines };
}
