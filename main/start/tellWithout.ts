import type { Log } from '../log.ts';
import type { Till } from '../till.ts';
import type { CleanStart } from './startClean.ts';

/** Writes down what a start was freed from: each for support, the dangerous ones for whoever looks after the till. */
export function tellWithout(
  { audit }: Pick<Till, 'audit'>,
  { dangerous, unknown }: CleanStart['without'],
  log: Log,
): void {
  if (dangerous.length + unknown === 0) return;
  const reason = dangerous.join();
  log.warn('started without switches that it was given', { dangerous: reason, unknown });
  if (reason === '') return;
  void audit.record({ action: 'switches.left-out', operatorId: null, slip: null, reason });
}
