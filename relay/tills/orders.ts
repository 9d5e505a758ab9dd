import { z } from 'zod';
import { isWellFormed, lengthInCodePoints } from '../../app/member/wellFormed.ts';
import type {
  AccountOrder,
  AdministratorOrder,
  RevokeOrder,
  RotateOrder,
  ShopsOrder,
  TillOrder,
} from './administration.ts';
import { isKeyOf, isStrongSecret } from './tillKey.ts';

/** More than a till moves between; a record stays small. */
const MAX_SHOPS = 100;

/** Ms. A secret that is given up is of no use to anybody; one that is stolen is, for as long as it is valid. */
export const MAX_OVERLAP = 90 * 24 * 60 * 60 * 1_000;

/** What ends a line, or turns the direction in which it is read: nobody sees it in a list. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;

const text = (longest: number) =>
  z
    .string({ error: 'must be text' })
    .min(1, 'must not be empty')
    .max(longest * 2, { error: `must have at most ${longest} characters`, abort: true })
    .refine(
      (given) => lengthInCodePoints(given) <= longest,
      `must have at most ${longest} characters`,
    )
    .refine(isWellFormed, 'has a broken character')
    .refine((given) => !UNSEEN.test(given), 'has a character that nobody sees')
    .refine((given) => given.trim() === given, 'has blanks around it');

/** As the CRM names brands and shops: what a provisioning takes. */
const id = text(128);

const tillKey = z
  .string({ error: 'must be text' })
  .refine((given) => isKeyOf('till', given), "is no till's key");

const strongSecret = z
  .string({ error: 'must be text' })
  .refine(isStrongSecret, 'is not as strong as a secret has to be');

const shopIds = z
  .array(id, { error: 'must be a list' })
  .min(1, 'must name at least one shop')
  .max(MAX_SHOPS, `must name at most ${MAX_SHOPS} shops`)
  .refine((ids) => new Set(ids).size === ids.length, 'must not name a shop twice');

export const tillOrderSchema: z.ZodType<TillOrder> = z.strictObject({
  appKey: tillKey,
  appSecret: strongSecret,
  name: text(100),
  brandId: id,
  shopIds,
});

export const shopsOrderSchema: z.ZodType<ShopsOrder> = z.strictObject({
  appKey: tillKey,
  shopIds,
  version: z.int('must be a whole number').min(1, 'must be at least 1').nullable(),
});

export const revokeOrderSchema: z.ZodType<RevokeOrder> = z.strictObject({ appKey: tillKey });

export const rotateOrderSchema: z.ZodType<RotateOrder> = z.strictObject({
  appKey: tillKey,
  appSecret: strongSecret,
  until: z.int('must be a whole number').min(0, 'must not be negative'),
  drop: z.enum(['newest', 'oldest'], { error: 'must be newest or oldest' }).nullable(),
});

const administratorKey = z
  .string({ error: 'must be text' })
  .refine((given) => isKeyOf('admin', given), "is no administrator's key");

export const administratorOrderSchema: z.ZodType<AdministratorOrder> = z.strictObject({
  appKey: administratorKey,
  appSecret: strongSecret,
  name: text(100),
});

export const revokeAdministratorSchema: z.ZodType<RevokeOrder> = z.strictObject({
  appKey: administratorKey,
});

/** The platform's own key and secret: what a provisioning of a till takes. */
export const accountOrderSchema: z.ZodType<AccountOrder> = z
  .strictObject({
    appKey: id,
    appSecret: id,
    session: id.nullable(),
    keepsFormer: z.boolean({ error: 'must be true or false' }),
    isOtherApp: z.boolean({ error: 'must be true or false' }).optional(),
    dropsSession: z.boolean({ error: 'must be true or false' }).optional(),
  })
  .refine(({ session, dropsSession }) => session === null || dropsSession !== true, {
    path: ['dropsSession'],
    error: 'is not for an order that brings a session',
  });
