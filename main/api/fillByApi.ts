import { formBodySchema } from '../../app/api/apiSchemas.ts';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import type { Till } from '../till.ts';
import { type ApiAnswer, refuse } from './refusal.ts';
import { typedIn } from './typedIn.ts';

/** Brings the window up with the form filled, and says what came of it. */
export type FillForm = (member: MemberInput) => Promise<'filled' | 'busy' | 'locked' | 'no-answer'>;

/** `POST /v1/form`: nothing is checked or saved by it. That is the cashier's, in front of the customer. */
export function createFillByApi({
  till,
  fillForm,
  isLocked,
}: {
  till: Pick<Till, 'settings'>;
  fillForm: FillForm;
  isLocked: () => boolean;
}) {
  return async (json: unknown): Promise<ApiAnswer> => {
    const parsed = formBodySchema.safeParse(json);
    if (!parsed.success) return refuse({ code: 'request.refused' });
    if (till.settings.provision === null) return refuse({ code: 'not-provisioned' });
    if (isLocked()) return refuse({ code: 'screen.locked' });
    switch (await fillForm(typedIn(parsed.data.member) as MemberInput)) {
      case 'filled':
        return { status: 200, body: { filled: true } };
      case 'busy':
        return refuse({ code: 'form.busy' });
      case 'locked':
        return refuse({ code: 'screen.locked' });
      case 'no-answer':
        return refuse({ code: 'form.unanswered' });
    }
  };
}
