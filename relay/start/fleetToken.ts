import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RelayConfig } from '../config/relayConfig.ts';
import { MIN_TOKEN_LENGTH } from '../fleet/access/token.ts';
import { writeNewFile } from '../keys/newFile.ts';

/** What opens the page and the measurements, and where it lies. */
export interface FleetToken {
  token: string;
  path: string;
}

/**
 * The token in the file that the settings name; of a relay alone that names none, one of its own, made at the first start.
 * Null where there is none: then neither is served. Throws where a file that is named has no token in it.
 */
export async function openFleetToken(config: RelayConfig): Promise<FleetToken | null> {
  const { fleetTokenFile, stateUrl, data } = config;
  if (fleetTokenFile === null && stateUrl !== null) return null;
  const path = fleetTokenFile ?? join(data, 'fleet.token');
  if (fleetTokenFile === null && !existsSync(path)) {
    await writeNewFile(path, `${randomBytes(32).toString('base64url')}\n`);
  }
  const token = readFileSync(path, 'utf8').trim();
  if (token.length < MIN_TOKEN_LENGTH) throw new TokenTooShort();
  return { token, path };
}

class TokenTooShort extends Error {
  readonly code = `config.fleet-token: fewer than ${MIN_TOKEN_LENGTH} characters`;
}
