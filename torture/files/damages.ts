import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import fc from 'fast-check';

/** What somebody, or a disk, does to one file of a data folder. */
export interface Damage {
  kind: Kind;
  /** Which file, and which other one where two are concerned: counted over the files, by remainder. */
  file: number;
  other: number;
  /** Where and how much, as parts of the file's length. */
  from: number;
  length: number;
  byte: number;
}

const KINDS = [
  ...(['cut', 'behead', 'flip', 'overwrite', 'insert', 'remove', 'zeros', 'double'] as const),
  ...(['swap', 'copy', 'empty', 'noise', 'delete', 'text'] as const),
];
type Kind = (typeof KINDS)[number];

export const damage: fc.Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom(...KINDS),
  file: fc.nat({ max: 1_000 }),
  other: fc.nat({ max: 1_000 }),
  from: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.double({ min: 0, max: 1, noNaN: true }),
  byte: fc.nat({ max: 255 }),
});

/** The files as the damage leaves them. `files` stays as it is. */
export function applyDamage(
  files: ReadonlyMap<string, Buffer>,
  { kind, file, other, from, length, byte }: Damage,
): Map<string, Buffer> {
  const names = [...files.keys()].sort();
  const name = names[file % names.length] ?? '';
  const second = names[other % names.length] ?? '';
  const bytes = files.get(name) ?? Buffer.alloc(0);
  const others = files.get(second) ?? Buffer.alloc(0);
  const start = Math.floor(from * bytes.length);
  const end = Math.min(bytes.length, start + 1 + Math.floor(length * 200));
  const [front, back] = [bytes.subarray(0, start), bytes.subarray(end)];
  const damaged = new Map(files);
  const put = (...parts: Uint8Array[]) => damaged.set(name, Buffer.concat(parts));
  switch (kind) {
    case 'cut':
      put(front);
      break;
    case 'behead':
      put(bytes.subarray(start));
      break;
    case 'flip':
      put(front, Buffer.from([(bytes[start] ?? 0) ^ (byte || 1)]), bytes.subarray(start + 1));
      break;
    case 'overwrite':
      put(front, Buffer.alloc(end - start, byte), back);
      break;
    case 'insert':
      put(front, Buffer.alloc(end - start, byte), bytes.subarray(start));
      break;
    case 'remove':
      put(front, back);
      break;
    case 'zeros':
      put(front, Buffer.alloc(bytes.length - start));
      break;
    case 'double':
      put(bytes, bytes);
      break;
    case 'swap':
      damaged.set(name, others);
      // What lies beside the data folder is for when that is damaged: that both are at once is not claimed.
      if (![name, second].some((one) => dirname(one) === '.')) damaged.set(second, bytes);
      break;
    case 'copy':
      damaged.set(name, others);
      break;
    case 'empty':
      put();
      break;
    case 'noise':
      put(randomBytes(bytes.length));
      break;
    case 'delete':
      damaged.delete(name);
      break;
    case 'text':
      put(Buffer.from(['{}', 'null', '[]', '{"format":1}', '{"format":99}'][byte % 5] ?? ''));
      break;
  }
  return damaged;
}
