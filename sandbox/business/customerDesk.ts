import texts from '../../platform/platformTexts.json' with { type: 'json' };
import { refuse } from '../../platform/protocol/refusal.ts';
import { type Temperament, temperamentOf } from '../temperament.ts';
import type { Answer } from './answer.ts';
import { type CustomerSave, optionalFields } from './customerArguments.ts';
import { CustomerBook } from './customerBook.ts';
import { Ledger, type LedgerSnapshot } from './ledger.ts';
import { ResultMemory } from './resultMemory.ts';

const mobileShape = /^1[3-9]\d{9}$/;

/** What a save depends on besides itself. Times are in milliseconds. */
interface Circumstances {
  now: number;
  idLifetime: number | undefined;
  temperament?: Temperament;
  /** Fields that were sent as `""`, where that is no mistake. */
  emptied?: readonly string[];
}

/** Does the saves: the part behind the gateway's checks. */
export class CustomerDesk {
  readonly ledger = new Ledger();
  private readonly book = new CustomerBook();
  private readonly memory = new ResultMemory();

  /** Saves once per request id. `body` is the exact text. */
  save(save: CustomerSave, body: string, circumstances: Circumstances): Answer {
    const { now, idLifetime, temperament = temperamentOf(), emptied = [] } = circumstances;
    if (save.mobile !== undefined && !mobileShape.test(save.mobile)) {
      return refused(50, 'isv.invalid-parameter', texts.invalidParameter);
    }
    if (save.mobile === undefined && save.outer_id === undefined) {
      return businessFailure('CUSTOMER_IDENTITY_MISSING', texts.missingIdentity);
    }

    const requestId = save.request_id;
    const { requestIdScope, repeat, otherBody } = temperament;
    const memoryKey = requestIdScope === 'app' ? requestId : `${save.shop_id} ${requestId}`;
    const stored = this.memory.recall(memoryKey, now, idLifetime);
    const treatment = stored && (stored.body === body ? repeat : otherBody);
    if (treatment === 'refuse') {
      return refused(15, 'isv.request-id-conflict', texts.requestIdConflict);
    }
    if (stored !== undefined && treatment === 'firstResult') {
      this.ledger.recordReplay(requestId);
      return { kind: 'success', customerId: stored.customerId, replayed: true };
    }

    const cleared = clearedFields(save, emptied, temperament);
    if (temperament.twoMatches === 'refuse' && this.book.namesTwo(save, temperament)) {
      return businessFailure('CUSTOMER_CONFLICT', texts.twoCustomers);
    }
    const { customerId, created } = this.book.upsert(save, temperament, cleared);
    this.memory.store(memoryKey, { body, customerId, at: now });
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

function clearedFields(
  save: CustomerSave,
  emptied: readonly string[],
  { emptyText, absentField }: Temperament,
): string[] {
  return optionalFields.filter((name) => {
    if (save[name] !== undefined) return false;
    return (emptied.includes(name) ? emptyText : absentField) === 'clear';
  });
}

// The platform publishes no result code but "0": these are made up.
function businessFailure(resultCode: string, text: string): Answer {
  return { kind: 'bizFailure', failure: { resultCode, resultDesc: text, resultView: text } };
}
