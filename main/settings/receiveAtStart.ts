import { basename } from 'node:path';
import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import { asWhole, laidOverStored } from '../../app/settings/partialProvision.ts';
import { isDone } from '../files/isDone.ts';
import type { Log } from '../log.ts';
import type { MachineFile } from './machineSettings.ts';
import type { Offer } from './offer.ts';
import type { Provisioning } from './provisioning.ts';
import { receiveOffer } from './receiveOffer.ts';
import type { SettingLocks } from './settingLocks.ts';
import type { SettingsStore } from './settingsStore.ts';

interface AtStart {
  settings: SettingsStore;
  provisioning: Pick<Provisioning, 'offer' | 'offerPart'>;
  locks: SettingLocks;
  /** The machine's file, whoever may write it. */
  file: MachineFile | null;
  /** The file of `--provision`. */
  offer: Offer | null;
  isBound: boolean;
  log: Log;
}

/** What a start brings, in the order in which the one beats the other: policies and machine file, then `--provision`. */
export async function receiveAtStart(parts: AtStart): Promise<StoreWarning[]> {
  const { settings, provisioning, locks, file, isBound, log } = parts;
  const ordinary = file !== null && !file.isTrusted ? file : null;
  // A till that has nothing yet is set up by all of them at once.
  const isFirst = settings.provision === null && !settings.isLost;
  const beating = isFirst || parts.offer === null ? null : ordinary;
  const offer = parts.offer && beating ? beaten(parts.offer, beating) : parts.offer;
  const fromFile = async () =>
    offer === null
      ? []
      : receiveOffer(() => provisioning.offer(offer), offer.isTrusted, isBound, log);
  const locked = async () => {
    const { values: part } = locks;
    if (Object.keys(part).length === 0) return [];
    return receiveOffer(
      () => provisioning.offerPart({ part, isTrusted: true }),
      true,
      isBound,
      log,
    );
  };
  const asked = async () => {
    if (ordinary === null || beating !== null) return [];
    let isSecretMissing = false;
    const warnings = await receiveOffer(
      async () => {
        const reception = await provisioning.offerPart(ordinary);
        isSecretMissing = reception === 'needs-secret';
        return reception;
      },
      false,
      isBound,
      log,
    );
    if (!isSecretMissing) return warnings;
    const detail = `${basename(ordinary.path)} gateway.appSecret`;
    return [...warnings, { code: 'provision.machine-not-read' as const, detail }];
  };
  const warnings: StoreWarning[] = [];
  for (const receive of isFirst ? [fromFile, locked, asked] : [locked, fromFile, asked])
    warnings.push(...(await receive()));
  await speakAsLocked(settings, locks);
  return warnings;
}

/**
 * An ordinary machine file beats one that is given, and both are one question. A PIN in one of them is nobody's word about
 * the other.
 */
function beaten(offer: Offer, { part }: MachineFile): Offer {
  const merged = asWhole(laidOverStored(part, offer.provision, false));
  if (merged === null) return offer;
  const { managerPin: _, ...provision } = merged;
  return { ...offer, provision, isTrusted: false };
}

/** The language is not only one of the settings: somebody may have pressed its button before it was locked. */
async function speakAsLocked(settings: SettingsStore, { values }: SettingLocks): Promise<void> {
  const { locale } = values;
  if (locale !== undefined && settings.locale !== locale) await isDone(settings.setLocale(locale));
}
