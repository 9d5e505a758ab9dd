import type { Consent } from '../../app/consent/consent.ts';
import type { GatewayResponse } from '../../app/gateway/classify.ts';
import type { OutcomeRecord } from '../../app/gateway/outcome.ts';
import { OUTCOME_TABLE, type OutcomeRow } from '../../app/gateway/outcomeTable.ts';
import { platformApp } from '../../app/gateway/platformApp.ts';
import { homeOf } from '../../app/outbox/home.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { CallSaid } from '../../app/replay/callSaid.ts';
import type { Provision } from '../../app/settings/provision.ts';
import { GatewayClock } from '../../main/gateway/gatewayClock.ts';
import { type Outbox, openOutbox } from '../../main/outbox/openOutbox.ts';
import { Replayer } from '../../main/replay/replayer.ts';
import type { WakeReason } from '../../main/replay/sleeper.ts';
import { Vault } from '../../main/vault/vault.ts';
import { MemoryStore } from '../doubles/memoryStore.ts';
import { VirtualClock } from '../doubles/virtualClock.ts';

type HttpResponse = Extract<GatewayResponse, { kind: 'http' }>;

export const account: Provision['gateway'] = {
  url: 'https://gw.example/',
  appKey: 'k',
  appSecret: 's',
};
export const accepted = (id: string): HttpResponse => ({
  kind: 'http',
  date: '',
  mayBeSecond: false,
  status: 200,
  bodyText: JSON.stringify({
    alibaba_alsc_crm_open_customer_save_response: {
      result: { biz_success: true, result: id, result_code: '0' },
    },
  }),
});
export const errorAnswer = (code: number, subCode = '', msg = ''): HttpResponse => ({
  kind: 'http',
  date: '',
  mayBeSecond: false,
  status: 200,
  bodyText: JSON.stringify({ error_response: { code, sub_code: subCode, msg } }),
});
export const refusedConnection: GatewayResponse = {
  kind: 'failure',
  reason: 'refused',
  mayHaveArrived: false,
};
export const lostAnswer: GatewayResponse = {
  kind: 'failure',
  reason: 'reset',
  mayHaveArrived: true,
};

/**
 * Answers of a gateway whose clock stood at `time` (ms since 1970) when the till began: 31 to a call that is
 * signed with a time more than ten minutes off, otherwise accepted.
 */
export function gatewayAt(till: ReplayTill, time: number): () => GatewayResponse {
  return () => {
    const now = time + till.clock.monotonic();
    const date = new Date(now).toUTCString();
    const isOff = Math.abs(till.gatewayClock.now() - now) > 10 * 60_000;
    return { ...(isOff ? errorAnswer(31, 'isv.timestamp-limit-error') : accepted('7')), date };
  };
}

interface Sent {
  at: number;
  requestId: string;
  body: string;
  /** The app that the call was signed for. */
  app: string;
}

/** A till in virtual time: the real outbox and replayer, a gateway that answers as a test says. */
export class ReplayTill {
  readonly clock = new VirtualClock();
  readonly store: MemoryStore;
  readonly sent: Sent[] = [];
  readonly #attempts = new Map<string, number>();
  answer: (
    requestId: string,
    attempt: number,
    said?: CallSaid | null,
  ) => GatewayResponse | Promise<GatewayResponse> = (id) => accepted(`9${id}`);
  account: Provision['gateway'] | null = account;
  brandId = '1';
  rows: OutcomeRow[] = [];
  budget: number | null = null;
  isMoving = () => false;
  random = () => 0.5;
  readonly bugs: unknown[] = [];
  readonly woken: { reason: WakeReason; gate: string }[] = [];
  /** How the window saw the pause, each time that it was told to look. */
  readonly pauses: string[] = [];
  readonly ignored: { save: Save; outcome: OutcomeRecord }[] = [];
  readonly gatewayClock = new GatewayClock(this.clock.now, this.clock.monotonic);
  #knownTime: () => number | null = () => null;
  outbox!: Outbox;
  replayer!: Replayer;

  constructor(store = new MemoryStore()) {
    this.store = store;
  }

  /** `isSending`: false while nobody knows yet whether anything may be sent. */
  async start({ isSending = true } = {}): Promise<this> {
    const { clock } = this;
    const vault = new Vault(Buffer.alloc(32, 1));
    this.outbox = await openOutbox({
      store: this.store,
      vault,
      now: clock.now,
      clock,
      knownTime: () => this.#knownTime(),
      doubtClock: {
        note: (before, since) => this.replayer.noteDoubt(before, since),
        word: (before) => this.replayer.noteWord(before),
      },
      retention: 7 * 86_400_000,
      home: () =>
        this.account === null ? null : homeOf({ brandId: this.brandId, gateway: this.account }),
      isMoving: () => this.isMoving(),
      behindLateCalls: () => this.replayer.behindLateCalls(),
    });
    this.replayer = new Replayer({
      saves: this.outbox.saves,
      news: this.outbox.news,
      delivery: this.outbox.delivery,
      client: {
        send: async (used, body, said = null) => {
          const requestId = String(JSON.parse(body).request_id);
          this.sent.push({ at: clock.monotonic(), requestId, body, app: platformApp(used) });
          const attempt = (this.#attempts.get(requestId) ?? 0) + 1;
          this.#attempts.set(requestId, attempt);
          return this.answer(requestId, attempt, said);
        },
      },
      gatewayClock: this.gatewayClock,
      clock,
      random: () => this.random(),
      account: () => this.account,
      table: () => [...this.rows, ...OUTCOME_TABLE],
      budget: () => this.budget,
      onBug: (error) => this.bugs.push(error),
      onWoken: (reason, gate) => this.woken.push({ reason, gate }),
      onPauseChanged: () => this.pauses.push(this.replayer.pause().kind),
      onIgnored: (save, outcome) => this.ignored.push({ save, outcome }),
    });
    this.#knownTime = () => this.replayer.knownTime();
    if (isSending) this.replayer.start();
    return this;
  }

  async register(
    number: number,
    mobile = `1380000${String(number).padStart(4, '0')}`,
    consent: Consent | null = null,
    corrects: number | null = null,
  ) {
    const idOf = (one: number) => String(one).padStart(32, '0');
    const requestId = idOf(number);
    const result = await this.outbox.intake.enqueue({
      requestId,
      origin: { brandId: this.brandId, shopId: '2', operatorId: '3' },
      member: { mobile },
      app: platformApp(this.account ?? account),
      correctionOf: corrects === null ? null : idOf(corrects),
      consent,
    });
    if (result.ok && result.isNew) this.replayer.prioritize(result.save);
    return result;
  }

  state(number: number) {
    return this.store.onDisk.get(String(number).padStart(32, '0'));
  }
}
