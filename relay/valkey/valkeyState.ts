import type { z } from 'zod';
import {
  admitArguments,
  admitKeys,
  banArguments,
  banKeys,
  failuresIn,
  readAdmissions,
  readClock,
  readMoment,
  SIGN_KEPT_MS,
  versionsKey,
} from '../quota/admitScript.ts';
import { administratorRecord, chainAccount, recordIn, tillRecord } from '../state/records.ts';
import type {
  AdministratorRecord,
  Admission,
  AdmitRequest,
  ChainAccount,
  RelayState,
  StateAway,
  StoredReport,
  TillRecord,
  Written,
} from '../state/relayState.ts';
import { ServerClock } from './serverClock.ts';
import { Together } from './together.ts';
import { ValkeyLine } from './valkeyLine.ts';

export interface ValkeyStateOptions {
  /** `redis:` or `rediss:`, with a password where one is needed. */
  url: string;
  /** Without a hash tag: it is put into one. */
  prefix: string;
  callsPerMinute: number | null;
  /** Told of each connection that failed, by a code. */
  broken?: (code: string) => void;
  /** Ms that never go backwards. */
  monotonic?: () => number;
}

const AWAY: StateAway = { kind: 'away' };

/**
 * So many records or reports are asked for, read and checked at once: a millisecond or two of the loop, and few enough bytes for
 * the call of a till that waits behind them.
 */
const AT_ONCE = 100;

/** The one field under which the account's version and record stand. */
const ACCOUNT = 'account';

/** The state that all relays of a chain share, in Valkey or Redis. */
export class ValkeyState implements RelayState {
  readonly #line: ValkeyLine;
  readonly #clock: ServerClock;
  readonly #broken: (code: string) => void;
  readonly #prefix: string;
  readonly #grant: number | null;
  /** Of each app of the chain's: it is one, but in the moment of a change. */
  readonly #admissions = new Map<string, Together<AdmitRequest, Admission>>();

  constructor(options: ValkeyStateOptions) {
    const { url, prefix, callsPerMinute, broken = () => undefined } = options;
    this.#clock = new ServerClock(options.monotonic ?? (() => performance.now()));
    this.#broken = broken;
    this.#line = new ValkeyLine(url, broken);
    this.#prefix = `{${prefix}}`;
    this.#grant = callsPerMinute;
  }

  era(): string {
    return this.#line.server;
  }

  admit(request: AdmitRequest): Promise<Admission> {
    const { app } = request;
    const admissions =
      this.#admissions.get(app) ??
      new Together((requests: readonly AdmitRequest[]) => this.#admitAll(requests));
    this.#admissions.set(app, admissions);
    return admissions.ask(request);
  }

  async noteSign(sign: string): Promise<{ kind: 'new' | 'seen' } | StateAway> {
    const asked = await this.#line.ask((redis) =>
      redis.set(`${this.#prefix}:sign:${sign}`, '1', 'PX', SIGN_KEPT_MS, 'NX'),
    );
    if (asked === null) return AWAY;
    return { kind: asked.answer === null ? 'seen' : 'new' };
  }

  async banned(seconds: number, app: string): Promise<StateAway | undefined> {
    const settings = { prefix: this.#prefix, grant: this.#grant };
    const keys = banKeys(this.#prefix, app);
    const said = banArguments(settings, seconds, this.#line.server, this.#clock.atMost());
    const asked = await this.#line.ask((redis) => redis.banAll(keys.length, ...keys, ...said));
    return asked === null ? AWAY : undefined;
  }

  till(appKey: string): Promise<TillRecord | null | StateAway> {
    return this.#one('tills', appKey, tillRecord);
  }

  tills(): Promise<readonly TillRecord[] | StateAway> {
    return this.#all('tills', tillRecord);
  }

  putTill(record: TillRecord, replaces: number | null): Promise<Written> {
    return this.#put('tills', versionsKey(this.#prefix), record.appKey, record, replaces);
  }

  administrator(appKey: string): Promise<AdministratorRecord | null | StateAway> {
    return this.#one('administrators', appKey, administratorRecord);
  }

  administrators(): Promise<readonly AdministratorRecord[] | StateAway> {
    return this.#all('administrators', administratorRecord);
  }

  putAdministrator(record: AdministratorRecord, replaces: number | null): Promise<Written> {
    const versions = this.#key('administrator-versions');
    return this.#put('administrators', versions, record.appKey, record, replaces);
  }

  account(): Promise<ChainAccount | null | StateAway> {
    return this.#one('accounts', ACCOUNT, chainAccount);
  }

  putAccount(account: ChainAccount, replaces: number | null): Promise<Written> {
    return this.#put('accounts', this.#key('account-versions'), ACCOUNT, account, replaces);
  }

  async putReport(appKey: string, report: string): Promise<StateAway | undefined> {
    const asked = await this.#line.ask((redis) =>
      redis.putReport(1, this.#key('reports'), appKey, report),
    );
    return asked === null ? AWAY : undefined;
  }

  async reports(): Promise<readonly StoredReport[] | StateAway> {
    const reports: StoredReport[] = [];
    const away = await this.#each('reports', (appKey, text) => {
      const cut = text.indexOf(' ');
      const receivedAt = Number(text.slice(0, cut));
      if (cut > 0 && receivedAt > 0) {
        reports.push({ appKey, receivedAt, report: text.slice(cut + 1) });
      }
      return true;
    });
    return away ?? reports;
  }

  async isReady(): Promise<boolean> {
    return (await this.#line.ask((redis) => redis.ping())) !== null;
  }

  close(): Promise<void> {
    return this.#line.close();
  }

  async #admitAll(requests: readonly AdmitRequest[]): Promise<readonly Admission[]> {
    const settings = { prefix: this.#prefix, grant: this.#grant };
    const keys = admitKeys(this.#prefix, requests);
    const askedAt = this.#clock.now();
    const said = admitArguments(settings, requests, this.#line.server, this.#clock.atMost());
    const asked = await this.#line.askAtOnce((redis) =>
      redis.admitCalls(keys.length, ...keys, ...said),
    );
    if (asked === null) return requests.map(() => AWAY);
    const taken = this.#clock.now() - askedAt;
    this.#clock.heard(readClock(asked.answer), askedAt);
    for (const code of failuresIn(asked.answer)) this.#broken(code);
    const admissions = readAdmissions(asked.answer, requests.length);
    const at = readMoment(asked.answer);
    const heard = at === null ? { taken } : { taken, at };
    return admissions.map((one) => (one.kind === 'go' ? { ...one, ...heard } : one));
  }

  #key(name: string): string {
    return `${this.#prefix}:${name}`;
  }

  async #one<Stored>(
    hash: string,
    field: string,
    shape: z.ZodType<Stored>,
  ): Promise<Stored | null | StateAway> {
    const asked = await this.#line.ask((redis) => redis.hget(this.#key(hash), field));
    if (asked === null) return AWAY;
    return asked.answer === null ? null : (recordIn(asked.answer, shape) ?? AWAY);
  }

  async #all<Stored>(
    hash: string,
    shape: z.ZodType<Stored>,
  ): Promise<readonly Stored[] | StateAway> {
    const records: Stored[] = [];
    const away = await this.#each(hash, (_field, text) => {
      const record = recordIn(text, shape);
      if (record !== null) records.push(record);
      return record !== null;
    });
    return away ?? records;
  }

  /**
   * Goes through a hash a few fields at a time: between them the server and the loop are everybody's, and ten thousand texts
   * never lie beside what was read out of them. What is changed meanwhile is there as before or as after. `take` says whether
   * it could read the text.
   */
  async #each(
    hash: string,
    take: (field: string, text: string) => boolean,
  ): Promise<StateAway | null> {
    const key = this.#key(hash);
    const { server } = this.#line;
    const fields = await this.#line.ask((redis) => redis.hkeys(key));
    if (fields === null) return AWAY;
    for (let from = 0; from < fields.answer.length; from += AT_ONCE) {
      const some = fields.answer.slice(from, from + AT_ONCE);
      const texts = await this.#line.ask((redis) => redis.hmget(key, ...some));
      // What another server has lost nobody would miss.
      if (texts === null || this.#line.server !== server) return AWAY;
      for (const [index, field] of some.entries()) {
        const text = texts.answer[index] ?? null;
        if (text !== null && !take(field, text)) return AWAY;
      }
    }
    return null;
  }

  async #put(
    hash: string,
    versions: string,
    field: string,
    record: { version: number },
    replaces: number | null,
  ): Promise<Written> {
    const replaced = replaces === null ? '' : String(replaces);
    const rest = [field, replaced, String(record.version), JSON.stringify(record)];
    const asked = await this.#line.ask((redis) =>
      redis.putRecord(2, this.#key(hash), versions, ...rest),
    );
    if (asked === null) return AWAY;
    return { kind: asked.answer === 1 ? 'written' : 'changed-meanwhile' };
  }
}
