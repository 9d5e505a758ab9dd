import texts from '../platformTexts.json' with { type: 'json' };
import { refuse } from '../protocol/refusal.ts';
import type { Answer } from './answer.ts';
import type { CustomerSave } from './customerArguments.ts';
import { CustomerBook } from './customerBook.ts';
import { Ledger, type LedgerSnapshot } from './ledger.ts';
import { ResultMemory } from './resultMemory.ts';

const mobileShape = /^1[3-9]\d{9}$/;

/** Does the saves: the part behind the gateway's checks. */
export class CustomerDesk {
  readonly ledger = new Ledger();
  private readonly book = new CustomerBook();
  private readonly memory = new ResultMemory();

  /** Saves once per request id. `body` is the exact text; times are in milliseconds. */
  save(save: CustomerSave, body: string, now: number, idLifetime: number | undefined): Answer {
    if (save.mobile !== undefined && !mobileShape.test(save.mobile)) {
      return refused(50, 'isv.invalid-parameter', texts.invalidParameter);
    }
    if (save.mobile === undefined && save.outer_id === undefined) {
      // The platform publishes no result code but "0": this one is made up.
      const resultCode = 'CUSTOMER_IDENTITY_MISSING';
      const text = texts.missingIdentity;
      return { kind: 'bizFailure', failure: { resultCode, resultDesc: text, resultView: text } };
    }

    const requestId = save.request_id;
    const stored = this.memory.recall(requestId, now, idLifetime);
    if (stored !== undefined) {
      if (stored.body !== body) {
        return refused(15, 'isv.request-id-conflict', texts.requestIdConflict);
      }
      this.ledger.recordReplay(requestId);
      return { kind: 'success', customerId: stored.customerId, replayed: true };
    }

    const { customerId, created } = this.book.upsert(save);
    this.memory.store(requestId, { body, customerId, at: now });
    this.ledger.recordEffect({ at: now, requestId, customerId, created, body, fields: save });
    return { kind: 'success', customerId, replayed: false };
  }

  snapshot(): LedgerSnapshot {
    return this.ledger.snapshot(this.book.all());
  }

  reset(): void {
    this.ledger.reset();
    this.book.reset();
    this.memory.reset();
  }
}

function refused(code: number, subCode: string, subMsg: string): Answer {
  return { kind: 'error', refusal: refuse(code, subCode, subMsg) };
}
