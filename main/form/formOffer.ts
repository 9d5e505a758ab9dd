import type { FormAnswer, OfferedForm } from '../../app/ipc/offeredForm.ts';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import type { Clock } from '../clock/clock.ts';

/** A page that has to be loaded first answers within this time (ms), also on a slow PC. */
const ANSWER_WITHIN_MS = 8_000;

export interface FormOfferOptions {
  clock: Pick<Clock, 'after'>;
  isPageThere: () => boolean;
  /** Brings the window to the front, and makes it where there is none. */
  bringUp: () => void;
  /** Tells the page that there is something for its form. */
  tell: () => void;
}

/**
 * What is to stand in the form, offered to the page: it alone knows whether somebody is typing, and its word is final.
 * One at a time.
 */
export class FormOffer {
  readonly #options: FormOfferOptions;
  #offers = 0;
  #open: (OfferedForm & { answer: (answer: FormAnswer | 'no-answer') => void }) | null = null;

  constructor(options: FormOfferOptions) {
    this.#options = options;
  }

  /** Resolves with what came of it. Where it was not taken nothing was touched. */
  make(member: MemberInput): Promise<FormAnswer | 'no-answer'> {
    const { clock, isPageThere, bringUp, tell } = this.#options;
    if (this.#open !== null) return Promise.resolve('busy');
    this.#offers += 1;
    const offer = this.#offers;
    const wasThere = isPageThere();
    const answered = new Promise<FormAnswer | 'no-answer'>((resolve) => {
      const cancel = clock.after(ANSWER_WITHIN_MS, () => this.#open?.answer('no-answer'));
      this.#open = {
        offer,
        member,
        answer: (answer) => {
          cancel();
          this.#open = null;
          // Not before: whoever is busy has nothing come over what is being done.
          if (answer === 'filled' && wasThere) bringUp();
          resolve(answer);
        },
      };
    });
    if (wasThere) tell();
    else bringUp();
    return answered;
  }

  /** What waits for the page, or null. */
  get waiting(): OfferedForm | null {
    return this.#open && { offer: this.#open.offer, member: this.#open.member };
  }

  /** The page's word about an offer. What comes too late, or of another one, changes nothing. */
  answer(offer: number, answer: FormAnswer): void {
    if (this.#open?.offer === offer) this.#open.answer(answer);
  }
}
