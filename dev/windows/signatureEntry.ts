/**
 * Where in a program for Windows stands which part of the file is its signature: the fifth data directory (Microsoft's PE
 * format, "Optional Header Data Directories").
 */
export function signatureEntry(program: Buffer): number {
  const header = program.readUInt32LE(0x3c) + 24;
  return header + (program.readUInt16LE(header) === 0x20b ? 112 : 96) + 4 * 8;
}

/** Whether a program for Windows has a signature; whose it is, and whether it holds, Windows alone says. */
export function hasSignature(program: Buffer): boolean {
  return program.readUInt32LE(signatureEntry(program)) !== 0;
}
