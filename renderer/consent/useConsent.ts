import { useRef, useState } from 'react';
import type { Consent } from '../../app/consent/consent.ts';
import type { Operator } from '../../app/settings/provision.ts';

interface Ticks {
  agreed: Omit<Consent, 'marketing'> | null;
  marketing: boolean;
}

const NONE: Ticks = { agreed: null, marketing: false };

/**
 * The two boxes of one intention: both begin empty, and a tick holds for one version of the notice only, and as long as
 * who has asked the customer is of this till.
 */
export function useConsent(version: string, operators: readonly Operator[]) {
  const [ticks, setTicks] = useState(NONE);
  // Read by a save in the same event in which a box was ticked.
  const latest = useRef(ticks);
  const change = (next: Ticks) => {
    latest.current = next;
    setTicks(next);
  };
  const holds = (agreed: Ticks['agreed']): agreed is NonNullable<Ticks['agreed']> =>
    agreed?.noticeVersion === version && operators.some(({ id }) => id === agreed.operatorId);
  const given = (): Consent | null => {
    const { agreed, marketing } = latest.current;
    return holds(agreed) ? { ...agreed, marketing } : null;
  };
  return {
    isAgreed: holds(ticks.agreed),
    marketing: ticks.marketing,
    /** What the customer agrees to as the boxes stand now, or null. */
    given,
    /** Ticks or unticks the notice. `operatorId`: who has asked the customer. */
    toggle: (operatorId: string) => {
      const agreed =
        given() === null ? { at: Date.now(), noticeVersion: version, operatorId } : null;
      change({ ...latest.current, agreed });
    },
    toggleMarketing: () => change({ ...latest.current, marketing: !latest.current.marketing }),
    /** The boxes of another intention; null: both empty. */
    restore: (consent: Consent | null) => {
      if (consent === null) return change(NONE);
      const { marketing, ...agreed } = consent;
      change({ agreed, marketing });
    },
  };
}

export type ConsentBoxes = ReturnType<typeof useConsent>;
