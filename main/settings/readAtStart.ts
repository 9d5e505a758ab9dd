import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { Clock } from '../clock/clock.ts';
import { readIfThere } from '../files/durableFile.ts';
import { isDone } from '../files/isDone.ts';
import { setAside } from '../files/setAside.ts';
import { NewerFormatError } from '../journal/opening.ts';
import type { Vault } from '../vault/vault.ts';
import type { HeldSettings } from './heldSettings.ts';
import type { LastSettings } from './lastSettings.ts';
import type { ManagerPin, PinRecord, PinTrail } from './managerPin.ts';
import { laterPin } from './pinFile.ts';
import type { SecondPlace } from './secondPlace.ts';
import { openSettings, SETTINGS_FILE } from './settingsFile.ts';

/** From where the settings are read, and who takes them. */
interface StartParts {
  path: string;
  vault: Vault;
  clock: Clock;
  trail: PinTrail | null;
  secondPlace: SecondPlace;
  held: HeldSettings;
  managerPin: ManagerPin;
  last: LastSettings;
  /** What is to be told. */
  warnings: StoreWarning[];
}

/**
 * Lets hold what the disk has, once trail and second place were asked whether it is the last. Throws
 * `NewerFormatError`, with everything as it was, where a later version has written them.
 */
export async function readAtStart(parts: StartParts): Promise<void> {
  const { trail, secondPlace, held, managerPin, last } = parts;
  const pin = await readSettingsFile(parts);
  const kept = await secondPlace.read();
  const record = laterPin(pin, kept.pin);
  const isExpected = record?.hasTrail || held.revision > 0;
  if (isExpected) await trail?.expect();
  managerPin.restore(record);
  if (trail?.isRead !== false) await comparePin(parts, record);
  await compareSettings(parts, kept.settingsRevision);
  // What it would have told at once, it tells then.
  const compareLate = async () => {
    if (isExpected) await trail?.expect();
    await comparePin(parts, managerPin.record);
    if (last.isUnread) await compareSettings(parts, kept.settingsRevision);
    held.tell();
  };
  if (trail?.isRead === false) trail.onceRead(() => void compareLate());
  // From now on a trail that is removed together with the second place is missed as well.
  if (pin?.hasTrail === false && trail !== null) await isDone(held.write());
  if (held.provision === null) held.isLost = kept.isThere;
  else await secondPlace.keep();
}

/** Takes over what the file says; gives the PIN in it, or null. What cannot be read is set aside, aloud. */
async function readSettingsFile(parts: StartParts): Promise<PinRecord | null> {
  const { path, vault, clock, held, warnings } = parts;
  const bytes = await readIfThere(path);
  if (bytes === null) return null;
  const { content, isWhole, isNewer } = openSettings(vault, bytes.toString('utf8'));
  if (isNewer) throw new NewerFormatError(SETTINGS_FILE);
  if (content !== null) held.restore(content);
  if (!isWhole) {
    const detail = await setAside(path, clock.now());
    warnings.push({ code: 'store.set-aside', detail });
  }
  return content?.pin ?? null;
}

/** The trail knows how often a PIN was set: fewer times here, and somebody has put an earlier one back, or none. */
async function comparePin({ trail, held }: StartParts, record: PinRecord | null): Promise<void> {
  const revision = record?.revision ?? 0;
  if (record === null && held.provision === null) return;
  if (trail === null || revision >= trail.pinRevision.last) return;
  const action = record === null ? 'pin.missing' : 'pin.set-back';
  await trail.owe({ action, operatorId: null, slip: null, revision });
}

/** `kept`: the number in the second place. */
async function compareSettings({ trail, held, last }: StartParts, kept: number): Promise<void> {
  if (held.provision === null) return;
  const areFirst = trail?.isRead === true && [held.revision, last.highest, kept].every(isZero);
  if (areFirst) await held.countFirst();
  await last.compare(held.revision, kept, areFirst);
}

function isZero(number: number): boolean {
  return number === 0;
}
