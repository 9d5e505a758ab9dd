import type { ChainAccount, TillRecord } from '../state/relayState.ts';
import type { AccountView, TillView } from './administration.ts';

export function viewOf({ secrets, ...record }: TillRecord): TillView {
  const { appKey, name, brandId, shopIds, createdAt, revokedAt, version } = record;
  return {
    appKey,
    name,
    brandId,
    shopIds,
    createdAt,
    revokedAt,
    version,
    secrets: secrets.map(({ secret, until }) => ({ until, masterKeyId: secret.masterKeyId })),
  };
}

export function accountViewOf({ appKey, session, secrets, version }: ChainAccount): AccountView {
  return { appKey, hasSession: session !== null, secrets: secrets.length, version };
}
