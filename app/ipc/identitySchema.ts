import { z } from 'zod';
import { isCode, normaliseCode } from '../member/memberCode.ts';
import { OUTER_TYPES } from '../member/memberFields.ts';
import { isMobile, normalisePhone } from '../member/phone.ts';

/** By what somebody is asked about. */
export const identitySchema = z.union([
  z.strictObject({ mobile: z.string().max(64).transform(normalisePhone).refine(isMobile) }),
  z.strictObject({
    outerId: z.string().max(256).transform(normaliseCode).refine(isCode),
    outerType: z.literal(OUTER_TYPES),
  }),
]);
