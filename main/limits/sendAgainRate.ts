import type { AuditTrail } from '../audit/auditTrail.ts';
import type { Clock } from '../clock/clock.ts';
import { CallRate } from './callRate.ts';

/**
 * How often a held save may be sent again without the manager: each leaves a line in the trail, and a program in the page
 * would push out with them what other cashiers have done. Somebody looks at every save before it goes.
 */
export class SendAgainRate extends CallRate {
  constructor(clock: Pick<Clock, 'monotonic'>, audit: Pick<AuditTrail, 'owe'>) {
    super(clock, audit, {
      atStart: 20,
      mostAtOnce: 20,
      oneEvery: 4_000,
      code: 'send.too-fast',
      action: 'sendings.refused',
    });
  }
}
