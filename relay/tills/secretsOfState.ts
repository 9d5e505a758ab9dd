import type { SecretOwner } from '../keys/wrappedSecret.ts';
import type {
  AdministratorRecord,
  ChainAccount,
  StateAway,
  TillRecord,
  WrappedSecret,
  Written,
} from '../state/relayState.ts';
import type { RecordState } from './desk.ts';

/** A record of the state that has secrets in it. */
export interface SecretRecord<Stored extends { version: number }> {
  read(): Promise<Stored | null | StateAway>;
  ownerOf(record: Stored): SecretOwner;
  secretsIn(record: Stored): readonly WrappedSecret[];
  /** With these secrets in the place of those, one for one. */
  withSecrets(record: Stored, secrets: readonly WrappedSecret[]): Stored;
  put(record: Stored, replaces: number): Promise<Written>;
}

export function tillRecord(state: RecordState, appKey: string): SecretRecord<TillRecord> {
  return {
    read: () => state.till(appKey),
    ownerOf: () => ({ kind: 'till', appKey }),
    secretsIn: ({ secrets }) => secrets.map(({ secret }) => secret),
    withSecrets: (record, secrets) => ({
      ...record,
      secrets: record.secrets.map(({ secret, until }, index) => ({
        secret: secrets[index] ?? secret,
        until,
      })),
    }),
    put: (record, replaces) => state.putTill(record, replaces),
  };
}

export function administratorRecord(
  state: RecordState,
  appKey: string,
): SecretRecord<AdministratorRecord> {
  return {
    read: () => state.administrator(appKey),
    ownerOf: () => ({ kind: 'administrator', appKey }),
    secretsIn: ({ secret }) => [secret],
    withSecrets: (record, [secret]) => ({ ...record, secret: secret ?? record.secret }),
    put: (record, replaces) => state.putAdministrator(record, replaces),
  };
}

export function accountRecord(state: RecordState): SecretRecord<ChainAccount> {
  return {
    read: () => state.account(),
    ownerOf: ({ appKey }) => ({ kind: 'account', appKey }),
    secretsIn: ({ secrets }) => secrets,
    withSecrets: (record, secrets) => ({ ...record, secrets }),
    put: (record, replaces) => state.putAccount(record, replaces),
  };
}
