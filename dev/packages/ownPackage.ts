import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../projectPaths.ts';

/** What the project's `package.json` says of its version and its scripts. */
export const OWN_PACKAGE = JSON.parse(
  readFileSync(join(projectRoot, 'package.json'), 'utf8'),
) as Readonly<{ version: string; scripts: Readonly<Record<string, string>> }>;
