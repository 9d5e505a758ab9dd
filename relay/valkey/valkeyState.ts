import type { z } from 'zod';
import { fewAtATime } from '../fleet/view/breathe.ts';
import {
  admitArguments,
  admitKeys,
  banArguments,
  banKeys,
  readAdmission,
  readClock,
  SIGN_KEPT_MS,
  versionsKey,
} from '../quota/admitScript.ts';
import { administratorRecord, chainAccount, tillRecord } from '../state/records.ts';
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

/** So many fields of a hash are asked for at once: some hundred kilobytes, behind which the call of a till may wait. */
const FIELDS_AT_ONCE = 200;

/** The one field under which the account's version and record stand. */
const ACCOUNT = 'account';

/** The state that all relays of a chain share, in Valkey or Redis. */
export class ValkeyState implements RelayState {
  readonly #line: ValkeyLine;
  readonly #clock: ServerClock;
  readonly #prefix: string;
  readonly #grant: number | null;

  constructor(options: ValkeyStateOptions) {
    const { url, prefix, callsPerMinute, broken = () => undefined } = options;
    this.#clock = new ServerClock(options.monotonic ?? (() => performance.now()));
    this.#line = new ValkeyLine(url, broken);
    this.#prefix = `{${prefix}}`;
    this.#grant = callsPerMinute;
  }

  async admit(request: AdmitRequest): Promise<Admission> {
    const settings = { prefix: this.#prefix, grant: this.#grant };
    const keys = admitKeys(this.#prefix, request);
    const askedAt = this.#clock.now();
    const said = admitArguments(settings, request, this.#line.server, this.#clock.atMost());
    const asked = await this.#line.ask((redis) => redis.admitCall(keys.length, ...keys, ...said));
    if (asked === null) return AWAY;
    this.#clock.heard(readClock(asked.answer), askedAt);
    return readAdmission(asked.answer);
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
    const fields = await this.#fields('reports');
    if (fields === null) return AWAY;
    return [...fields].flatMap(([appKey, text]): StoredReport[] => {
      const cut = text.indexOf(' ');
      const receivedAt = Number(text.slice(0, cut));
      return cut > 0 && receivedAt > 0 ? [{ appKey, receivedAt, report: text.slice(cut + 1) }] : [];
    });
  }

  async isReady(): Promise<boolean> {
    return (await this.#line.ask((redis) => redis.ping())) !== null;
  }

  close(): Promise<void> {
    return this.#line.close();
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
    const fields = await this.#fields(hash);
    if (fields === null) return AWAY;
    const records: Stored[] = [];
    // Ten thousand of them are checked while calls come and go.
    for await (const texts of fewAtATime([...fields.values()])) {
      for (const text of texts) {
        const record = recordIn(text, shape);
        if (record === null) return AWAY;
        records.push(record);
      }
    }
    return records;
  }

  /**
   * All of a hash, a part at a time: twenty megabytes in one answer would keep every call waiting that is asked for behind
   * them, and on a slow line for longer than an answer is waited for. Null where it cannot be asked to its end.
   */
  async #fields(hash: string): Promise<ReadonlyMap<string, string> | null> {
    const { server } = this.#line;
    const fields = new Map<string, string>();
    let cursor = '0';
    do {
      const from = cursor;
      const asked = await this.#line.ask((redis) =>
        redis.hscan(this.#key(hash), from, 'COUNT', FIELDS_AT_ONCE),
      );
      // Another server goes through it in an order of its own: what it would leave out nobody would miss.
      if (asked === null || this.#line.server !== server) return null;
      const [next, pairs] = asked.answer;
      for (let at = 1; at < pairs.length; at += 2) fields.set(pairs[at - 1] ?? '', pairs[at] ?? '');
      cursor = next;
    } while (cursor !== '0');
    return fields;
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

/** A record that no relay wrote is as good as none that can be asked for. */
function recordIn<Stored>(text: string, shape: z.ZodType<Stored>): Stored | null {
  try {
    const parsed = shape.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
