import { randomBytes } from 'node:crypto';
import type { Call } from '../../platform/protocol/call.ts';
import { PlatformClock } from '../../relay/clock/platformClock.ts';
import { nextHeader, readCallHeader } from '../../relay/door/callHeaders.ts';
import { KnownCallers } from '../../relay/door/knownCallers.ts';
import { newRecord, type Served } from '../../relay/door/reply.ts';
import { CallServer } from '../../relay/door/serveCall.ts';
import { ChainAccounts } from '../../relay/forward/chainAccount.ts';
import { type ForwardLine, forwardCall } from '../../relay/forward/forwardCall.ts';
import { heardAcceptances } from '../../relay/forward/heardAnswers.ts';
import type { MasterKeyPort } from '../../relay/keys/masterKeyPort.ts';
import { parseMasterKeys } from '../../relay/keys/masterKeys.ts';
import { type SecretOwner, sealSecret } from '../../relay/keys/wrappedSecret.ts';
import type { ChainAccount, TillRecord, WrappedSecret } from '../../relay/state/relayState.ts';
import { never } from '../replay/life.ts';
import type { Arrival, Middle, MiddleParts, Reach, Sent } from '../replay/network.ts';
import type { Registration } from '../replay/places.ts';
import type { RelayTrouble } from '../replay/relayTrouble.ts';
import { type Heard, postVirtually } from './virtualLine.ts';
import { VirtualState } from './virtualState.ts';

/** As the real one: after this time without an answer the platform has given none (ms). */
const PATIENCE = 15_000;

/** By so much the world has gone on more than the till's steady clock where its PC has slept (ms). */
const SLEPT = 60_000;

/** The brand and the shops that the simulated tills act for. */
const PLACE = { brandId: '10', shopIds: ['20', '21', '22'] };

/** A master key for all: what is sealed is the same in every run. */
const KEYS = keysOf();

type Kind = 'duplicates' | 'copies' | 'delays' | 'loses';
type Of<One extends Kind> = Extract<RelayTrouble, { kind: One }>;

/**
 * A relay in virtual time: the real door, the real forwarding and the real schedule, between the till and the platform.
 * What goes wrong with it is put around it; nothing of the program knows of that.
 */
export class VirtualRelay implements Middle {
  readonly #options: MiddleParts;
  readonly #troubles: { [One in Kind]: Of<One>[] } = {
    duplicates: [],
    copies: [],
    delays: [],
    loses: [],
  };
  readonly #states = new Map<string, VirtualState>();
  readonly #servers = new Map<string, CallServer>();
  #records: Promise<Map<string, Sealed>> | null = null;
  #goneUntil = 0;
  #clockOffset = 0;
  #life = 0;
  #atDeath: (() => void)[] = [];

  constructor(options: MiddleParts) {
    this.#options = options;
  }

  meet(trouble: RelayTrouble): void {
    const now = this.#options.clock.monotonic();
    const states = [...this.#states.values()];
    switch (trouble.kind) {
      case 'dies':
        this.#die();
        this.#goneUntil = now + trouble.lasts;
        this.#clockOffset = trouble.clock;
        if (trouble.forgets) for (const state of states) state.forget();
        return;
      case 'state away':
        for (const state of states) state.awayUntil = now + trouble.lasts;
        return;
      case 'tills lost':
        for (const state of states) state.lostUntil = now + trouble.lasts;
        return;
      case 'duplicates':
        this.#troubles.duplicates.push({ ...trouble });
        return;
      case 'copies':
        this.#troubles.copies.push({ ...trouble });
        return;
      case 'delays':
        this.#troubles.delays.push({ ...trouble });
        return;
      case 'loses':
        this.#troubles.loses.push({ ...trouble });
    }
  }

  /** Everything that is wrong with it is over. */
  lift(): void {
    for (const troubles of Object.values(this.#troubles)) troubles.length = 0;
    this.#goneUntil = 0;
    for (const state of this.#states.values()) {
      state.awayUntil = 0;
      state.lostUntil = 0;
    }
  }

  pass(sent: Sent, reach: Reach): Promise<Arrival | null> {
    if (this.#options.clock.monotonic() < this.#goneUntil) {
      return Promise.resolve({ how: 'refused', error: 'err_connection_refused' });
    }
    return new Promise((resolve, reject) => {
      this.#atDeath.push(() => resolve(lost('reset')));
      // It does not sleep with the till's PC: what was under way has long ended there, and the connection with it.
      const hasSlept = this.#watchSleep();
      this.#serve(sent, reach).then(
        (arrival) => resolve(hasSlept() ? lost('reset') : arrival),
        reject,
      );
    });
  }

  #die(): void {
    this.#life += 1;
    this.#servers.clear();
    for (const callback of this.#atDeath.splice(0)) callback();
  }

  async #serve(sent: Sent, reach: Reach): Promise<Arrival | null> {
    const { url } = sent;
    const life = this.#life;
    const loss = this.#take('loses');
    if (loss?.what === 'call') return lost(loss.how);
    const delay = this.#take('delays');
    await this.#wait(delay?.call ?? 0);
    if (life !== this.#life) return never();
    const twice = this.#take('copies');
    const first = this.#serveOnce(sent, reach);
    const second = twice === undefined ? null : this.#copy(sent, reach, twice.after);
    const { served, heard } = await (twice?.told === 'second' && second !== null ? second : first);
    if (loss !== undefined) return lost(loss.how);
    await this.#wait(delay?.answer ?? 0);
    const arrival = this.#arrivalOf(served, heard, url);
    if (arrival?.how !== 'delivered' || served.next === null) return arrival;
    return { ...arrival, appointment: nextHeader(served.next) };
  }

  async #serveOnce({ url, call, said }: Sent, reach: Reach): Promise<ServedHere> {
    const server = await this.#serverAt(url);
    const heard: Heard = { delivery: null, date: 0 };
    this.#heard.set(call, { heard, reach, life: this.#life });
    const around = {
      said: readCallHeader(said),
      // That the till has given up is seen by a relay alone, not behind something that keeps connections.
      hold: async (milliseconds: number) => {
        await this.#wait(milliseconds);
        return true;
      },
      isPrivate: true,
    };
    return { served: await server.serve(call, around, newRecord()), heard };
  }

  /** To the same relay: one that was started anew does not know what it has refused before. */
  async #copy(sent: Sent, reach: Reach, after: number): Promise<ServedHere> {
    const life = this.#life;
    const hasSlept = this.#watchSleep();
    await this.#wait(after);
    if (life !== this.#life || hasSlept()) return never();
    return this.#serveOnce({ ...sent, call: { ...sent.call } }, reach);
  }

  readonly #heard = new WeakMap<Call, { heard: Heard; reach: Reach; life: number }>();

  async #serverAt(url: string): Promise<CallServer> {
    const chain = this.#options.chainAt(url);
    const known = this.#servers.get(chain.appKey);
    if (known !== undefined) return known;
    const { clock, time } = this.#options;
    const state = await this.#stateOf(chain);
    const { monotonic } = clock;
    const offset = this.#clockOffset;
    const platformClock = new PlatformClock(() => time() + offset, monotonic);
    this.#clocks.set(chain.appKey, platformClock);
    const accounts = new ChainAccounts(state, KEYS, monotonic);
    const acceptances = heardAcceptances();
    const server = new CallServer({
      state,
      callers: new KnownCallers(state, KEYS, monotonic),
      accounts,
      clock: platformClock,
      methods: {},
      monotonic,
      failed: (error) => {
        throw error;
      },
      forward: (call, account, mayGoAgain) => {
        const line: ForwardLine = {
          post: async (form, judge) => judge(await this.#post(form, call)),
          leaveConnections: () => undefined,
        };
        const parts = { line, accounts, clock: platformClock, state, acceptances, mayGoAgain };
        return forwardCall(call, account, parts);
      },
    });
    this.#servers.set(chain.appKey, server);
    return server;
  }

  readonly #clocks = new Map<string, PlatformClock>();

  async #post(form: string, call: Call) {
    const of = this.#heard.get(call);
    // Whoever died while a call was held forwards nothing any more.
    if (of === undefined || of.life !== this.#life) return never<never>();
    const { heard, reach } = of;
    const twice = this.#take('duplicates');
    const first = postVirtually(form, reach, heard);
    if (twice === undefined) return this.#within(first);
    const again: Heard = { delivery: null, date: 0 };
    const hasSlept = this.#watchSleep();
    const second = this.#untilCopy(twice.after, first).then(() =>
      // Nor does a copy under way wait for the till's PC: it would come a day late, when a call of a clock that was a day
      // wrong is just in time.
      hasSlept() || this.#isSpent(heard) ? never<never>() : postVirtually(form, reach, again),
    );
    if (twice.told === 'first') return this.#within(first);
    const posted = await this.#within(second);
    Object.assign(heard, again);
    return posted;
  }

  /** Where a sign is taken again the copy comes behind the answer: what was refused is known by then. */
  #untilCopy(after: number, first: Promise<unknown>): Promise<unknown> {
    const wait = this.#wait(after);
    return this.#options.settings.signsRepeat ? Promise.all([wait, this.#within(first)]) : wait;
  }

  /**
   * Even a platform that takes a sign again does not take that of a call which it has refused: nobody would be safe from a
   * copy of it for as long as the timestamp is good, and no till could tell. One that takes none again has not seen it where it
   * refused the timestamp, which may become good until the copy comes (`docs/proof.md`).
   */
  #isSpent({ delivery }: Heard): boolean {
    if (delivery?.how !== 'answer' || delivery.answer.kind !== 'error') return false;
    const isEarly = delivery.answer.refusal.subCode === 'isv.timestamp-limit-error';
    return this.#options.settings.signsRepeat || isEarly;
  }

  /** Whether the till's PC has slept since. */
  #watchSleep(): () => boolean {
    const { clock, time } = this.#options;
    const apart = time() - clock.monotonic();
    return () => Math.abs(time() - clock.monotonic() - apart) > SLEPT;
  }

  #within<Result>(posted: Promise<Result>): Promise<Result | { kind: 'lost'; reason: string }> {
    const late = this.#wait(PATIENCE).then(() => ({ kind: 'lost' as const, reason: 'late' }));
    return Promise.race([posted, late]);
  }

  #arrivalOf({ reply }: Served, heard: Heard, url: string): Arrival | null {
    const clock = this.#clocks.get(this.#options.chainAt(url).appKey);
    // An unsure one tells no time.
    const date = clock?.isSure() ? clock.now() : Number.NaN;
    switch (reply.kind) {
      case 'refused':
        return {
          how: 'delivered',
          delivery: { how: 'answer', answer: { kind: 'error', refusal: reply.refusal } },
          date,
        };
      case 'passed':
        if (heard.delivery === null) throw new Error('passed on what nobody said');
        return { how: 'delivered', delivery: heard.delivery, date: heard.date };
      case 'doubt':
        return lost('bad-gateway');
      default:
        return null;
    }
  }

  async #stateOf(chain: Registration): Promise<VirtualState> {
    const known = this.#states.get(chain.appKey);
    if (known !== undefined) return known;
    this.#records ??= sealAll(this.#options.chains);
    const sealed = (await this.#records).get(chain.appKey);
    if (sealed === undefined) throw new Error('a chain that is not known');
    const sessions: string[] = [];
    const account = (): ChainAccount => {
      // Another session is another version of the account.
      if (sessions.at(-1) !== chain.session) sessions.push(chain.session);
      const { appKey, session } = chain;
      return { appKey, session, secrets: [sealed.account], version: sessions.length };
    };
    const state = new VirtualState({
      monotonic: this.#options.clock.monotonic,
      callsPerMinute: this.#options.settings.callsPerMinute,
      tills: [sealed.till],
      account,
    });
    const earlier = this.#states.get(chain.appKey);
    if (earlier !== undefined) return earlier;
    this.#states.set(chain.appKey, state);
    return state;
  }

  #take<One extends Kind>(kind: One): Of<One> | undefined {
    const waiting: { times: number }[] = this.#troubles[kind];
    const [first] = waiting;
    if (first === undefined) return undefined;
    first.times -= 1;
    if (first.times <= 0) waiting.shift();
    return first as Of<One>;
  }

  #wait(milliseconds: number): Promise<void> {
    if (milliseconds <= 0) return Promise.resolve();
    return new Promise((resolve) => this.#options.clock.after(milliseconds, resolve));
  }
}

interface ServedHere {
  served: Served;
  heard: Heard;
}

function lost(how: 'reset' | 'silence' | 'bad-gateway'): Arrival | null {
  switch (how) {
    case 'silence':
      return null;
    case 'reset':
      return { how: 'delivered', delivery: { how: 'reset' }, date: 0 };
    case 'bad-gateway': {
      const page = { status: 502, body: '', contentType: 'text/html', headers: {} };
      return { how: 'delivered', delivery: { how: 'page', ...page }, date: 0 };
    }
  }
}

interface Sealed {
  till: TillRecord;
  account: WrappedSecret;
}

async function sealAll(chains: readonly Registration[]): Promise<Map<string, Sealed>> {
  const all = chains.map(async ({ appKey, appSecret }): Promise<[string, Sealed]> => {
    const seal = (kind: SecretOwner['kind']) => sealed(appSecret, { kind, appKey });
    const till: TillRecord = {
      appKey,
      name: '',
      ...PLACE,
      secrets: [{ secret: await seal('till'), until: null }],
      createdAt: 0,
      revokedAt: null,
      version: 1,
    };
    return [appKey, { till, account: await seal('account') }];
  });
  return new Map(await Promise.all(all));
}

async function sealed(secret: string, owner: SecretOwner): Promise<WrappedSecret> {
  const wrapped = await sealSecret(KEYS, secret, owner);
  if (!wrapped.ok) throw new Error(wrapped.says);
  return wrapped.value;
}

function keysOf(): MasterKeyPort {
  const parsed = parseMasterKeys(randomBytes(32).toString('base64'), 'the simulation');
  if (!parsed.ok) throw new Error(parsed.says);
  return parsed.value;
}
