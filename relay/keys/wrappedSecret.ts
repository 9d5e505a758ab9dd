import { randomBytes } from 'node:crypto';
import type { WrappedSecret } from '../state/relayState.ts';
import { type Keyed, keyProblem } from './keyProblem.ts';
import type { MasterKeyPort } from './masterKeyPort.ts';
import { KEY_BYTES, openBytes, sealBytes } from './sealedBytes.ts';

/** Whose secret it is. What is sealed for one does not open for another, so that records cannot be swapped. */
export interface SecretOwner {
  kind: 'till' | 'account' | 'administrator';
  appKey: string;
}

/** Seals a secret with a data key of its own. */
export async function sealSecret(
  keys: MasterKeyPort,
  secret: string,
  owner: SecretOwner,
): Promise<Keyed<WrappedSecret>> {
  const context = contextOf(owner);
  const dataKey = randomBytes(KEY_BYTES);
  const wrapped = await keys.wrap(dataKey, context);
  if (!wrapped.ok) return wrapped;
  const sealed = sealBytes(dataKey, Buffer.from(secret, 'utf8'), context);
  dataKey.fill(0);
  return { ok: true, value: stored(wrapped.value, sealed.toString('base64')) };
}

/** The secret. Anything that is not exactly what was sealed for this owner is `secret.not-opened`. */
export async function openSecret(
  keys: MasterKeyPort,
  secret: WrappedSecret,
  owner: SecretOwner,
): Promise<Keyed<string>> {
  const context = contextOf(owner);
  const dataKey = await keys.unwrap(wrappedIn(secret), context);
  if (!dataKey.ok) return dataKey;
  const { value } = dataKey;
  const opened =
    value.length === KEY_BYTES
      ? openBytes(value, Buffer.from(secret.sealed, 'base64'), context)
      : null;
  value.fill(0);
  if (opened === null) return keyProblem('secret.not-opened', notOpened(owner));
  return { ok: true, value: opened.toString('utf8') };
}

/**
 * The same secret under the key that wraps now, or null where it is under that one already. The secret itself is sealed as
 * before: only its data key is wrapped anew.
 */
export async function rewrapSecret(
  keys: MasterKeyPort,
  secret: WrappedSecret,
  owner: SecretOwner,
): Promise<Keyed<WrappedSecret | null>> {
  if (secret.masterKeyId === keys.wrappingKeyId) return { ok: true, value: null };
  const context = contextOf(owner);
  const dataKey = await keys.unwrap(wrappedIn(secret), context);
  if (!dataKey.ok) return dataKey;
  const wrapped = await keys.wrap(dataKey.value, context);
  dataKey.value.fill(0);
  return wrapped.ok ? { ok: true, value: stored(wrapped.value, secret.sealed) } : wrapped;
}

/** In every record of `owner` the words for one that does not open. */
function notOpened({ kind, appKey }: SecretOwner): string {
  return `The secret of the ${kind} ${JSON.stringify(appKey)} is not what was sealed for it.`;
}

function contextOf({ kind, appKey }: SecretOwner): string {
  return `tillside-relay-secret-1\n${kind}\n${appKey}`;
}

function wrappedIn({ masterKeyId, wrappedDataKey }: WrappedSecret) {
  return { masterKeyId, wrapped: Buffer.from(wrappedDataKey, 'base64') };
}

function stored(
  { masterKeyId, wrapped }: { masterKeyId: string; wrapped: Uint8Array },
  sealed: string,
): WrappedSecret {
  return { masterKeyId, wrappedDataKey: Buffer.from(wrapped).toString('base64'), sealed };
}
