import type { ParamsIn } from '../../platform/protocol/call.ts';
import type { CustomerSave } from './customerArguments.ts';
import type { Customer } from './customerBook.ts';

/** One save that really happened. Times are in milliseconds since 1970. */
export interface Effect {
  sequence: number;
  at: number;
  requestId: string;
  customerId: string;
  /** The save made a new customer. */
  created: boolean;
  /** The exact JSON text. */
  body: string;
  fields: CustomerSave;
}

/** What went back over the wire. */
export interface AnswerSummary {
  /** `http` is a page, a redirect or a cut text; `none` is no answer at all. */
  kind: 'success' | 'replay' | 'bizFailure' | 'error' | 'http' | 'none';
  /** The error code, the result code or the HTTP status. */
  code?: number | string;
  subCode?: string;
}

/** One request that reached the gateway, whatever came of it. */
export interface RequestEntry {
  at: number;
  requestId?: string;
  sign?: string;
  timestamp?: string;
  paramsIn: ParamsIn;
  /** The exact JSON text that was sent, as it was after decoding. */
  bodyText?: string;
  onReusedConnection: boolean;
  /** Absent as long as nothing is decided. */
  answer?: AnswerSummary;
  /** The type of the fault that shaped the answer. */
  faulted?: string;
}

/** Everything that the sandbox knows to be true, whatever the client was told. */
export interface LedgerSnapshot {
  effects: Effect[];
  /** By customer id. */
  customers: Record<string, Customer>;
  /** How often a request id was answered from its stored result. */
  replays: Record<string, number>;
  requests: RequestEntry[];
}

/** Keeps the true effects, the replays and the requests. */
export class Ledger {
  readonly effects: Effect[] = [];
  readonly requests: RequestEntry[] = [];
  readonly replays = new Map<string, number>();

  recordEffect(effect: Omit<Effect, 'sequence'>): void {
    this.effects.push({ sequence: this.effects.length + 1, ...effect });
  }

  recordReplay(requestId: string): void {
    this.replays.set(requestId, (this.replays.get(requestId) ?? 0) + 1);
  }

  snapshot(customers: Record<string, Customer>): LedgerSnapshot {
    return structuredClone({
      effects: this.effects,
      customers,
      replays: Object.fromEntries(this.replays),
      requests: this.requests,
    });
  }

  reset(): void {
    this.effects.length = 0;
    this.requests.length = 0;
    this.replays.clear();
  }
}
