import type { z } from 'zod';
import { isTooLarge } from '../limits/argumentSize.ts';
import type { CalendarDate } from '../member/birthday.ts';
import type { BridgeError, CallName, ParsedArgument } from './bridge.ts';
import { argumentSchema } from './calls.ts';

/**
 * What a call came with, once it has passed the schema of the call; or why it has not. `given`: everything that came,
 * which has to be one value. `today`: the day that birthdays are held against.
 */
export function readArgument<Name extends CallName>(
  name: Name,
  given: readonly unknown[],
  today: CalendarDate,
): { ok: true; argument: ParsedArgument<Name> } | { ok: false; error: BridgeError } {
  const isOne = given.length === 1 && !isTooLarge(given[0]);
  const parsed = argumentSchema(name, today).safeParse(isOne ? given[0] : undefined);
  return parsed.success
    ? { ok: true, argument: parsed.data as ParsedArgument<Name> }
    : { ok: false, error: describeRefusal(parsed.error) };
}

const MEMBER_CODE = /^[a-z][a-zA-Z]*\.[a-z][a-zA-Z]*$/;

/**
 * A refused argument as a bridge error: wrong member fields as a code for each field (the first of
 * several), anything else as a refusal of the whole call.
 */
function describeRefusal(error: z.ZodError): BridgeError {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) {
    const [part, field] = issue.path;
    if (part !== 'member' || typeof field !== 'string' || !MEMBER_CODE.test(issue.message)) {
      return { code: 'request.refused' };
    }
    fields[field] ??= issue.message;
  }
  return { code: 'input.invalid', fields };
}
