import { fits, type Home, homeOf } from '../outbox/home.ts';
import type { Provision } from './provision.ts';
import { DEFAULT_QUEUE_PER } from './queuePer.ts';

/** What of a till nobody changes with a file alone. `formerly`: what counts as the same app. */
export type ProvisionPart =
  | 'brand'
  | 'address'
  | 'app-key'
  | 'secret'
  | 'formerly'
  | 'queue-per'
  | 'recovery-key'
  | 'updates'
  | 'reports'
  | 'pin';

/** One change that a file wants. Never a secret: of the app's secret and of a PIN only that it is another. */
export interface ProvisionChange {
  part: ProvisionPart;
  from: string;
  to: string;
}

/** A provisioning that was not taken over, as the window asks about it. */
export interface ProvisionQuestion {
  /** Another file that comes meanwhile is another question: the PIN is given for the one that is shown. */
  id: number;
  changes: ProvisionChange[];
  /** What waits now would not leave under the new settings: the manager decides about it then. */
  leavesBehind: boolean;
  /** Whose word it takes. `administrator`: the till has no PIN that could be asked for. */
  needs: 'pin' | 'administrator';
}

const NOWHERE: Pick<Home, 'app' | 'formerly'> = { app: '', formerly: [] };

/**
 * What a provisioning would change of brand, address and app, all of which decide where saves go, of whose program
 * runs here, of who is told how the till is, and of who can open the queue or a copy of it: a queue that waits for its key goes where the app's secret is known. Everything else (shop,
 * operators, notice, session, pace, …) sends no save astray. Of the PIN only its owner knows. `now`: null where the
 * settings of a till are gone; then everything is another.
 */
export function changesOf(now: Provision | null, next: Provision): ProvisionChange[] {
  const changes: ProvisionChange[] = [
    { part: 'brand', from: now?.brandId ?? '', to: next.brandId },
    { part: 'address', from: now?.gateway.url ?? '', to: next.gateway.url },
    { part: 'app-key', from: now?.gateway.appKey ?? '', to: next.gateway.appKey },
  ];
  // What is no longer named only keeps saves from leaving; what is newly named lets them leave.
  const { app, formerly } = now === null ? NOWHERE : homeOf(now);
  const added = homeOf(next).formerly.filter((one) => one !== app && !formerly.includes(one));
  changes.push({ part: 'formerly', from: '', to: added.join(', ') });
  changes.push({ part: 'queue-per', from: queuePerOf(now), to: queuePerOf(next) });
  // Who has its private half opens a copy of the folder. A file that does not name one leaves the one that is there.
  const recoveryKey = now?.recoveryKey ?? '';
  const { recoveryKey: nextKey = recoveryKey } = next;
  changes.push({ part: 'recovery-key', from: recoveryKey, to: nextKey ?? '' });
  // Whoever has that server decides what runs here. None at all is nobody's.
  const updates = next.updates?.url ?? '';
  if (updates !== '') changes.push({ part: 'updates', from: now?.updates?.url ?? '', to: updates });
  // Who has that server learns how a shop goes.
  const collector = next.reports?.otlp?.url ?? '';
  if (collector !== '')
    changes.push({ part: 'reports', from: now?.reports?.otlp?.url ?? '', to: collector });
  const changed = changes.filter(({ from, to }) => from !== to);
  const isOtherSecret = now?.gateway.appSecret !== next.gateway.appSecret;
  return isOtherSecret ? [...changed, { part: 'secret', from: '', to: '' }] : changed;
}

function queuePerOf(provision: Provision | null): string {
  return provision?.queuePer ?? DEFAULT_QUEUE_PER;
}

/** Whether what was made for the settings as they are may not leave under the next ones. */
export function leavesBehind(now: Provision, next: Provision): boolean {
  return !fits({ brandId: now.brandId, app: homeOf(now).app }, homeOf(next));
}
