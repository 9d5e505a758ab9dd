import { z } from 'zod';
import { GENDERS, type Member, OUTER_TYPES } from '../member/memberSchema.ts';
import type { Origin } from './freezeBody.ts';

const bodySchema = z.looseObject({
  request_id: z.string(),
  brand_id: z.string(),
  shop_id: z.string(),
  operator_id: z.string(),
  mobile: z.string().optional(),
  name: z.string().optional(),
  gender: z.literal(GENDERS).optional(),
  birthday: z.string().optional(),
  outer_id: z.string().optional(),
  outer_type: z.enum(OUTER_TYPES).optional(),
  remark: z.string().optional(),
});

export interface ReadBody {
  requestId: string;
  origin: Origin;
  member: Member;
}

/** What a frozen body says: the other way round of `freezeBody`. The text itself is never made anew. */
export function readBody(text: string): ReadBody {
  const body = bodySchema.parse(JSON.parse(text));
  const { mobile, name, gender, birthday, outer_id: outerId, outer_type: outerType, remark } = body;
  return {
    requestId: body.request_id,
    origin: { brandId: body.brand_id, shopId: body.shop_id, operatorId: body.operator_id },
    member: {
      ...(mobile === undefined ? {} : { mobile }),
      ...(name === undefined ? {} : { name }),
      ...(gender === undefined ? {} : { gender }),
      ...(birthday === undefined ? {} : { birthday: birthday.slice(0, 'yyyy-MM-dd'.length) }),
      ...(outerId === undefined ? {} : { outerId }),
      ...(outerType === undefined ? {} : { outerType }),
      ...(remark === undefined ? {} : { remark }),
    },
  };
}
