import type { UseFormReturn } from 'react-hook-form';
import type { Member, MemberInput } from '../../app/member/memberSchema.ts';
import { normalisePhone, phoneProblem } from '../../app/member/phone.ts';
import { groupDigits } from './phoneGrouping.ts';

type Form = Pick<
  UseFormReturn<MemberInput, unknown, Member>,
  'getValues' | 'setValue' | 'getFieldState' | 'trigger'
>;

/**
 * Enter in the phone field: true where it may go on. A number that is wrong is not left; what is wrong is said. To the
 * question about a number that looks American an Enter says that it is a mainland one.
 */
export function leavePhone(form: Form): boolean {
  const text = form.getValues('mobile');
  const problem = phoneProblem(text);
  if (problem === null) return true;
  const isAnswer = form.getFieldState('mobile').error?.message === 'mobile.grouping';
  if (problem === 'grouping' && isAnswer) {
    const mobile = groupDigits(normalisePhone(text));
    form.setValue('mobile', mobile, { shouldDirty: true, shouldValidate: true });
    return true;
  }
  void form.trigger('mobile');
  return false;
}
