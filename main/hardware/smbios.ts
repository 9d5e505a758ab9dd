/** The kinds of structures of SMBIOS (DSP0134) that have a number of this one computer: its system, its board. */
const SYSTEM = 1;
const BOARD = 2;

/** In both of them: which of its texts is the serial number. */
const SERIAL_AT = 7;

/** Of the system: its UUID. */
const UUID_AT = 8;

/** Windows puts four bytes of versions and the length in front of the tables (`RawSMBIOSData`). */
const HEADER = 8;

/** The UUID and serial numbers in the firmware's tables, as Windows keeps them; what is no such table gives nothing. */
export function smbiosNumbers(bytes: Buffer): string[] {
  const hasHeader = bytes.length >= HEADER && bytes.readUInt32LE(4) === bytes.length - HEADER;
  const found: string[] = [];
  let at = hasHeader ? HEADER : 0;
  while (at + 4 <= bytes.length) {
    const [kind = 0, length = 0] = bytes.subarray(at, at + 2);
    const end = bytes.indexOf('\0\0', at + length, 'latin1');
    if (length < 4 || end === -1) break;
    const structure = bytes.subarray(at, at + length);
    const texts = bytes.toString('latin1', at + length, end).split('\0');
    if (kind === SYSTEM && length >= UUID_AT + 16)
      found.push(uuidOf(structure.subarray(UUID_AT, UUID_AT + 16)));
    if (kind === SYSTEM || kind === BOARD) found.push(texts[(structure[SERIAL_AT] ?? 0) - 1] ?? '');
    at = end + 2;
  }
  return found.filter((text) => text !== '');
}

/** The first three parts are little-endian (DSP0134, 7.2.1), and written as everybody does. */
function uuidOf(bytes: Buffer): string {
  const turned = (from: number, to: number) => Buffer.from(bytes.subarray(from, to)).reverse();
  const parts = [turned(0, 4), turned(4, 6), turned(6, 8), bytes.subarray(8, 10)];
  return [...parts, bytes.subarray(10)].map((part) => part.toString('hex')).join('-');
}
