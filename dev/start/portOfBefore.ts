import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';

/**
 * The port of the gateway that a provisioning file names, if it is free, else 0. A till sends what it saved to the
 * address that it was saved for.
 */
export async function portOfBefore(provisionFile: string): Promise<number> {
  try {
    const { gateway } = JSON.parse(await readFile(provisionFile, 'utf8'));
    return await ifFree(Number(new URL(gateway.url).port));
  } catch {
    return 0;
  }
}

function ifFree(port: number): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(0));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(port)));
  });
}
