import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { AuditTrail } from '../audit/auditTrail.ts';
import type { Clock } from '../clock/clock.ts';
import { isDone } from '../files/isDone.ts';
import type { Hold } from '../lease/hold.ts';
import type { Log } from '../log.ts';
import type { DataKeys } from './dataKeys.ts';
import { KEY_FILE } from './keyFile.ts';

interface RestoreKeyFileOptions {
  keys: Pick<DataKeys, 'restore'>;
  audit: Pick<AuditTrail, 'owe'>;
  hold: Pick<Hold, 'isSure' | 'confirm'>;
  clock: Pick<Clock, 'now'>;
  log: Pick<Log, 'warn'>;
  /** Called with what is to be told once the file was written again. */
  onRestored: (warning: StoreWarning) => void;
}

/**
 * The key file may be deleted or replaced under the running program: the next start would open nothing. Gives the way to
 * look, and to write it again; nothing is done while another program may have the folder, and what the disk refuses is
 * left for the next time.
 */
export function restoreKeyFile(options: RestoreKeyFileOptions): () => Promise<void> {
  const { keys, audit, hold, clock, log, onRestored } = options;
  const restore = async () => {
    if (!(await keys.restore(clock.now()))) return;
    log.warn('key file written again');
    await audit.owe({ action: 'key.restored', operatorId: null, slip: null });
    onRestored({ code: 'store.key-restored', detail: KEY_FILE });
  };
  return async () => {
    if (hold.isSure || (await isDone(hold.confirm()))) await isDone(restore());
  };
}
