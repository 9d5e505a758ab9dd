import { useEffect, useRef, useState } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import type { KnownMember } from '../../app/ipc/bridge.ts';
import type { Member, MemberInput } from '../../app/member/memberSchema.ts';
import { isMobile, normalisePhone } from '../../app/member/phone.ts';
import { useBridge } from '../bridge/BridgeContext.tsx';

/** A member that this till knows, and what the cashier wants of the form: to correct or to add. */
export interface Known {
  member: KnownMember;
  isCorrection: boolean;
}

/** A save waits this long at the most for an answer about its phone number (ms). */
const PATIENCE_MS = 200;

/**
 * Asks the till about the phone number as soon as it is whole. A known one makes the form a
 * correction of that member, unless the cashier says that it is a new one; so nobody makes a twin by
 * not looking. A till that does not answer never stands in the way of a save.
 */
export function useKnownMember(form: UseFormReturn<MemberInput, unknown, Member>) {
  const bridge = useBridge();
  const [known, setKnown] = useState<Known | null>(null);
  const latest = useRef<Known | null>(null);
  const asked = useRef({ mobile: '', answer: Promise.resolve() });

  useEffect(() => {
    const show = (next: Known | null) => {
      if (latest.current === next) return;
      latest.current = next;
      setKnown(next);
    };
    const look = (typed: string) => {
      const whole = normalisePhone(typed);
      const mobile = isMobile(whole) ? whole : '';
      if (mobile === asked.current.mobile) return;
      show(null);
      asked.current = { mobile, answer: Promise.resolve() };
      if (mobile === '') return;
      asked.current.answer = bridge.findMember({ mobile }).then(
        (reply) => {
          if (asked.current.mobile !== mobile || !reply.ok || !reply.value) return;
          show({ member: reply.value, isCorrection: true });
        },
        () => undefined,
      );
    };
    return form.subscribe({
      formState: { values: true },
      callback: ({ values }) => look(values.mobile ?? ''),
    });
  }, [bridge, form]);

  return {
    known,
    /** What is known once the question that is under way has been answered, or not for too long. */
    settled: async (): Promise<Known | null> => {
      const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
      await Promise.race([asked.current.answer, late]);
      return latest.current;
    },
    /** From a correction to a new member and back. */
    toggle: () => {
      const now = latest.current;
      if (!now) return;
      latest.current = { ...now, isCorrection: !now.isCorrection };
      setKnown(latest.current);
    },
  };
}
