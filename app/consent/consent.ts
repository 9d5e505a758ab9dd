import { z } from 'zod';

/**
 * That a customer has agreed: kept with the save, never sent. Nothing in it is personal data of the
 * customer.
 */
export const consentSchema = z.strictObject({
  /** When the operator ticked it (till's clock, ms since 1970). */
  at: z.number().nonnegative(),
  noticeVersion: z.string().min(1).max(32),
  /** Who asked the customer: not always the one who saves. */
  operatorId: z.string().min(1).max(128),
  /** A consent of its own, which nothing depends on. */
  marketing: z.boolean(),
});

export type Consent = Readonly<z.infer<typeof consentSchema>>;

/**
 * A consent before its save: with the brand whose terms the customer agreed to. The save is of one brand itself, and
 * keeps no second one.
 */
export const givenConsentSchema = consentSchema.extend({ brandId: z.string().max(128) });

export type GivenConsent = Readonly<z.infer<typeof givenConsentSchema>>;

/** True when two consents say the same thing, whenever they were ticked. */
export function isSameConsent(one: Consent | null, other: Consent | null): boolean {
  return one?.noticeVersion === other?.noticeVersion && one?.marketing === other?.marketing;
}
