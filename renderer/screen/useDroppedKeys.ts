import { useEffect, useRef } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import type { Member, MemberInput } from '../../app/member/memberSchema.ts';

/** Says beside the phone number, until the next key, that what was typed too early is lost. */
export function useDroppedKeys(form: UseFormReturn<MemberInput, unknown, Member>): () => void {
  const isSaid = useRef(false);
  useEffect(() => {
    const onKey = () => {
      // Not at every key: each time the form would be drawn anew.
      if (!isSaid.current) return;
      isSaid.current = false;
      form.clearErrors('root.dropped');
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [form]);
  return () => {
    isSaid.current = true;
    form.setError('root.dropped', { type: 'till' });
  };
}
