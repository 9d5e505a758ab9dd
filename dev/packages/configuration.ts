import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { projectRoot } from '../projectPaths.ts';

/** What of `electron-builder.yml` the scripts here look at; the rest is electron-builder's own business. */
export interface Configuration {
  electronFuses: Record<string, boolean>;
  protocols: { schemes: string[] }[];
  [setting: string]: unknown;
}

/** `electron-builder.yml`, as it stands. */
export const CONFIGURATION = parse(
  readFileSync(join(projectRoot, 'electron-builder.yml'), 'utf8'),
) as Configuration;

/** What electron-builder's own schema says against a configuration, a line each: it would stop at any of them. */
export function wrongInConfiguration(configuration: unknown): string[] {
  const scheme = join(projectRoot, 'node_modules', 'app-builder-lib', 'scheme.json');
  const validate = new Ajv({ allErrors: true, strict: false }).compile(
    JSON.parse(readFileSync(scheme, 'utf8')) as object,
  );
  if (validate(configuration)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
  );
}
