import { z } from 'zod';
import { rememberedSchema } from './remembered.ts';

/** What only the till's key makes of a text. */
export type Mac = (text: string) => string;

/** What a cashier leaves is kept apart: however much it is, it pushes no line about the manager out. */
export const TRAIL_KINDS = ['manager', 'cashier'] as const;
export type TrailKind = (typeof TRAIL_KINDS)[number];

/** Where a chain stands: its last number and the MAC of that line (in the files `mark`). */
export interface Link {
  number: number;
  mark: string;
}

export interface TrailLine extends Link {
  /** The entry as it was written. */
  json: string;
}

const headerSchema = z.object({
  format: z.literal(1),
  kind: z.enum(TRAIL_KINDS),
  file: z.int().positive(),
  /** The line before this file. */
  after: z.object({ number: z.int().nonnegative(), mark: z.string() }),
  /** The chain in front of this file was found broken, and that was told. */
  isAfterBreak: z.boolean(),
  /** One that a later program has written otherwise says nothing here, and its lines count all the same. */
  remembered: rememberedSchema.optional().catch(undefined),
});

export type TrailHeader = Omit<z.infer<typeof headerSchema>, 'format'>;

/** In front of the first line of all. */
export function beginning(kind: TrailKind, mac: Mac): Link {
  return { number: 0, mark: mac(`${kind} beginning`) };
}

/** The next line of a chain: its MAC hangs on the line before, so that none can go, change or move. */
export function nextLine(kind: TrailKind, mac: Mac, before: Link, json: string): TrailLine {
  const number = before.number + 1;
  return { number, json, mark: mac(`${kind}\n${number}\n${before.mark}\n${json}`) };
}

/** `12 MAC {"time":…}` */
export function writeLine({ number, mark, json }: TrailLine): string {
  return `${number} ${mark} ${json}`;
}

export function readLine(payload: string): TrailLine | null {
  const match = /^(\d{1,12}) (\S+) (\{.*\})$/s.exec(payload);
  if (match?.[1] === undefined || match[2] === undefined || match[3] === undefined) return null;
  return { number: Number(match[1]), mark: match[2], json: match[3] };
}

/** `H MAC {"format":1,…}`, the first line of a file. */
export function writeHeader(header: TrailHeader, mac: Mac): string {
  const json = JSON.stringify({ format: 1, ...header });
  return `H ${mac(`header\n${json}`)} ${json}`;
}

/** Null where it was not written with this key. */
export function readHeader(payload: string, mac: Mac): TrailHeader | null {
  const match = /^H (\S+) (\{.*\})$/.exec(payload);
  if (match?.[2] === undefined || match[1] !== mac(`header\n${match[2]}`)) return null;
  return headerSchema.safeParse(JSON.parse(match[2])).data ?? null;
}
