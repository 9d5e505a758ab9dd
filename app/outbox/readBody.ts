import { z } from 'zod';
import { FIELD_NAMES, type FieldName, MEMBER_FIELDS } from '../member/memberFields.ts';
import type { Member } from '../member/memberSchema.ts';
import type { Origin } from './freezeBody.ts';

const bodySchema = z.looseObject({
  ...Object.fromEntries(
    FIELD_NAMES.map((name) => [MEMBER_FIELDS[name].wireName, sentSchema(name).optional()]),
  ),
  request_id: z.string(),
  brand_id: z.string(),
  shop_id: z.string(),
  operator_id: z.string(),
});

export interface ReadBody {
  requestId: string;
  origin: Origin;
  member: Member;
}

/** What a frozen body says: the other way round of `freezeBody`. The text itself is never made anew. */
export function readBody(text: string): ReadBody {
  const body = bodySchema.parse(JSON.parse(text));
  const fields = FIELD_NAMES.flatMap((name) => {
    const sent: unknown = body[MEMBER_FIELDS[name].wireName];
    return sent === undefined ? [] : [[name, asTyped(name, sent)] as const];
  });
  return {
    requestId: body.request_id,
    origin: { brandId: body.brand_id, shopId: body.shop_id, operatorId: body.operator_id },
    member: Object.fromEntries(fields) as Member,
  };
}

function sentSchema(name: FieldName): z.ZodType {
  const row = MEMBER_FIELDS[name];
  return row.kind === 'choice' ? z.literal(row.choices) : z.string();
}

function asTyped(name: FieldName, sent: unknown): unknown {
  if (MEMBER_FIELDS[name].kind !== 'date') return sent;
  return String(sent).slice(0, 'yyyy-MM-dd'.length);
}
