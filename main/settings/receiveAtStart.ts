import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import { accountLaidOver, asWhole } from '../../app/settings/partialProvision.ts';
import { isDone } from '../files/isDone.ts';
import type { Log } from '../log.ts';
import type { Offer } from './offer.ts';
import type { Provisioning } from './provisioning.ts';
import { receiveOffer } from './receiveOffer.ts';
import type { SettingLocks } from './settingLocks.ts';
import type { SettingsStore } from './settingsStore.ts';

interface AtStart {
  settings: SettingsStore;
  provisioning: Pick<Provisioning, 'offer' | 'offerPart'>;
  locks: SettingLocks;
  /** The file of `--provision`. */
  offer: Offer | null;
  isBound: boolean;
  log: Log;
}

/** What a start brings, in the order in which the one beats the other: policies and machine file, then `--provision`. */
export async function receiveAtStart(parts: AtStart): Promise<StoreWarning[]> {
  const { settings, provisioning, locks, offer, isBound, log } = parts;
  // A till that has nothing yet is set up by all of them at once.
  const isFirst = settings.provision === null && !settings.isLost;
  const fromFile = async () =>
    offer === null
      ? []
      : receiveOffer(() => provisioning.offer(offer), offer.isTrusted, isBound, log);
  const locked = async () => {
    const { values: part } = locks;
    if (Object.keys(part).length === 0) return [];
    return receiveOffer(() => provisioning.offerPart(part), true, isBound, log);
  };
  const warnings = keepSecretsHome(settings, locks);
  for (const receive of isFirst ? [fromFile, locked] : [locked, fromFile])
    warnings.push(...(await receive()));
  await speakAsLocked(settings, locks);
  return warnings;
}

/**
 * Also by an administrator's word a stored secret goes to no other address or key than its own. What is said of the gateway
 * is left out then, aloud, and the rest holds.
 */
function keepSecretsHome({ provision }: SettingsStore, locks: SettingLocks): StoreWarning[] {
  if (provision === null || asWhole(accountLaidOver(locks.values, provision)) !== null) return [];
  locks.leaveGateway();
  return [{ code: 'provision.machine-not-read', detail: 'gateway.appSecret' }];
}

/** The language is not only one of the settings: somebody may have pressed its button before it was locked. */
async function speakAsLocked(settings: SettingsStore, { values }: SettingLocks): Promise<void> {
  const { locale } = values;
  if (locale !== undefined && settings.locale !== locale) await isDone(settings.setLocale(locale));
}
