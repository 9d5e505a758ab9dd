import { passedBefore } from '../../app/outbox/doubt.ts';
import { hold } from '../../app/outbox/hold.ts';
import type { Save } from '../../app/outbox/save.ts';

/**
 * One that is open and may be older than what has left since `since`: nobody but the manager lets it go, and its app
 * neither. What was held stays so for its own reason. Times are ms since 1970.
 */
export function heldForManager(save: Save, since: number, now: number): Save {
  return save.state === 'held'
    ? passedBefore(save, Math.min(since, now))
    : hold(save, 'late-import', now);
}
