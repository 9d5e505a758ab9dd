import { useEffect, useRef } from 'react';
import { useFormContext } from 'react-hook-form';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import { phoneProblem } from '../../app/member/phone.ts';

/** So long after the last key (ms) something is said: a scan that goes through the field is gone by then. */
const QUIET_MS = 100;

/** Says at once what more typing cannot put right. What is only not whole yet is said when the field is left. */
export function usePhoneProblem(): (text: string) => void {
  const { trigger, clearErrors, getValues, getFieldState } = useFormContext<MemberInput>();
  const timer = useRef<number>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return (text) => {
    window.clearTimeout(timer.current);
    const { isTouched, invalid } = getFieldState('mobile');
    if (invalid && !isTouched && !isCertain(text)) clearErrors('mobile');
    if (!isCertain(text)) return;
    timer.current = window.setTimeout(() => {
      // Another customer's field has other text.
      if (isCertain(getValues('mobile'))) void trigger('mobile');
    }, QUIET_MS);
  };
}

function isCertain(text: string): boolean {
  const problem = phoneProblem(text);
  return problem !== null && problem !== 'invalid';
}
