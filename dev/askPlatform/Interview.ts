import type { GatewayAccount } from '../../app/settings/provision.ts';
import { gatewayTimestamp } from '../../main/gateway/gatewayTimestamp.ts';
import { SigningTimestamps } from '../../main/gateway/signingTimestamps.ts';
import type { Answer } from './answer.ts';
import type { Clock } from './clock.ts';
import { type CallForm, type Defect, goodForm, spoiltForm } from './form.ts';
import type { Fields, Members } from './members.ts';
import { type Expects, obstacleOf, wordsOf } from './obstacle.ts';
import type { CallRecord, Report } from './report.ts';

/** Our clock and the platform's may differ by so much (s); a timestamp is good for ten minutes. */
const CLOCK_TOLERANCE = 60;

/** An answer, or the reason why nothing was asked. */
export type Came = Answer | { kind: 'unasked'; why: string };

export interface Place {
  brandId: string;
  shopId: string;
  operatorId: string;
}

export interface InterviewOptions {
  account: GatewayAccount;
  place: Place;
  members: Members;
  report: Report;
  clock: Clock;
  /** Milliseconds from one call to the next. */
  pace: number;
  /** Another shop of the brand, where one was given. */
  otherShopId: string | null;
  /** Stay until what is to be asked later comes due. */
  wait: boolean;
  /** So many calls in all runs of this report together. */
  limit: number;
  send(form: CallForm): Promise<Answer>;
  /** The form as the report may show it. */
  redact(form: CallForm): Record<string, string>;
  /** Puts the report on the disk; an answer is flushed, because it may not come a second time. */
  keep(hasAnswer: boolean): Promise<void>;
  say(line: string): void;
}

interface SaveOptions {
  /** Name of the request id; default: the step's own. */
  requestId?: string;
  shopId?: string;
  /** Leave the session out although there is one. */
  withoutSession?: boolean;
  /** Whatever comes is an answer to the question. */
  anyAnswer?: boolean;
}

/**
 * Asks one call after the other and remembers every answer: a step that has one is never asked again,
 * in this run or a later one. Whatever forbids to go on (a ban, no network, the limit of calls) halts:
 * from then on nothing leaves, and every further step says why.
 */
export class Interview {
  readonly members: Members;
  readonly report: Report;
  readonly clock: Clock;
  /** The steps that were looked at since `startQuestion`. */
  steps: string[] = [];
  readonly #options: InterviewOptions;
  readonly #timestamps = new SigningTimestamps();
  readonly #forms = new Map<string, CallForm>();
  #halted: string | null = null;
  /** The platform's clock minus ours (ms). */
  #offset: number;
  /** Also of an earlier run: its calls count for the pace as well. */
  #lastCall: number;

  constructor(options: InterviewOptions) {
    this.#options = options;
    this.members = options.members;
    this.report = options.report;
    this.clock = options.clock;
    const answered = options.report.calls.findLast(({ came }) => came?.dateOffset != null);
    this.#offset = offsetOf(answered?.came);
    this.#lastCall = Date.parse(options.report.calls.at(-1)?.at ?? '1970-01-01');
  }

  get halted(): string | null {
    return this.#halted;
  }

  get hasSession(): boolean {
    return this.#options.account.session !== undefined;
  }

  get otherShopId(): string | null {
    return this.#options.otherShopId;
  }

  halt(why: string): void {
    this.#halted ??= why;
  }

  /** Puts the report on the disk. */
  keep(): Promise<void> {
    return this.#options.keep(true);
  }

  startQuestion(): void {
    this.steps = [];
  }

  /** Sends a save of a test member, as the till would. */
  save(step: string, what: string, fields: Fields, options: SaveOptions = {}): Promise<Came> {
    const { brandId, shopId, operatorId } = this.#options.place;
    const body = JSON.stringify({
      brand_id: brandId,
      shop_id: options.shopId ?? shopId,
      channel: '2',
      operator_id: operatorId,
      request_id: this.members.requestId(options.requestId ?? step),
      ...fields,
    });
    const { session, ...bare } = this.#options.account;
    const account = options.withoutSession || session === undefined ? bare : this.#options.account;
    const form = () => goodForm(account, body, this.#timestamp(body));
    return this.#ask(step, what, form, options.anyAnswer ? 'any' : 'save');
  }

  /** The call without the member, right or spoilt: nothing can be saved by it. */
  probe(step: string, what: string, defects: Iterable<Defect> = []): Promise<Came> {
    const form = () =>
      spoiltForm(this.#options.account, new Set(defects), (shift) => this.#timestamp('', shift));
    return this.#ask(step, what, form, 'protocol');
  }

  probeWithoutSession(step: string, what: string): Promise<Came> {
    const { session: _, ...bare } = this.#options.account;
    return this.#ask(step, what, () => goodForm(bare, null, this.#timestamp('')), 'protocol');
  }

  /** The very bytes of an earlier step of this run again: same timestamp, same sign. */
  again(step: string, what: string, of: string): Promise<Came> {
    const form = this.#forms.get(of);
    if (form === undefined) return this.#remembered(step, `"${of}" was sent by an earlier run`);
    return this.#ask(step, what, () => form, 'protocol');
  }

  /** Whether a step has its answer. */
  has(step: string): boolean {
    return this.record(step) !== undefined;
  }

  record(step: string): CallRecord | undefined {
    return this.report.calls.find((call) => call.step === step && call.isFinal);
  }

  /** These answers do not count for another run: it asks anew. */
  reopen(...steps: string[]): void {
    for (const call of this.report.calls) if (steps.includes(call.step)) call.isFinal = false;
  }

  /** Something that no answer shows. */
  lookUp(line: string): void {
    if (!this.report.lookUp.includes(line)) this.report.lookUp.push(line);
  }

  /** Stays until a moment (ms since 1970), where that was asked for; whether it has come. */
  async waitUntil(moment: number): Promise<boolean> {
    const left = moment - this.clock.now();
    if (left <= 0) return true;
    if (!this.#options.wait || this.#halted !== null) return false;
    this.#options.say(`  waiting until ${new Date(moment).toISOString()}`);
    await this.clock.sleep(left);
    return true;
  }

  #remembered(step: string, why: string): Promise<Came> {
    this.steps.push(step);
    return Promise.resolve(this.record(step)?.came ?? { kind: 'unasked', why });
  }

  async #ask(step: string, what: string, make: () => CallForm, expects: Expects): Promise<Came> {
    if (this.has(step)) return this.#remembered(step, '');
    const came = await this.#send(step, what, make, expects);
    const isTime = came.kind !== 'unasked' && came.meaning === 'clock' && expects !== 'protocol';
    // The clock has been learned, or the sign was an earlier run's: once more, signed anew.
    return isTime ? this.#send(step, what, make, expects) : came;
  }

  async #send(step: string, what: string, make: () => CallForm, expects: Expects): Promise<Came> {
    const { report, limit, pace, clock, keep } = this.#options;
    if (report.calls.length >= limit) this.halt(`the limit of ${limit} calls is reached`);
    if (this.#halted !== null) return this.#remembered(step, this.#halted);
    this.steps.push(step);

    // A clock that was set back makes nobody wait.
    await clock.sleep(Math.min(pace, Math.max(0, this.#lastCall + pace - clock.now())));
    this.#lastCall = clock.now();
    const form = make();
    this.#forms.set(step, form);
    const at = new Date(clock.now()).toISOString();
    const sent = this.#options.redact(form);
    const call: CallRecord = { step, what, at, sent, came: null, isFinal: false };
    report.calls.push(call);
    await keep(false);
    const came = await this.#options.send(form);
    call.came = came;
    call.isFinal = this.#judge(step, came, expects);
    await keep(true);
    return came;
  }

  /** Whether this answers the step; halts where it forbids to go on. */
  #judge(step: string, came: Answer, expects: Expects): boolean {
    this.#options.say(`  ${step}: ${came.kind} ${wordsOf(came) || came.resultCode}`);
    if (came.meaning === 'clock') this.#offset = offsetOf(came);
    const tries = this.report.calls.filter((call) => call.step === step).length;
    const reason = obstacleOf(came, { step, expects, tries });
    // The first time, a refused time is only a reason to ask again.
    const isPassing = came.meaning === 'clock' && tries < 2;
    if (reason !== null && !isPassing) this.halt(reason);
    return reason === null;
  }

  #timestamp(body: string, shift = 0): string {
    const now = this.clock.now() + this.#offset;
    if (shift !== 0) return gatewayTimestamp(now + shift);
    return this.#timestamps.next(body, now);
  }
}

/** What the `Date` of an answer shows of the platform's clock (ms). */
function offsetOf(came: Answer | null | undefined): number {
  const seconds = came?.dateOffset ?? 0;
  return Math.abs(seconds) > CLOCK_TOLERANCE ? seconds * 1_000 : 0;
}
