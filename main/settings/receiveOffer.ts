import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import { errorCode } from '../files/durableFile.ts';
import type { Log } from '../log.ts';
import type { Offer } from './offer.ts';
import type { Provisioning } from './provisioning.ts';

/**
 * What the start brings. Refused while it is not stored for which app older saves were made (`isBound`). A disk that
 * refuses new settings is told, and does not keep the till from showing what is there.
 */
export async function receiveOffer(
  provisioning: Pick<Provisioning, 'offer'>,
  offer: Offer,
  isBound: boolean,
  log: Log,
): Promise<StoreWarning[]> {
  try {
    const reception = isBound ? await provisioning.offer(offer) : 'refused';
    const level = reception === 'taken-over' ? 'info' : 'warn';
    log[level](`provisioning: ${reception}`, { isTrusted: offer.isTrusted });
    return [];
  } catch (error) {
    const code = errorCode(error);
    if (code === '') throw error;
    return [{ code: 'store.write-failed', detail: `settings.json ${code}` }];
  }
}
