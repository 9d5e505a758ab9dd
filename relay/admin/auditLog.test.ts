import { Writable } from 'node:stream';
import { fastify } from 'fastify';
import { expect, test } from 'vitest';
import type { AuditLine } from './audit.ts';
import { auditLog } from './auditLog.ts';

test.each(['info', 'error', 'silent'])(
  'an order is in the log, also where it tells nothing else (%s)',
  (level) => {
    let said = '';
    const stream = new Writable({
      write(part, _encoding, done) {
        said += part;
        done();
      },
    });
    const { log } = fastify({ logger: { level, stream } });
    const line: AuditLine = {
      at: 1,
      administrator: 'admin-x',
      order: 'tillside.relay.tills.revoke',
      about: 'till-x',
      outcome: 'done',
    };
    auditLog(log)(line);
    expect(JSON.parse(said)).toMatchObject({ ...line, msg: 'order' });
  },
);
