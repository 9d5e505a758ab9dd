import { z } from 'zod';

/** The checks of the gateway, in the order in which it makes them. */
export const checkNames = [
  'verb',
  'encoding',
  'method',
  'format',
  'version',
  'appKey',
  'timestamp',
  'sign',
  'replay',
  'quota',
  'permission',
  'session',
] as const;
export type CheckName = (typeof checkNames)[number];

/** What nobody publishes about the platform, as a script may set it; what is left out is as usual. */
export const temperament = z.strictObject({
  /** By what a save finds a customer that is there. */
  upsertKey: z.enum(['either', 'mobile', 'outerId']).optional(),
  /** Mobile and outer id of one save belong to two customers: join them, prefer one, or refuse. */
  twoMatches: z.enum(['join', 'mobile', 'outerId', 'refuse']).optional(),
  /** `""` in a field that may be left out. */
  emptyText: z.enum(['refuse', 'ignore', 'clear']).optional(),
  /** A field that is left out. */
  absentField: z.enum(['keep', 'clear']).optional(),
  /** The same request id with the same body. */
  repeat: z.enum(['firstResult', 'refuse']).optional(),
  /** The same request id with another body. */
  otherBody: z.enum(['refuse', 'firstResult', 'takeEffect']).optional(),
  /** Within what a request id is one. */
  requestIdScope: z.enum(['app', 'shop']).optional(),
  /** A sign and timestamp that were seen before. */
  repeatedSign: z.enum(['refuse', 'allow']).optional(),
  /** What `result` holds after a save: the platform's own sample says "true". */
  result: z.enum(['customerId', 'true']).optional(),
  /** These checks come first, in this order; the others follow in the usual one. */
  checkFirst: z.array(z.enum(checkNames)).optional(),
});

type Set = z.output<typeof temperament>;
export type Temperament = { [Name in keyof Set]-?: NonNullable<Set[Name]> };

const usual: Temperament = {
  upsertKey: 'either',
  twoMatches: 'join',
  emptyText: 'refuse',
  absentField: 'keep',
  repeat: 'firstResult',
  otherBody: 'refuse',
  requestIdScope: 'app',
  repeatedSign: 'refuse',
  result: 'customerId',
  checkFirst: [],
};

/** The whole temperament; without any, the sandbox's usual reading. */
export function temperamentOf(set: Set = {}): Temperament {
  return { ...usual, ...set } as Temperament;
}
