import { readFile } from 'node:fs/promises';

const reading = new Map<string, Promise<Buffer>>();

/** The content of a file, which is read once for all who ask for it meanwhile. Rejects with the file system's own error. */
export function readTogether(file: string): Promise<Buffer> {
  const underWay = reading.get(file);
  if (underWay !== undefined) return underWay;
  const content = readFile(file).finally(() => reading.delete(file));
  reading.set(file, content);
  return content;
}
