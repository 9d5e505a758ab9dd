import type { CalendarDate } from '../member/birthday.ts';
import { isTooLarge } from './argumentSize.ts';
import type { BridgeError, CallName } from './bridge.ts';
import { callSchemas, describeRefusal, type ParsedArgument } from './callSchemas.ts';

/**
 * What a call came with, once it has passed the schema of the call; or why it has not. `given`: everything that came,
 * which has to be one value. `today`: the day that birthdays are held against.
 */
export function readArgument<Name extends CallName>(
  name: Name,
  given: readonly unknown[],
  today: CalendarDate,
): { ok: true; argument: ParsedArgument<Name> } | { ok: false; error: BridgeError } {
  const schema = callSchemas(today)[name];
  const isOne = given.length === 1 && !isTooLarge(given[0]);
  const parsed = schema.safeParse(isOne ? given[0] : undefined);
  return parsed.success
    ? { ok: true, argument: parsed.data as ParsedArgument<Name> }
    : { ok: false, error: describeRefusal(parsed.error) };
}
