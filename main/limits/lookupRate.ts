import type { AuditTrail } from '../audit/auditTrail.ts';
import type { Clock } from '../clock/clock.ts';
import { CallRate } from './callRate.ts';

/**
 * How often somebody without the PIN may ask about a person: as fast as somebody types. Who serves one customer after
 * the other asks every 10 s at the fastest, and some digits are mistyped. A mask leaves 10,000 numbers: at this rate
 * they take eleven hours. Starting the program anew wins little over waiting.
 */
export class LookupRate extends CallRate {
  constructor(clock: Pick<Clock, 'monotonic'>, audit: Pick<AuditTrail, 'owe'>) {
    super(clock, audit, {
      atStart: 6,
      mostAtOnce: 20,
      oneEvery: 4_000,
      code: 'lookup.too-fast',
      action: 'lookups.refused',
    });
  }
}
