import type {
  AdministratorRecord,
  ChainAccount,
  StateAway,
  TillRecord,
  Written,
} from '../state/relayState.ts';
import type { RecordState } from '../tills/desk.ts';

const AWAY: StateAway = { kind: 'away' };

/** Records under versions, as the real states keep them; `isAway`, `isHeld` and `beforeWrite` are for tests to play with. */
export class RecordsInMemory implements RecordState {
  readonly storedTills = new Map<string, TillRecord>();
  readonly storedAdministrators = new Map<string, AdministratorRecord>();
  storedAccount: ChainAccount | null = null;
  isAway = false;
  /** Somebody else is at the file, and stays there. */
  isHeld = false;
  /** Comes once, before the next write is looked at: what somebody else does at that moment. */
  beforeWrite: (() => Promise<unknown>) | null = null;

  /** See `RelayState`. */
  server = 'one';

  era(): string {
    return this.server;
  }

  async till(appKey: string): Promise<TillRecord | null | StateAway> {
    return this.isAway ? AWAY : (this.storedTills.get(appKey) ?? null);
  }

  async tills(): Promise<readonly TillRecord[] | StateAway> {
    return this.isAway ? AWAY : [...this.storedTills.values()];
  }

  putTill(record: TillRecord, replaces: number | null): Promise<Written> {
    return this.#put(
      (appKey) => this.storedTills.get(appKey),
      record,
      replaces,
      () => this.storedTills.set(record.appKey, record),
    );
  }

  async administrator(appKey: string): Promise<AdministratorRecord | null | StateAway> {
    return this.isAway ? AWAY : (this.storedAdministrators.get(appKey) ?? null);
  }

  async administrators(): Promise<readonly AdministratorRecord[] | StateAway> {
    return this.isAway ? AWAY : [...this.storedAdministrators.values()];
  }

  putAdministrator(record: AdministratorRecord, replaces: number | null): Promise<Written> {
    return this.#put(
      (appKey) => this.storedAdministrators.get(appKey),
      record,
      replaces,
      () => this.storedAdministrators.set(record.appKey, record),
    );
  }

  async account(): Promise<ChainAccount | null | StateAway> {
    return this.isAway ? AWAY : this.storedAccount;
  }

  putAccount(account: ChainAccount, replaces: number | null): Promise<Written> {
    return this.#put(
      () => this.storedAccount ?? undefined,
      account,
      replaces,
      () => {
        this.storedAccount = account;
      },
    );
  }

  async #put<Stored extends { appKey: string; version: number }>(
    stored: (appKey: string) => Stored | undefined,
    record: Stored,
    replaces: number | null,
    write: () => unknown,
  ): Promise<Written> {
    const { beforeWrite } = this;
    this.beforeWrite = null;
    await beforeWrite?.();
    if (this.isAway) return AWAY;
    if (this.isHeld) return { kind: 'held' };
    if ((stored(record.appKey)?.version ?? null) !== replaces) return { kind: 'changed-meanwhile' };
    write();
    return { kind: 'written' };
  }
}
