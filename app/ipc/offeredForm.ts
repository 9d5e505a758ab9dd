import { z } from 'zod';
import type { MemberInput } from '../member/memberSchema.ts';

/** What a program of this PC would have in the form, for the cashier to finish. */
export interface OfferedForm {
  /** Which one: another that comes meanwhile needs its own answer. */
  offer: number;
  member: MemberInput;
}

/** `busy`: somebody is doing something in the window, and nothing of it was touched; `locked`: nobody is there. */
export const FORM_ANSWERS = ['filled', 'busy', 'locked'] as const;
export type FormAnswer = (typeof FORM_ANSWERS)[number];

export const formAnswerSchema = z.strictObject({
  offer: z.int().positive(),
  answer: z.enum(FORM_ANSWERS),
});
