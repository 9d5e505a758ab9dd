import type { Consent, GivenConsent } from './consent.ts';

export type ConsentProblem = 'consent.missing' | 'consent.outdated' | 'consent.other-brand';

/** What is asked of a consent before a save is made. */
export interface ConsentRule {
  /** Whose member the customer becomes. */
  brandId: string;
  /** The version of the notice that holds now. */
  version: string;
  /** Who can have asked the customer. */
  operators: readonly { id: string }[];
  /** Till's clock, ms since 1970. */
  now: number;
  /** Null, or the save that is corrected: its consent goes on. */
  corrected: { consent: Consent | null } | null;
}

/**
 * The consent that a save is kept with, or why there is none. Without a consent nothing is registered; a consent to
 * another brand, or to an older notice, is none to this one, nor one that somebody asked for who is not of this till any
 * more.
 */
export function checkConsent(
  given: GivenConsent | null,
  { brandId, version, operators, now, corrected }: ConsentRule,
): { ok: true; consent: Consent | null } | { ok: false; problem: ConsentProblem } {
  if (given === null) {
    if (corrected === null) return { ok: false, problem: 'consent.missing' };
    return { ok: true, consent: corrected.consent };
  }
  // The notices of two brands may have the same version: the words of the program have one for all.
  if (given.brandId !== brandId) return { ok: false, problem: 'consent.other-brand' };
  if (given.noticeVersion !== version) return { ok: false, problem: 'consent.outdated' };
  // It stands on the disk in the clear: a page must not write anything there that it likes.
  if (!operators.some(({ id }) => id === given.operatorId))
    return { ok: false, problem: 'consent.outdated' };
  // Nobody agrees in the future: a page whose clock is ahead does not make it so.
  const { brandId: _, ...consent } = given;
  return { ok: true, consent: { ...consent, at: Math.min(given.at, now) } };
}
