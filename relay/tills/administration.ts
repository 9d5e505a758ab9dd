/**
 * What an administrator may do, and what comes of it. There are two of these: one that works on the state itself, and one
 * that asks a relay by signed calls. Neither throws for what is expected to fail.
 */
export interface Administration {
  add(order: TillOrder): Promise<Done<TillView>>;
  list(): Promise<Done<readonly TillView[]>>;
  shops(order: ShopsOrder): Promise<Done<TillView>>;
  /** Revoking what is revoked is done already. */
  revoke(order: RevokeOrder): Promise<Done<TillView>>;
  rotate(order: RotateOrder): Promise<Done<TillView>>;
  account(order: AccountOrder): Promise<Done<AccountView>>;
  /** Moves every secret to the first master key. */
  rewrap(): Promise<Done<RewrapView>>;
  addAdministrator(order: AdministratorOrder): Promise<Done<AdministratorView>>;
  listAdministrators(): Promise<Done<readonly AdministratorView[]>>;
  /** The last one that is valid cannot be revoked by a call: nobody could call any more. */
  revokeAdministrator(order: RevokeOrder): Promise<Done<AdministratorView>>;
}

export type Done<Value> = { ok: true; value: Value } | AdministrationProblem;

/** An expected failure. `says`: one plain line for an administrator, in which there is no secret. */
export interface AdministrationProblem {
  ok: false;
  code: AdministrationProblemCode;
  says: string;
}

export const ADMINISTRATION_PROBLEMS = [
  /** One line for each mistake. */
  'order.not-understood',
  'till.unknown',
  'till.revoked',
  /** This key is another till's already. */
  'till.exists',
  /** Two secrets are valid, and it has to be said which of them goes. */
  'till.two-secrets',
  /** It is another app than before, and nobody has said that this is meant. */
  'account.other-app',
  'administrator.unknown',
  'administrator.exists',
  'administrator.last',
  /** Somebody else has changed it at the same time: look again. */
  'changed-meanwhile',
  'state.away',
  /** Another process is at the file of a relay alone. Nothing was done. */
  'state.held',
  'keys.failed',
  'access.refused',
  'file.not-written',
  /** It cannot be known whether it was done. */
  'relay.unreachable',
] as const;
export type AdministrationProblemCode = (typeof ADMINISTRATION_PROBLEMS)[number];

/** Key and secret come from whoever orders, so that the same order given twice makes one till. */
export interface TillOrder {
  appKey: string;
  appSecret: string;
  name: string;
  brandId: string;
  /** The first is its own. */
  shopIds: readonly string[];
}

export interface ShopsOrder {
  appKey: string;
  shopIds: readonly string[];
  /** The version that was looked at, or null for whatever is there. */
  version: number | null;
}

export interface RevokeOrder {
  appKey: string;
}

export interface RotateOrder {
  appKey: string;
  /** The new one, which is valid at once. */
  appSecret: string;
  /** Ms since 1970 from which the one before is refused. */
  until: number;
  /** Where two are valid still: which of them is given up for the new one; null: none, and the order is refused. */
  drop: 'newest' | 'oldest' | null;
}

export interface AccountOrder {
  /** The chain's own at the platform. */
  appKey: string;
  appSecret: string;
  /** Null: where it is the same app's, the one of before stays. */
  session: string | null;
  /** There is none from now on. */
  dropsSession?: boolean | undefined;
  /** Whether the secret of before is tried as well, for as long as the platform may take either. */
  keepsFormer: boolean;
  /** The key may be another one than before. */
  isOtherApp?: boolean | undefined;
}

export interface AdministratorOrder {
  appKey: string;
  appSecret: string;
  name: string;
}

/** A till as people see it: without a secret. */
export interface TillView {
  appKey: string;
  name: string;
  brandId: string;
  shopIds: readonly string[];
  /** Ms since 1970. */
  createdAt: number;
  revokedAt: number | null;
  version: number;
  /** The newest first: from when on each is refused (ms since 1970), null for never. */
  secrets: readonly { until: number | null; masterKeyId: string }[];
}

export interface AccountView {
  appKey: string;
  hasSession: boolean;
  secrets: number;
  version: number;
}

export interface RewrapView {
  masterKeyId: string;
  /** So many secrets were moved, and so many were under that key already. */
  moved: number;
  already: number;
}

export interface AdministratorView {
  appKey: string;
  name: string;
  /** Ms since 1970. */
  createdAt: number;
  revokedAt: number | null;
  version: number;
}
