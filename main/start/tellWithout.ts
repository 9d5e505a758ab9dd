import type { Log } from '../log.ts';
import type { Till } from '../till.ts';
import type { CleanStart } from './startClean.ts';

/** Writes down what a start was freed from: each for support, the dangerous ones for whoever looks after the till. */
export function tellWithout(
  { leftOut }: Pick<Till, 'leftOut'>,
  { dangerous, unknown }: CleanStart['without'],
  log: Log,
): void {
  if (dangerous.length + unknown === 0) return;
  log.warn('started without switches that it was given', { dangerous: dangerous.join(), unknown });
  if (dangerous.length > 0) void leftOut.tell(dangerous);
}
