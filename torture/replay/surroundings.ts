import type { Randomness } from '../../app/backoff/backoff.ts';
import type { GatewayAccount } from '../../app/settings/provision.ts';
import type { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import type { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import type { Expectations } from './expectations.ts';
import type { Network } from './network.ts';
import type { Places } from './places.ts';
import type { Hands } from './wire.ts';

/** What outlives the process. */
export interface Surroundings {
  clock: VirtualClock;
  /** What has passed in the world, also while the till slept (ms). */
  sinceStart: () => number;
  network: Network;
  disk: MemoryStore;
  hands: Hands;
  expectations: Expectations;
  random: Randomness;
  flush: number;
  account: () => GatewayAccount;
  places: Places;
  /** Every body that ever left, by its request id. */
  bodies: Map<string, Set<string>>;
}
