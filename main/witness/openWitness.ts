import type { Clock } from '../clock/clock.ts';
import type { Watermark } from '../journal/watermark.ts';
import type { Log } from '../log.ts';
import type { Outbox } from '../outbox/openOutbox.ts';
import type { Vault } from '../vault/vault.ts';
import { doubtOpening } from './doubtOpening.ts';
import { KeptReached } from './keptReached.ts';
import { ReachedFile } from './reachedFile.ts';
import { Witness, type WitnessOptions } from './witness.ts';
import type { AskWitness } from './witnessElsewhere.ts';
import { answerWitness } from './witnessFolder.ts';

interface OpenWitnessOptions
  extends Pick<WitnessOptions, 'till' | 'hasPlace' | 'isOwner' | 'mayWrite'> {
  /** As the witness tells; also what was put aside. */
  warn: (
    code: 'store.set-aside' | Parameters<WitnessOptions['warn']>[0],
    detail: string | null,
  ) => void;
  /** The data folder. */
  folder: string;
  vault: Vault;
  outbox: Outbox;
  /** What the store had come to when it was opened. */
  opened: Watermark;
  /** Default: in place. */
  ask: AskWitness | undefined;
  /** The store has lost something: what was known here is not believed any more. Throws what the disk throws. */
  forgetAllKnown: () => Promise<void>;
  /** What waits is doubted, and may leave again. */
  onDoubted: () => void;
  clock: Clock;
  log: Log;
}

/** Whether nothing has ever told a computer from others: all such copies have one name, and there is no better one. */
export function isNameless(installation: string): boolean {
  return /^0*$/.test(installation);
}

/** To be called before anything new is registered. */
export async function openWitness(options: OpenWitnessOptions): Promise<Witness> {
  const { folder, vault, outbox, opened, ask = answerWitness, ...parts } = options;
  const { forgetAllKnown, onDoubted, ...rest } = parts;
  const { clock, log, warn } = rest;
  const kept = await KeptReached.open({
    ...{ file: new ReachedFile(folder, vault), clock, log },
    onPutAside: (name) => warn('store.set-aside', name),
  });
  const { numbers, returning, changedAt } = outbox;
  return new Witness({
    ...rest,
    ...{ ask, vault, kept },
    // What is registered from now on cannot be what was lost.
    opening: { ...opened, changedAt, lastGiven: numbers.lastSequence },
    goOnBehind: (sequence) => numbers.goOnBehind(sequence),
    doubt: (opening) => doubtOpening(opening, { returning, forgetAllKnown, onDoubted }),
  });
}
