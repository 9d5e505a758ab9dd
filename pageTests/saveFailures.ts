import type { BridgeError } from '../app/ipc/bridge.ts';

/** What a save at the counter may be refused for. */
export const SAVE_FAILURES: readonly BridgeError['code'][] = [
  'store.disk-full',
  'store.read-only',
  'store.other-program',
  'store.failed',
  'intention.reused',
  'operator.unknown',
  'consent.missing',
  'consent.outdated',
  'consent.other-brand',
  'not-provisioned',
  'input.invalid',
  'request.refused',
  'lookup.too-fast',
  'register.too-fast',
];
