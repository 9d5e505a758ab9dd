import type { FastifyBaseLogger } from 'fastify';
import type { AuditLine } from './audit.ts';

/** Writes orders into the log, whatever level it has: what somebody has changed is no detail. */
export function auditLog(log: FastifyBaseLogger): (line: AuditLine) => void {
  const always = log.child({}, { level: 'info' });
  return (line) => always.info(line, 'order');
}
