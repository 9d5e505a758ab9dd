import type { AuditTrail } from '../audit/auditTrail.ts';
import type { Clock } from '../clock/clock.ts';
import { CallRate } from './callRate.ts';

/**
 * How often "send now" is heard: each time one save goes before its time, whatever the gateway has asked for. Somebody who
 * is in a hurry presses it a few times; a program in the page would call the platform every second.
 */
export class SendNowRate extends CallRate {
  constructor(clock: Pick<Clock, 'monotonic'>, audit: Pick<AuditTrail, 'owe'>) {
    super(clock, audit, {
      atStart: 10,
      mostAtOnce: 10,
      oneEvery: 10_000,
      code: 'send.too-fast',
      action: 'sendings.refused',
    });
  }
}
