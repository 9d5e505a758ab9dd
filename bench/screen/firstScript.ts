import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A script that another one loads before it runs; `import(…)`, which waits for a hand, is not among them. */
const STATIC_IMPORT = /(?:\bfrom|\bimport)\s*["'](\.{1,2}\/[^"']+\.js)["']/g;

/** The scripts that the first screen cannot do without, with their sizes (bytes, gzip). */
export async function firstScripts(page: string): Promise<Map<string, number>> {
  const html = await readFile(page, 'utf8');
  const queue = [...html.matchAll(/<(?:script|link)[^>]+(?:src|href)="([^"]+\.js)"/g)].map(
    (match) => join(dirname(page), match[1] ?? ''),
  );
  const sizes = new Map<string, number>();
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (sizes.has(path)) continue;
    const source = await readFile(path);
    sizes.set(path, gzipSync(source).length);
    for (const match of source.toString('utf8').matchAll(STATIC_IMPORT))
      queue.push(join(dirname(path), match[1] ?? ''));
  }
  return sizes;
}
