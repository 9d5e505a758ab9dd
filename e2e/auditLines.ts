import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Line {
  time: string;
  action: string;
  operatorId?: string | null;
  slip: string | null;
  reason?: string;
  saves?: number;
}

/** What the audit trail of a data folder says, in the order of time, as somebody would read it: unchecked. */
export function auditLines(dataFolder: string): Line[] {
  const files = readdirSync(dataFolder).filter((name) => /^audit-.*\.trail$/.test(name));
  return files
    .sort()
    .flatMap((name) => readFileSync(join(dataFolder, name), 'utf8').match(/\{"time":.*\}/g) ?? [])
    .map((json) => JSON.parse(json) as Line)
    .sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
}
