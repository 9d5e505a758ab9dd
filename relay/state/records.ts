import { z } from 'zod';
import type { AdministratorRecord, ChainAccount, TillRecord } from './relayState.ts';

/** What is read back out of a file or a store, checked: a record that is none of these was not written by a relay. */
const wrappedSecret = z.strictObject({
  masterKeyId: z.string(),
  wrappedDataKey: z.string(),
  sealed: z.string(),
});

const text = z.string().min(1);
const version = z.number().int().nonnegative();
const moment = z.number();

export const tillRecord: z.ZodType<TillRecord> = z.strictObject({
  appKey: text,
  name: z.string(),
  brandId: text,
  shopIds: z.array(text),
  secrets: z.array(z.strictObject({ secret: wrappedSecret, until: moment.nullable() })),
  createdAt: moment,
  revokedAt: moment.nullable(),
  version,
});

export const administratorRecord: z.ZodType<AdministratorRecord> = z.strictObject({
  appKey: text,
  name: z.string(),
  secret: wrappedSecret,
  createdAt: moment,
  revokedAt: moment.nullable(),
  version,
});

export const chainAccount: z.ZodType<ChainAccount> = z.strictObject({
  appKey: text,
  session: text.nullable(),
  secrets: z.array(wrappedSecret),
  version,
});

/** The record in a text; null where no relay wrote it: that is as good as none that can be asked for. */
export function recordIn<Stored>(text: string, shape: z.ZodType<Stored>): Stored | null {
  try {
    const parsed = shape.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
