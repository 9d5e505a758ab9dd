import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import { errorCode, renamePatiently } from '../files/durableFile.ts';

/** What is written down: what needed the manager's PIN, every lock of it, and who unmasked or sent a save again. */
export type AuditAction =
  | 'pin.locked'
  | 'switches.left-out'
  | 'pin.changed'
  | 'settings.opened'
  | 'settings.saved'
  | 'connection.tested'
  | 'save.read'
  | 'save.sent-again'
  | 'save.discarded'
  | 'save.taken-back'
  | 'provision.taken-over'
  | 'app.gone-on'
  | 'app.discarded';

export interface AuditEntry {
  action: AuditAction;
  /** Who stood at the till, as the CRM knows them; null where nobody is known. */
  operatorId: string | null;
  /** The slip that it is about, or null. Never a phone number, a name or a free text. */
  slip: string | null;
  /** Why, as a code. */
  reason?: string;
  /** What was decided about many saves at once: for which app they had been made, and how many. */
  app?: string | null;
  saves?: number;
}

const MAXIMUM_BYTES = 1024 * 1024;
const OLDER_FILES = 4;

/**
 * Who did what that needed the manager, one JSON line each, flushed: `audit.jsonl` and its four
 * predecessors `audit.1.jsonl` (the younger) to `audit.4.jsonl`, 1 MB each.
 */
export class AuditTrail {
  readonly #path: string;
  readonly #now: () => number;
  readonly #maximumBytes: number;
  #turn: Promise<unknown> = Promise.resolve();

  /** `path` ends in `.jsonl`; `now`: ms since 1970. */
  constructor(path: string, now: () => number, maximumBytes = MAXIMUM_BYTES) {
    this.#path = path;
    this.#now = now;
    this.#maximumBytes = maximumBytes;
  }

  /** True once the line is on the disk; false where the disk refuses it. */
  record({ action, operatorId, slip, reason, app, saves }: AuditEntry): Promise<boolean> {
    const time = new Date(this.#now()).toISOString();
    const line = `${JSON.stringify({ time, action, operatorId, slip, reason, app, saves })}\n`;
    const written = this.#turn.then(() => this.#append(line));
    // A mistake in one line must not keep the next ones from being written.
    this.#turn = written.catch(() => undefined);
    return written;
  }

  async #append(line: string): Promise<boolean> {
    try {
      if ((await sizeOf(this.#path)) + line.length > this.#maximumBytes) await this.#rotate();
      const file = await open(this.#path, 'a+', 0o600);
      try {
        // A power cut may have left half a line: it must not spoil the next one.
        await file.appendFile((await endsInside(file)) ? `\n${line}` : line);
        await file.datasync();
      } finally {
        await file.close();
      }
      return true;
    } catch (error) {
      if (errorCode(error) === '') throw error;
      return false;
    }
  }

  async #rotate(): Promise<void> {
    const older = (number: number) =>
      number === 0 ? this.#path : this.#path.replace(/\.jsonl$/, `.${number}.jsonl`);
    await rm(older(OLDER_FILES), { force: true });
    for (let number = OLDER_FILES - 1; number >= 0; number -= 1) {
      await renamePatiently(older(number), older(number + 1)).catch((error: unknown) => {
        if (errorCode(error) !== 'ENOENT') throw error;
      });
    }
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 0;
    throw error;
  }
}

async function endsInside(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer.toString() !== '\n';
}
