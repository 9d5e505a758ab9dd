import type { Consent } from '../../app/consent/consent.ts';
import type { Bridge, BridgeError } from '../../app/ipc/bridge.ts';
import type { Registered } from '../../app/ipc/registration.ts';
import type { MemberInput } from '../../app/member/memberSchema.ts';

/** Why a save is not confirmed: main's own code, or that main gave no answer at all. */
export type FailureCode = BridgeError['code'] | 'no-answer';

export type Attempt =
  /** Another attempt is on its way: this one was the second half of a double tap. */
  | { kind: 'ignored' }
  /** `apartFrom`: an earlier save that this form had been stored as, before its content changed. */
  | ({ kind: 'saved'; apartFrom: string | null } & Registered)
  | {
      kind: 'failed';
      code: FailureCode;
      requestId: string;
      fields: NonNullable<BridgeError['fields']>;
    };

/**
 * Holds the id of the present intention. The id stays through every failed attempt, so that trying
 * again can never make two members; it changes after a save, when the form is emptied, and when
 * main says that the id already stands for other content.
 */
export class Registrar {
  readonly #register: Bridge['registerMember'];
  readonly #mint: () => string;
  #requestId: string;
  /** What the form had been stored as under its first id, before its content changed. */
  #apartFrom: string | null = null;
  #busy = false;

  constructor(register: Bridge['registerMember'], mint: () => string) {
    this.#register = register;
    this.#mint = mint;
    this.#requestId = mint();
  }

  get requestId(): string {
    return this.#requestId;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /**
   * `consent`: null only for a correction. `correctionOf`: the id of the save that this one puts right,
   * or null for a new member.
   */
  async save(
    operatorId: string,
    member: MemberInput,
    consent: Consent | null,
    correctionOf: string | null = null,
  ): Promise<Attempt> {
    if (this.#busy) return { kind: 'ignored' };
    this.#busy = true;
    const requestId = this.#requestId;
    try {
      const request = { requestId, operatorId, member, correctionOf, consent };
      const answer = await this.#register(request);
      if (answer.ok) {
        const apartFrom = this.#apartFrom;
        this.startOver();
        return { kind: 'saved', ...answer.value, apartFrom };
      }
      if (answer.error.code === 'intention.reused') {
        this.startOver();
        this.#apartFrom = requestId;
      }
      const fields = answer.error.fields ?? {};
      return { kind: 'failed', code: answer.error.code, requestId, fields };
    } catch {
      return { kind: 'failed', code: 'no-answer', requestId, fields: {} };
    } finally {
      this.#busy = false;
    }
  }

  /** A new intention. */
  startOver(): void {
    this.resume(this.#mint());
  }

  /** The old intention again, when its content comes back. */
  resume(requestId: string): void {
    this.#requestId = requestId;
    this.#apartFrom = null;
  }
}
