import { subtle } from 'node:crypto';

/** What tells a file's content from every other. Made beside the window's own work, which waits for no long store. */
export async function printOf(bytes: Buffer): Promise<string> {
  // What a disk gives is never shared with another thread.
  const hash = await subtle.digest('SHA-256', bytes as Buffer<ArrayBuffer>);
  return Buffer.from(hash).toString('base64');
}
