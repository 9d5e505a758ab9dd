import { join } from 'node:path';
import { z } from 'zod';
import { isLostForGood } from '../files/diskAnswer.ts';
import { readShortIfThere } from '../files/durableFile.ts';
import { replaceAnything } from '../files/replaceAnything.ts';
import { setAside } from '../files/setAside.ts';
import type { Vault } from '../vault/vault.ts';
import { type PinRecord, pinRecordSchema } from './managerPin.ts';
import { openPinOf, openPinSchema } from './openPinRecord.ts';

/** Its name in the data folder. */
export const PIN_FILE = 'pin.json';

/** Format 1 has no open check beside what is sealed. */
export const pinFileSchema = z.union([
  z.strictObject({ format: z.literal(2), sealed: z.string(), open: openPinSchema.nullable() }),
  z
    .strictObject({ format: z.literal(1), sealed: z.string() })
    .transform((file) => ({ ...file, open: null })),
]);
const contentSchema = z.object({
  pin: pinRecordSchema.nullable(),
  /** How often the settings had changed by then, where that is known. Absent in older files. */
  settingsRevision: z.int().nonnegative().default(0),
});

type PinContent = z.infer<typeof contentSchema>;

const PLACE = 'pin file';

/** `unreadable`: it is there, and says only that this till was set up; `lost`: so too, and no program will ever read its bytes. */
export type KeptPin = (PinContent & { isOldFormat: boolean }) | 'missing' | 'unreadable' | 'lost';

/**
 * The PIN's hash a second time, and the number of the settings, in `pin.json` beside the key: it is there since the first
 * settings, also where there is no PIN, and outlives the settings' file. Beside it, in the clear, what is left to ask for it where the key is lost.
 */
export class PinFile {
  readonly #path: string;
  readonly #vault: Vault;

  constructor(folder: string, vault: Vault) {
    this.#path = join(folder, PIN_FILE);
    this.#vault = vault;
  }

  async read(): Promise<KeptPin> {
    const bytes = await readShortIfThere(this.#path).catch(lostIfForGood);
    if (bytes === 'lost') return bytes;
    if (bytes === null) return 'missing';
    try {
      const { sealed, format } = pinFileSchema.parse(JSON.parse(bytes.toString('utf8')));
      const content = contentSchema.parse(JSON.parse(this.#vault.open(sealed, PLACE) ?? ''));
      return { ...content, isOldFormat: format === 1 };
    } catch {
      return 'unreadable';
    }
  }

  /** Out of the way of what is to be written, with its bytes as they are. Throws what the disk throws. */
  async putAside(): Promise<void> {
    await setAside(this.#path, Date.now());
  }

  /** Throws what the disk throws. */
  write({ pin, settingsRevision }: PinContent): Promise<void> {
    const sealed = this.#vault.seal(JSON.stringify({ pin, settingsRevision }), PLACE);
    const open = pin === null ? null : openPinOf(pin);
    return replaceAnything(this.#path, JSON.stringify({ format: 2, sealed, open }));
  }
}

function lostIfForGood(error: unknown): 'lost' {
  if (!isLostForGood(error)) throw error;
  return 'lost';
}

/** Of two records the one that was set later; of the same one the larger count. */
export function laterPin(one: PinRecord | null, other: PinRecord | null): PinRecord | null {
  if (one === null || other === null) return one ?? other;
  if (one.revision !== other.revision) return one.revision > other.revision ? one : other;
  return { ...one, wrong: Math.max(one.wrong, other.wrong) };
}
