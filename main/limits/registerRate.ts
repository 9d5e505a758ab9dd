import type { AuditTrail } from '../audit/auditTrail.ts';
import type { Clock } from '../clock/clock.ts';
import { CallRate } from './callRate.ts';

/**
 * How often a new member may be registered. Each takes eleven digits or a scan, and the customer's consent: somebody
 * who is quick needs ten seconds, and a queue of two hundred people at one till half an hour. So nobody meets this
 * rate but a program in the page, which would otherwise fill the queue, and the platform, with members of its own.
 */
export class RegisterRate extends CallRate {
  constructor(clock: Pick<Clock, 'monotonic'>, audit: Pick<AuditTrail, 'owe'>) {
    super(clock, audit, {
      atStart: 200,
      mostAtOnce: 200,
      oneEvery: 2_000,
      code: 'register.too-fast',
      action: 'registrations.refused',
    });
  }
}
