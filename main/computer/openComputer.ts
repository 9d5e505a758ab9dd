import type { AuditTrail } from '../audit/auditTrail.ts';
import type { Clock } from '../clock/clock.ts';
import type { DraftStore } from '../draft/draftStore.ts';
import { NO_TRAITS, type Reading } from '../hardware/traits.ts';
import { lastChange } from '../journal/lostChanges.ts';
import type { Log } from '../log.ts';
import type { Outbox } from '../outbox/openOutbox.ts';
import type { Vault } from '../vault/vault.ts';
import { ComputerFile } from './computerFile.ts';
import { ComputerWatch } from './computerWatch.ts';

interface OpenComputerOptions {
  /** The data folder. */
  folder: string;
  vault: Vault;
  outbox: Outbox;
  /** Whether the manager has a PIN. */
  hasPin: () => boolean;
  drafts: DraftStore;
  audit: AuditTrail;
  clock: Clock;
  log: Log;
  /** What this computer is known by; undefined: nothing, and nothing is waited for. */
  traits: (() => Promise<Reading>) | undefined;
}

/** To be called once all that lies in the folder was taken in, and before anything new is registered. */
export async function openComputer(options: OpenComputerOptions): Promise<ComputerWatch> {
  const { folder, vault, outbox, drafts, audit, clock, log, hasPin } = options;
  const { traits = async () => NO_TRAITS } = options;
  const file = new ComputerFile(folder, vault);
  const computer = new ComputerWatch({
    ...{ file, traits, outbox, drafts, audit, clock, log, hasPin },
    kept: await file.read(),
    boundary: { sequence: outbox.numbers.lastSequence, changedAt: outbox.changedAt },
  });
  if (options.traits === undefined) await computer.look();
  // This start has changed something by itself: a record that was heeded, a correction that a crash had left half done.
  else if (lastChange(outbox.saves.values()) > outbox.changedAt) await computer.beforeChange();
  return computer;
}
