import { type AppAddress, platformApp } from '../gateway/platformApp.ts';
import type { Save } from './save.ts';

/** Whose saves may leave under the settings as they are: those of the brand, made for the app or a former one. */
export interface Home {
  brandId: string;
  /** As `platformApp` writes it. */
  app: string;
  /** Other addresses and keys of the same app. */
  formerly: readonly string[];
}

/** What a save was made for; null where that was never recorded. */
export type MadeFor = Pick<Save, 'brandId' | 'app'>;

/** What of the settings says where saves go. */
interface Destination {
  brandId: string;
  gateway: AppAddress & { formerly?: readonly AppAddress[] | undefined };
}

export function homeOf({ brandId, gateway }: Destination): Home {
  const formerly = (gateway.formerly ?? []).map(platformApp);
  return { brandId, app: platformApp(gateway), formerly };
}

/** Whether a save may leave. What is not known to be made for this brand and this app may not. */
export function fits({ brandId, app }: MadeFor, home: Home): boolean {
  if (app === null || brandId !== home.brandId) return false;
  return app === home.app || home.formerly.includes(app);
}

/** The settings fit again: back into the queue, with all that is known of it. */
export function backHome(save: Save): Save {
  return { ...save, state: 'pending', heldReason: null, settledAt: null };
}

/** Longer than any address and key of the settings (characters): of what somebody has written into a line no more is looked at. */
const LONGEST_APP = 2_000;

/** The host and port that a save was made for, to be shown; empty where it was never recorded. */
export function hostOf(app: string | null): string {
  return /^https?:\/\/(\S+) /.exec(app?.slice(0, LONGEST_APP) ?? '')?.[1] ?? '';
}
