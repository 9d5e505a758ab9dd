import * as crypto from 'node:crypto';
import { createHash } from 'node:crypto';

/**
 * One change, one line: `RS length SP checksum SP payload LF`, UTF-8. The record separator (RFC
 * 7464) starts a line and stands nowhere else, so that reading finds its feet again behind damage; the
 * length lets a line survive damage to the separators around it.
 */
const RECORD_SEPARATOR = 0x1e;
const LINE_FEED = 0x0a;
const SPACE = 0x20;
const ZERO = 0x30;
const NINE = 0x39;
const CHECKSUM_LENGTH = 16;
export const MAXIMUM_LENGTH_DIGITS = 8;

/**
 * A line as text. `payload` has no control characters other than tab; its length counts bytes, and is written with so many
 * digits at least.
 */
export function encodeLine(payload: string, lengthDigits = 1): string {
  const length = String(Buffer.byteLength(payload)).padStart(lengthDigits, '0');
  return `\x1e${length} ${checksum(payload)} ${payload}\n`;
}

export interface Damage {
  /** Position in the file (bytes). */
  from: number;
  to: number;
}

export interface ScannedLines {
  /** Where the content ends and free (zero-filled) space begins. */
  end: number;
  /** What is there but is no line, in order; the last one may be a torn tail (`to === end`). */
  damage: Damage[];
}

/**
 * Reads all lines of a file, and calls back with the place of each payload that is intact (bytes). Whatever else
 * stands between the first byte and the last one that is not zero is reported as damage.
 */
export function scanLines(
  bytes: Buffer,
  onLine: (start: number, end: number) => void,
): ScannedLines {
  const end = contentEnd(bytes);
  const damage: Damage[] = [];
  let damagedFrom = -1;
  let position = 0;
  /** Bytes that were hashed and are no line. */
  let wasted = 0;
  while (position < end) {
    const found = placeAt(bytes, position, end);
    // Whoever writes a long line's beginning in every place has each hash all that is behind it; but no line has one in it.
    const isLine =
      found !== null && (wasted <= end || !hasSeparator(bytes, found)) && isIntact(bytes, found);
    if (!isLine) {
      if (found !== null) wasted += found.end - found.start;
      if (damagedFrom < 0) damagedFrom = position;
      position = nextSeparator(bytes, position + 1, end);
      continue;
    }
    if (damagedFrom >= 0) damage.push({ from: damagedFrom, to: position });
    damagedFrom = -1;
    onLine(found.start, found.end);
    // The line feed may be cut off or damaged; a separator that follows at once is the next line's.
    position = Math.min(bytes[found.end] === RECORD_SEPARATOR ? found.end : found.end + 1, end);
  }
  if (damagedFrom >= 0) damage.push({ from: damagedFrom, to: end });
  return { end, damage };
}

/** Where the payload of a line stands, if it is one. */
interface Place {
  start: number;
  end: number;
}

function placeAt(bytes: Buffer, start: number, end: number): Place | null {
  // The byte here should be the separator; the checksum decides, so a damaged one costs nothing.
  let position = start + 1;
  let length = 0;
  const digitsEnd = position + MAXIMUM_LENGTH_DIGITS;
  while (position < digitsEnd) {
    const digit = bytes[position];
    if (digit === undefined || digit < ZERO || digit > NINE) break;
    length = length * 10 + digit - ZERO;
    position += 1;
  }
  const payloadStart = position + 2 + CHECKSUM_LENGTH;
  const payloadEnd = payloadStart + length;
  if (length === 0 || payloadEnd > end || bytes[position] !== SPACE) return null;
  return { start: payloadStart, end: payloadEnd };
}

function isIntact(bytes: Buffer, { start, end }: Place): boolean {
  const stored = bytes.toString('latin1', start - 1 - CHECKSUM_LENGTH, start - 1);
  return stored === checksum(bytes.subarray(start, end));
}

function hasSeparator(bytes: Buffer, { start, end }: Place): boolean {
  return nextSeparator(bytes, start, end) < end;
}

/** The start of the next line: a separator, or what stands behind a line feed. */
function nextSeparator(bytes: Buffer, from: number, end: number): number {
  for (let position = from; position < end; position += 1) {
    const byte = bytes[position];
    if (byte === RECORD_SEPARATOR) return position;
    if (byte === LINE_FEED) return position + 1;
  }
  return end;
}

/** Free space is zero; lines never end in a zero byte. */
function contentEnd(bytes: Buffer): number {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return end;
}

/** 96 bits of SHA-256, base64url. */
function checksum(payload: string | Buffer): string {
  return sha256(payload).slice(0, CHECKSUM_LENGTH);
}

/** One call where Node has it (20.12 and newer), which costs a third. */
const sha256: (data: string | Buffer) => string =
  'hash' in crypto
    ? (data) => crypto.hash('sha256', data, 'base64url')
    : (data) => createHash('sha256').update(data).digest('base64url');
