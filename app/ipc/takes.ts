import { z } from 'zod';
import type { CalendarDate } from '../member/birthday.ts';

/** Some rules go by the day of today. */
export type ArgumentSchema = z.ZodType | ((today: CalendarDate) => z.ZodType);

/**
 * A row: what the call takes, as it is checked when it reaches the main process, and what it gives, which is a type
 * alone: nothing is there when the program runs.
 */
export function takes<Schema extends ArgumentSchema>(argument: Schema) {
  return {
    gives: <Reply>() => ({ argument }) as { readonly argument: Schema; readonly reply: Reply },
  };
}

/** The argument of a call that takes none. */
export const nothing = z.null();

/** Who stands at the till, as the CRM knows them; whether it is somebody of this till is asked behind that. */
export const operatorIdSchema = z.string().min(1).max(128, { abort: true });
