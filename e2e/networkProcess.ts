import { readdirSync, readFileSync } from 'node:fs';

/** The process of an app in which Chromium's network stack is, or null while there is none. */
export function networkProcessOf(main: number): number | null {
  const found = readdirSync('/proc').find((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const line = readFileSync(`/proc/${name}/cmdline`, 'utf8');
      const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1];
      return line.includes('network.mojom.NetworkService') && Number(parent) === main;
    } catch {
      // It has ended meanwhile.
      return false;
    }
  });
  return found === undefined ? null : Number(found);
}
