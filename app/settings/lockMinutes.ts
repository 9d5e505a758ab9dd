import { DEFAULT_LOCK_AFTER_MINUTES, type Provision } from './provision.ts';

/** Minutes without a hand until the screen locks; 0: never by itself. */
export function lockMinutes(provision: Pick<Provision, 'lockAfterMinutes'> | null): number {
  return provision?.lockAfterMinutes ?? DEFAULT_LOCK_AFTER_MINUTES;
}
