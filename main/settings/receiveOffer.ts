import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import { errorCode } from '../files/durableFile.ts';
import type { Log } from '../log.ts';
import type { Reception } from './provisioning.ts';

/**
 * What the start brings. Refused while it is not stored for which app older saves were made (`isBound`). A disk that
 * refuses new settings is told, and does not keep the till from showing what is there.
 */
export async function receiveOffer(
  offer: () => Promise<Reception>,
  isTrusted: boolean,
  isBound: boolean,
  log: Log,
): Promise<StoreWarning[]> {
  try {
    const reception = isBound ? await offer() : 'refused';
    const level = reception === 'taken-over' || reception === 'incomplete' ? 'info' : 'warn';
    log[level](`provisioning: ${reception}`, { isTrusted });
    // The settings stay; whoever has given it has to say the secret as well.
    if (reception === 'needs-secret')
      return [{ code: 'provision.not-read', detail: 'gateway.appSecret' }];
    return [];
  } catch (error) {
    const code = errorCode(error);
    if (code === '') throw error;
    return [{ code: 'store.write-failed', detail: `settings.json ${code}` }];
  }
}
