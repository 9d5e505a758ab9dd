import { randomBytes } from 'node:crypto';
import type { MasterKeyPort } from '../keys/masterKeyPort.ts';
import { parseMasterKeys } from '../keys/masterKeys.ts';
import type { AdministrationDesk } from '../tills/desk.ts';
import { RecordsInMemory } from './recordsInMemory.ts';

export function newMasterKey(): string {
  return randomBytes(32).toString('base64');
}

/** The first wraps. */
export function keysOf(...lines: string[]): MasterKeyPort {
  const parsed = parseMasterKeys(lines.join('\n'), 'a test');
  if (!parsed.ok) throw new Error(parsed.says);
  return parsed.value;
}

/** What administration stands on, with a clock that a test sets. */
export interface DeskInMemory extends AdministrationDesk {
  state: RecordsInMemory;
  clock: { now: number };
}

export function deskInMemory(keys = keysOf(newMasterKey())): DeskInMemory {
  const clock = { now: Date.UTC(2026, 10, 28, 4) };
  return { state: new RecordsInMemory(), keys, clock, now: () => clock.now };
}
