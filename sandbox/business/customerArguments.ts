import { z } from 'zod';
import { invalid, missing } from '../../platform/protocol/argumentRefusals.ts';
import { readCalendarText } from '../../platform/protocol/calendarText.ts';
import { customerSaveArgument } from '../../platform/protocol/call.ts';
import type { Refusal } from '../../platform/protocol/refusal.ts';
import type { Temperament } from '../temperament.ts';

const text = z
  .string()
  .min(1)
  .refine((value) => value.isWellFormed());

// Strict about unknown names: the platform would lose a misspelt field without a word.
const customerSave = z.strictObject({
  brand_id: text,
  shop_id: text,
  channel: z.enum(['1', '2', '3', '4', '5']),
  operator_id: text,
  request_id: text,
  mobile: text.optional(),
  name: text.optional(),
  gender: z.literal([0, 1, 2]).optional(),
  birthday: text.refine((value) => readCalendarText(value) !== undefined).optional(),
  outer_id: text.optional(),
  outer_type: z.enum(['wechat', 'alipay']).optional(),
  remark: text.optional(),
});

/** The fields of one save, as the API page names and types them. */
export type CustomerSave = z.output<typeof customerSave>;

const required = ['brand_id', 'shop_id', 'channel', 'operator_id', 'request_id'] as const;
/** The fields that a save may leave out. */
export const optionalFields = [
  'mobile',
  'name',
  'gender',
  'birthday',
  'outer_id',
  'outer_type',
  'remark',
] as const;

function isMissing(value: unknown): boolean {
  return (
    value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
  );
}

function parseObject(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return value as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** Takes what is `""` and may be left out away; gives the names of what it took. */
function takeEmptyAway(fields: Record<string, unknown>): string[] {
  // Of outer id and type, one that is empty takes the other with it.
  const hasOuter = fields.outer_id !== '' && fields.outer_type !== '';
  const taken = optionalFields.filter(
    (name) => fields[name] === '' || (!hasOuter && name.startsWith('outer_') && name in fields),
  );
  for (const name of taken) delete fields[name];
  return taken;
}

/**
 * Reads the JSON text of a save; what is missing is told before what has a wrong type. `emptied`: the
 * fields that were sent as `""`, where that is no mistake.
 */
export function readCustomerSave(
  json: string | undefined,
  emptyText: Temperament['emptyText'] = 'refuse',
): { save: CustomerSave; emptied: string[] } | { refusal: Refusal } {
  if (json === undefined) return { refusal: missing(customerSaveArgument) };
  const fields = parseObject(json);
  if (fields === undefined) return { refusal: invalid(customerSaveArgument) };
  const emptied = emptyText === 'refuse' ? [] : takeEmptyAway(fields);

  const absent = required.find((name) => isMissing(fields[name]));
  if (absent !== undefined) return { refusal: missing(absent) };
  // The two belong together; one alone says nothing.
  if ('outer_id' in fields && !('outer_type' in fields)) return { refusal: missing('outer_type') };
  if ('outer_type' in fields && !('outer_id' in fields)) return { refusal: missing('outer_id') };

  const read = customerSave.safeParse(fields);
  if (read.success) return { save: read.data, emptied };
  const issue = read.error.issues[0];
  const name = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path[0];
  return { refusal: invalid(String(name ?? customerSaveArgument)) };
}
