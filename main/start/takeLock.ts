import { app } from 'electron';
import { lockRefusal } from '../lockRefusal.ts';
import type { SecondStart } from './secondStart.ts';

/** A second start cannot know what the running till makes of its file. */
const HANDED_OVER =
  "It gets the provisioning; for another brand, address, app or PIN its window asks for the manager's PIN.";

const MOVE_HANDED_OVER =
  "Its window asks for the manager's PIN and a passphrase; nothing moves before.";

/** Another program has this data folder open: it has been told of this start. */
export function handOver({ provision, move }: Pick<SecondStart, 'provision' | 'move'>): void {
  process.stdout.write('Tillside is already running on this data folder: switched to it.\n');
  if (provision !== null) process.stdout.write(`${HANDED_OVER}\n`);
  if (move !== null) process.stdout.write(`${MOVE_HANDED_OVER}\n`);
  app.exit(0);
}

/** Takes the lock that a folder without a right to write had refused; throws while it does. */
export function takeLock(folder: string, word: SecondStart): void {
  if (app.hasSingleInstanceLock() || app.requestSingleInstanceLock(word)) return;
  const refusal = lockRefusal(folder);
  if (refusal !== null) throw refusal;
  handOver({ provision: null, move: null });
}
