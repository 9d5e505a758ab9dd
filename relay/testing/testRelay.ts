import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MasterKeyPort } from '../keys/masterKeyPort.ts';
import { parseMasterKeys } from '../keys/masterKeys.ts';
import { type SecretOwner, sealSecret } from '../keys/wrappedSecret.ts';
import { MemoryState } from '../memory/memoryState.ts';
import { createRelay, type Relay, type RelayOptions } from '../server/createRelay.ts';
import type { RelayState, TillRecord, WrappedSecret } from '../state/relayState.ts';

/** The chain's own account at the platform, in tests. */
export const chainApp = { appKey: '87651234', appSecret: 'ffeeddccbbaa99887766554433221100' };

/** The brand and the shop of the saves in `sandbox/testing/testCalls.ts`. */
export const testPlace = { brandId: '244323', shopId: '239923231' };

export interface TestTill {
  appKey: string;
  appSecret: string;
  brandId?: string;
  shopIds?: readonly string[];
}

/** A master key that nobody knows. */
export function testKeys(): MasterKeyPort {
  const parsed = parseMasterKeys(randomBytes(32).toString('base64'), 'test');
  if (!parsed.ok) throw new Error(parsed.says);
  return parsed.value;
}

export async function sealed(
  keys: MasterKeyPort,
  secret: string,
  owner: SecretOwner,
): Promise<WrappedSecret> {
  const wrapped = await sealSecret(keys, secret, owner);
  if (!wrapped.ok) throw new Error(wrapped.says);
  return wrapped.value;
}

/** The record of a till that is valid for ever. */
export async function tillRecordOf(
  keys: MasterKeyPort,
  { appKey, appSecret, brandId = testPlace.brandId, shopIds = [testPlace.shopId] }: TestTill,
  changes: Partial<TillRecord> = {},
): Promise<TillRecord> {
  const secret = await sealed(keys, appSecret, { kind: 'till', appKey });
  return {
    appKey,
    name: 'test till',
    brandId,
    shopIds,
    secrets: [{ secret, until: null }],
    createdAt: 0,
    revokedAt: null,
    version: 1,
    ...changes,
  };
}

/** Gives a state the chain's account, with these secrets. */
export async function putAccount(
  state: RelayState,
  keys: MasterKeyPort,
  secrets: readonly string[] = [chainApp.appSecret],
  session: string | null = null,
): Promise<void> {
  const { appKey } = chainApp;
  const stored = await state.account();
  const before = stored !== null && 'version' in stored ? stored.version : null;
  const wrapped = await Promise.all(
    secrets.map((secret) => sealed(keys, secret, { kind: 'account', appKey })),
  );
  const account = { appKey, session, secrets: wrapped, version: (before ?? 0) + 1 };
  const written = await state.putAccount(account, before);
  if (written.kind !== 'written') throw new Error(written.kind);
}

export interface TestRelay extends Relay {
  state: RelayState;
  keys: MasterKeyPort;
  /** Ends it and throws its folder away. */
  end(): Promise<void>;
}

export interface TestRelayOptions
  extends Partial<Omit<RelayOptions, 'platform' | 'state' | 'keys'>> {
  platformUrl: string;
  tills: readonly TestTill[];
  callsPerMinute?: number | null;
  session?: string | null;
  patience?: number;
}

/** A relay alone, on any free port, with these tills and the chain's account. */
export async function startTestRelay(options: TestRelayOptions): Promise<TestRelay> {
  const { platformUrl, tills, callsPerMinute = null, session = null, patience, ...rest } = options;
  const folder = await mkdtemp(join(tmpdir(), 'tillside-relay-'));
  const keys = testKeys();
  const state = new MemoryState({ folder, callsPerMinute });
  await putAccount(state, keys, [chainApp.appSecret], session);
  for (const till of tills) await state.putTill(await tillRecordOf(keys, till), null);
  const platform = { url: platformUrl, ...(patience === undefined ? {} : { patience }) };
  const relay = await createRelay({ ...rest, platform, state, keys });
  const end = async () => {
    await relay.close();
    await state.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { ...relay, state, keys, end };
}
