import { readFileSync } from 'node:fs';
import { type RelayConfig, relayConfigSchema } from './relayConfig.ts';

/** One mistake in the settings. `says`: a plain line for whoever set it; never a value, which may be a secret. */
export interface ConfigMistake {
  code:
    | 'config.file-unreadable'
    | 'config.file-no-json'
    | 'config.unknown-setting'
    | 'config.wrong-value'
    | 'config.key-without-certificate'
    | 'config.certificate-without-key';
  says: string;
}

export type ReadConfig =
  | { ok: true; config: RelayConfig }
  | { ok: false; mistakes: ConfigMistake[] };

/** Read elsewhere: the master keys, and what commands need. */
const OTHERS = [
  'RELAY_CONFIG',
  'RELAY_MASTER_KEY',
  'RELAY_MASTER_KEY_FILE',
  'RELAY_ADMIN_KEY_FILE',
  'RELAY_PUBLIC_URL',
];

/** What Kubernetes gives every container where a service is called `relay`. */
const KUBERNETES = /^RELAY_(?:SERVICE|PORT)(?:_|$)/;

/** `RELAY_TLS_CERT` for `tlsCert`. */
function variableOf(name: string): string {
  return `RELAY_${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`;
}

const NAMES = Object.keys(relayConfigSchema.shape);

/**
 * The settings out of the environment and, where `RELAY_CONFIG` names one, a file of JSON; what is in both is taken from the
 * environment. All mistakes at once. An empty variable is one that is not set.
 */
export function readConfig(environment: NodeJS.ProcessEnv): ReadConfig {
  const mistakes: ConfigMistake[] = [];
  const path = environment.RELAY_CONFIG ?? '';
  const values = path === '' ? {} : fileAt(path, mistakes);
  const sources = new Map(Object.keys(values).map((name) => [name, `${path}: ${name}`]));
  for (const name of NAMES) {
    const value = environment[variableOf(name)] ?? '';
    if (value === '') continue;
    values[name] = value;
    sources.set(name, variableOf(name));
  }
  const known = new Set([...NAMES.map(variableOf), ...OTHERS]);
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('RELAY_') || known.has(name) || KUBERNETES.test(name)) continue;
    mistakes.push({ code: 'config.unknown-setting', says: `${name} is no setting` });
  }
  const read = relayConfigSchema.safeParse(values);
  if (!read.success) {
    for (const issue of read.error.issues) {
      if (issue.code === 'unrecognized_keys') {
        for (const name of issue.keys) {
          const says = `${path}: ${name} is no setting`;
          mistakes.push({ code: 'config.unknown-setting', says });
        }
        continue;
      }
      const name = String(issue.path[0] ?? '');
      const says = `${sources.get(name) ?? name} ${saysOf(issue)}`;
      mistakes.push({ code: 'config.wrong-value', says });
    }
    return { ok: false, mistakes };
  }
  const { tlsCert, tlsKey } = read.data;
  if (tlsCert !== null && tlsKey === null) {
    const says = 'RELAY_TLS_CERT is given without RELAY_TLS_KEY';
    mistakes.push({ code: 'config.certificate-without-key', says });
  }
  if (tlsKey !== null && tlsCert === null) {
    const says = 'RELAY_TLS_KEY is given without RELAY_TLS_CERT';
    mistakes.push({ code: 'config.key-without-certificate', says });
  }
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, config: read.data };
}

function saysOf(issue: { code: string; message: string }): string {
  return issue.code === 'custom' || issue.code === 'invalid_format'
    ? issue.message
    : 'is not what this setting takes';
}

function fileAt(path: string, mistakes: ConfigMistake[]): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code = 'error' } = error as NodeJS.ErrnoException;
    const says = `RELAY_CONFIG ${path} cannot be read: ${code}`;
    mistakes.push({ code: 'config.file-unreadable', says });
    return {};
  }
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { ...value } as Record<string, unknown>;
    }
  } catch {
    // Said below, without a word of the file.
  }
  mistakes.push({ code: 'config.file-no-json', says: `RELAY_CONFIG ${path} is no JSON object` });
  return {};
}
