import type { PersonSave, PersonView } from '../../../../app/person/personView.ts';

/** The slips that somebody has to hear of before they are erased. */
export interface Lost {
  /** It never reaches the platform. */
  lost: string[];
  /** An answer is under way: it is waited for. */
  sending: string[];
  /** It lies in a folder that was set aside as well, or may, and would come back from there. */
  comeBack: string[];
  /** Found by another number or code, or as a correction. */
  joined: string[];
  /** It went into a file. */
  lent: string[];
}

export function whatIsLost({ saves, comeBack }: Pick<PersonView, 'saves' | 'comeBack'>): Lost {
  const slipsOf = (is: (save: PersonSave) => boolean) => saves.filter(is).map(({ slip }) => slip);
  return {
    lost: slipsOf(({ state }) => state === 'pending' || state === 'held'),
    sending: slipsOf(({ state }) => state === 'sending'),
    comeBack,
    joined: slipsOf(({ isAsked }) => !isAsked),
    lent: slipsOf(({ lentAt }) => lentAt !== null),
  };
}
