import { mayHaveTakenEffect } from '../../app/outbox/allowedActions.ts';
import type { Save } from '../../app/outbox/save.ts';
import { isOtherBody, openBody } from '../../main/vault/sealedBody.ts';
import { countsAsLess } from './exportTime.ts';
import type { ReadFolder } from './readFolder.ts';
import { currentVault } from './unwrapKeys.ts';

/** A save and the queue that it is of. */
export interface Known {
  folder: ReadFolder;
  save: Save;
}

/**
 * Whether a later queue has surely given the id of a save to something else, as the till judges it (`store.same-id`). `body`:
 * of the save that waits; null where it does not open. Where nothing is left to tell it by, nobody knows.
 */
export function isOtherUnderId(counting: Known | undefined, body: string | null): boolean {
  if (counting === undefined || body === null) return false;
  const { folder, save } = counting;
  const vault = currentVault(folder.keys);
  if (vault !== null) return isOtherBody(vault, save, body);
  const there = openBody(folder.vault, save);
  return there !== null && there !== body;
}

/**
 * The manager has discarded it before anything of it left: the gateway has nothing under its id. Where the queue lacks
 * something, that may have said that he took it back, and that it was sent.
 */
export function wasNeverSent(counting: Known | undefined): boolean {
  if (counting === undefined || mayHaveTakenEffect(counting.save)) return false;
  if (countsAsLess(counting.folder)) return false;
  const { state, closedReason, attempts } = counting.save;
  return state === 'discarded' && closedReason === 'manager' && attempts === 0;
}
