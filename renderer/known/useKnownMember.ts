import { useEffect, useRef, useState } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import type { KnownMember } from '../../app/ipc/registration.ts';
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
  const [waitSeconds, setWaitSeconds] = useState<number | null>(null);
  const latest = useRef<Known | null>(null);
  const asked = useRef({ mobile: '', answer: Promise.resolve() });

  useEffect(() => {
    const show = (next: Known | null) => {
      if (latest.current === next) return;
      latest.current = next;
      setKnown(next);
    };
    let again: number | undefined;
    const ask = (mobile: string) => {
      setWaitSeconds(null);
      asked.current.answer = bridge.findMember({ mobile }).then(
        (reply) => {
          if (asked.current.mobile !== mobile) return;
          if (reply.ok && reply.value) show({ member: reply.value, isCorrection: true });
          if (reply.ok || reply.error.code !== 'lookup.too-fast') return;
          const { waitSeconds: wait = 1 } = reply.error;
          setWaitSeconds(wait);
          again = window.setTimeout(() => ask(mobile), wait * 1_000);
        },
        () => undefined,
      );
    };
    const look = (typed: string) => {
      const whole = normalisePhone(typed);
      const mobile = isMobile(whole) ? whole : '';
      if (mobile === asked.current.mobile) return;
      window.clearTimeout(again);
      setWaitSeconds(null);
      show(null);
      asked.current = { mobile, answer: Promise.resolve() };
      if (mobile !== '') ask(mobile);
    };
    const stop = form.subscribe({
      formState: { values: true },
      callback: ({ values }) => look(values.mobile ?? ''),
    });
    return () => {
      window.clearTimeout(again);
      stop();
    };
  }, [bridge, form]);

  return {
    known,
    /** How long the till does not say whether the number is known (s), or null. It asks again by itself. */
    waitSeconds,
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
