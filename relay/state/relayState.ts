/** The shared state cannot be asked just now. Nothing may be forwarded on a guess. */
export interface StateAway {
  kind: 'away';
}

/** Who waits for a call: `counter` and `backlog` as the till says it, `foreign` where it says nothing, `report` for what the platform never sees. */
export type CallUrgency = 'counter' | 'backlog' | 'foreign' | 'report';

/** A call that was read, whose till is known and whose sign is right. */
export interface AdmitRequest {
  /** The till's own key. */
  appKey: string;
  /** The version of the till's record that the sign was checked with. */
  recordVersion: number;
  sign: string;
  timestamp: string;
  /** The chain's app under which it goes to the platform: each has a quota of its own. Empty for a report, which goes to nobody. */
  app: string;
  urgency: CallUrgency;
  /** How many saves wait in the till beside this one, or null where it did not say. */
  waiting: number | null;
}

export type Admission =
  /**
   * It may leave after `hold` ms. `next`: ms after which the till's next call of its backlog is welcome, 0 as it likes. `taken`: so
   * many ms ago at the most both were said; `at`: when, by the state's own clock (ms). Absent where they were said just now.
   */
  | { kind: 'go'; hold: number; next: number; taken?: number; at?: number }
  /** Too early for the quota: `next` ms until its appointment. */
  | { kind: 'appointment'; next: number }
  /** The platform has shut the chain's app out for so many ms more. */
  | { kind: 'banned'; left: number }
  /** This sign was seen before. */
  | { kind: 'replayed' }
  /** The record is another one by now (rotated, revoked, removed): read it again. Nothing was taken of the quota. */
  | { kind: 'record-changed' }
  | StateAway;

/** A secret as it is stored: sealed with a data key that is wrapped by the master key `masterKeyId`. */
export interface WrappedSecret {
  masterKeyId: string;
  /** Base64. */
  wrappedDataKey: string;
  /** Base64: nonce, ciphertext, tag. */
  sealed: string;
}

/** One till of the chain. */
export interface TillRecord {
  appKey: string;
  /** For people: which till of the shop this is. */
  name: string;
  brandId: string;
  /** Shops whose members it may register. The first is its own. */
  shopIds: readonly string[];
  /** The newest first. `until`: ms since 1970 from which this one is refused, null for ever. */
  secrets: readonly { secret: WrappedSecret; until: number | null }[];
  /** Ms since 1970. */
  createdAt: number;
  revokedAt: number | null;
  /** Goes up with every change. */
  version: number;
}

/** A key of somebody who may change tills and the account. It is never a till's, and registers nobody. */
export interface AdministratorRecord {
  appKey: string;
  /** For people: whose it is. */
  name: string;
  secret: WrappedSecret;
  /** Ms since 1970. */
  createdAt: number;
  revokedAt: number | null;
  /** Goes up with every change. */
  version: number;
}

/** What the chain is to the platform. */
export interface ChainAccount {
  appKey: string;
  session: string | null;
  /** The one that is used first. A second one: the one before or after a change at the platform. */
  secrets: readonly WrappedSecret[];
  version: number;
}

/** The last report of a till, as text: what is in it is for `app/report` to say. */
export interface StoredReport {
  appKey: string;
  /** Ms since 1970, by the state's clock. */
  receivedAt: number;
  report: string;
}

/** Writing under a version that is not the stored one any more changes nothing. */
export type Written =
  | { kind: 'written' }
  | { kind: 'changed-meanwhile' }
  /** Nothing was written: another process has the file of a relay alone, and did not give it up in time. */
  | { kind: 'held' }
  | StateAway;

/** What all relays of a chain share. No method throws: what cannot be asked is `away`. */
export interface RelayState {
  /**
   * Which server holds it just now, empty where none can be asked: what another one held before may be lost, and a version that
   * was read there be another record's here.
   */
  era(): string;

  admit(request: AdmitRequest): Promise<Admission>;
  /** Notes a sign of somebody who is no till and takes nothing of the quota: an administrator. */
  noteSign(sign: string): Promise<{ kind: 'new' | 'seen' } | StateAway>;
  /** The platform has shut this app of the chain's out for so many seconds from now on. */
  banned(seconds: number, app: string): Promise<StateAway | undefined>;

  till(appKey: string): Promise<TillRecord | null | StateAway>;
  tills(): Promise<readonly TillRecord[] | StateAway>;
  /** `replaces`: the version that is stored, or null for a till that is new. */
  putTill(record: TillRecord, replaces: number | null): Promise<Written>;

  administrator(appKey: string): Promise<AdministratorRecord | null | StateAway>;
  administrators(): Promise<readonly AdministratorRecord[] | StateAway>;
  /** As `putTill`. */
  putAdministrator(record: AdministratorRecord, replaces: number | null): Promise<Written>;

  account(): Promise<ChainAccount | null | StateAway>;
  putAccount(account: ChainAccount, replaces: number | null): Promise<Written>;

  putReport(appKey: string, report: string): Promise<StateAway | undefined>;
  reports(): Promise<readonly StoredReport[] | StateAway>;

  /** Whether it answers just now. */
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}
