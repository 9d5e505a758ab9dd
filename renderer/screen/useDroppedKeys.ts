import { useEffect, useRef } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import type { Member, MemberInput } from '../../app/member/memberSchema.ts';

/**
 * Says beside the phone number that what was typed is lost, until a key, a press or a scan (`lastScan`) does something.
 * However many keys it is, it is heard once.
 */
export function useDroppedKeys(
  form: UseFormReturn<MemberInput, unknown, Member>,
  lastScan: object | null,
): (onSaid: () => void) => void {
  const isSaid = useRef(false);
  useEffect(() => {
    const onHand = () => {
      // Not at every key: each time the form would be drawn anew.
      if (!isSaid.current) return;
      isSaid.current = false;
      form.clearErrors('root.dropped');
    };
    // The keys of a scan are heard by nobody else.
    if (lastScan !== null) onHand();
    window.addEventListener('keydown', onHand);
    window.addEventListener('pointerdown', onHand);
    return () => {
      window.removeEventListener('keydown', onHand);
      window.removeEventListener('pointerdown', onHand);
    };
  }, [form, lastScan]);
  return (onSaid) => {
    if (!isSaid.current) onSaid();
    isSaid.current = true;
    form.setError('root.dropped', { type: 'till' });
  };
}
