import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RelayConfig } from '../config/relayConfig.ts';
import { MIN_TOKEN_LENGTH } from '../fleet/access/token.ts';
import { removeCopiesBeside } from '../keys/copiesBeside.ts';
import { writeWholeNewFile } from '../keys/newFile.ts';
import { readOwnFile } from '../keys/readOwnFile.ts';

/** More than any token has (bytes). */
const LONGEST = 4_096;

/** What opens the page and the measurements, and where it lies. */
export interface FleetToken {
  token: string;
  path: string;
}

/**
 * The token in the file that the settings name; of a relay alone that names none, one of its own, made at the first start.
 * Null where there is none: then neither is served. Throws where the file has no token in it, or is open to others.
 */
export async function openFleetToken(config: RelayConfig): Promise<FleetToken | null> {
  const { fleetTokenFile, stateUrl, data } = config;
  if (fleetTokenFile === null && stateUrl !== null) return null;
  const path = fleetTokenFile ?? join(data, 'fleet.token');
  if (fleetTokenFile === null && !existsSync(path)) {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    const made = await writeWholeNewFile(path, `${randomBytes(32).toString('base64url')}\n`);
    // Another start may have made it at the same moment: that one counts.
    if (!made.ok && made.code !== 'EEXIST') throw new NoToken(`cannot be made: ${made.code}`);
  }
  await removeCopiesBeside(path);
  const read = await readOwnFile(path, LONGEST);
  if (read.kind === 'open-to-others')
    throw new NoToken(`open to others (mode ${read.mode}): chmod 600 it, or 640`);
  if (read.kind === 'unreadable') throw new NoToken(read.why);
  const token = read.text.trim();
  if (token.length < MIN_TOKEN_LENGTH)
    throw new NoToken(`fewer than ${MIN_TOKEN_LENGTH} characters`);
  return { token, path };
}

/** `code` is what whoever starts the relay is told. */
class NoToken extends Error {
  readonly code: string;

  constructor(why: string) {
    super(why);
    this.code = `config.fleet-token: ${why}`;
  }
}
