import { join } from 'node:path';
import type { StoreWarning } from '../app/outbox/outboxView.ts';
import { QUEUE_PER } from '../app/settings/queuePer.ts';
import { AuditTrail } from './audit/auditTrail.ts';
import type { Clock } from './clock/clock.ts';
import type { Disk } from './disk/disk.ts';
import { realDisk } from './disk/realDisk.ts';
import { isThere } from './files/isThere.ts';
import { removeLeftovers } from './files/removeLeftovers.ts';
import { besideFolder, setLinksAside } from './files/setLinksAside.ts';
import type { Hold } from './lease/hold.ts';
import { leasedDisk } from './lease/leasedDisk.ts';
import { tellTakenOver } from './lease/tellTakenOver.ts';
import type { Log } from './log.ts';
import type { WaitedFor } from './openWhenReadable.ts';
import type { RecoveryRecord } from './outbox/doubtRecovered.ts';
import { readRecoveryAtStart } from './recovered/recoveryRecord.ts';
import { PIN_FILE } from './settings/pinFile.ts';
import type { KeyWrappers } from './vault/dataKey.ts';
import type { DataKeys } from './vault/dataKeys.ts';
import { keyOfTill } from './vault/keyOfFolder.ts';
import { wrappersOf } from './vault/keyWrappers.ts';
import type { Vault } from './vault/vault.ts';
import type { TillWrappers } from './vault/wrappersHere.ts';

export interface OpenFolderOptions extends TillWrappers {
  /** The data folder; it must exist. */
  folder: string;
  hold: Hold;
  clock: Clock;
  log: Log;
  /** `TillOptions.waitedFor`. */
  waitedFor?: WaitedFor;
  /** Called when the audit trail has something else to tell. */
  onChanged: () => void;
}

/** What opens and guards everything else in the data folder. */
export interface OpenedFolder {
  disk: Disk;
  /** The watermark, in the second place. */
  watermarkPath: string;
  wrappers: KeyWrappers;
  keys: DataKeys;
  vault: Vault;
  audit: AuditTrail;
  /** What the chain has recovered of it, or null. */
  recovery: RecoveryRecord | null;
  warnings: StoreWarning[];
}

/** Opens the data key and the audit trail. Throws `KeyClosedError` where the key does not open now. */
export async function openFolder(options: OpenFolderOptions): Promise<OpenedFolder> {
  const { folder, hold, clock, log, chooseWrapper, onChanged } = options;
  const disk = leasedDisk(realDisk, hold);
  const [watermarkPath, headPath] = [besideFolder(folder, 'mark'), besideFolder(folder, 'audit')];
  const warnings: StoreWarning[] = await setLinksAside(
    folder,
    [watermarkPath, headPath],
    clock.now(),
  );
  const choices = chooseWrapper === undefined ? [] : QUEUE_PER.map(chooseWrapper);
  const wrappers = wrappersOf(
    options.keyWrapper,
    options.formerWrappers,
    choices.map(({ protection }) => protection),
  );
  const keys = await keyOfTill(folder, wrappers, clock.now());
  for (const left of await removeLeftovers(folder)) log.warn('leftover stays', { ...left });
  if (keys.protection === 'none') {
    warnings.push({ code: 'store.weak-protection', detail: 'no-system-key-store' });
  }
  const vault = keys.vault();
  // Before the trail is begun, or the queue is opened: where this is to be tried again, neither has.
  const { waitedFor = () => 0 } = options;
  const recovery = await readRecoveryAtStart(folder, clock.now(), waitedFor);
  const audit = await AuditTrail.open({
    disk,
    folder,
    headPlaces: [headPath, join(folder, 'audit.head')],
    mac: (text) => vault.trailMac(text),
    // That file is not made before the trail.
    isExpected: isThere(join(folder, PIN_FILE)),
    isKeyNew: keys.isNew,
    now: clock.now,
    clock,
    onChanged,
  });
  await tellTakenOver(hold, audit);
  if (keys.isRenewed) await audit.owe({ action: 'key.replaced', operatorId: null, slip: null });
  return { disk, watermarkPath, wrappers, keys, vault, audit, recovery, warnings };
}
