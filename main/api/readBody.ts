import type { IncomingMessage } from 'node:http';

/** What is too long is let through to nowhere so long (ms), since who is still sending reads no answer. */
const DISCARDING_MS = 2_000;

/** The body of a request; or that it is longer than `most` bytes, or that whoever sends it has gone. */
export function readBody(
  request: IncomingMessage,
  most: number,
): Promise<Buffer | 'too-large' | 'gone'> {
  return new Promise((resolve) => {
    let chunks: Buffer[] = [];
    let size = 0;
    let late: NodeJS.Timeout | undefined;
    const end = (body: Buffer | 'too-large' | 'gone') => {
      clearTimeout(late);
      resolve(body);
    };
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= most) {
        chunks.push(chunk);
        return;
      }
      chunks = [];
      late ??= setTimeout(() => end('too-large'), DISCARDING_MS);
    });
    request.once('end', () => end(size > most ? 'too-large' : Buffer.concat(chunks)));
    request.once('close', () => end('gone'));
    // Told by its close as well.
    request.on('error', () => undefined);
  });
}
