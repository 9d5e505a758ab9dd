import { z } from 'zod';
import { temperament } from '../temperament.ts';

// Whether the save is really done before the client is told something else.
const afterEffect = z.boolean().optional();

const plainActions = [
  z.strictObject({ type: z.literal('refuse') }),
  z.strictObject({ type: z.literal('outage') }),
  z.strictObject({ type: z.literal('hang'), afterEffect }),
  z.strictObject({ type: z.literal('drop'), when: z.enum(['before', 'after']) }),
  z.strictObject({ type: z.literal('dropReused'), afterEffect }),
  z.strictObject({ type: z.literal('truncated'), afterEffect }),
  z.strictObject({
    type: z.literal('endless'),
    /** `head`: not even the header ends. */
    begins: z.enum(['head', 'answer', 'page']),
    /** As fast as it goes, a byte now and then, or packed so that little becomes much; a head is never packed. */
    by: z.enum(['flood', 'trickle', 'packed']).optional(),
    afterEffect,
  }),
  z.strictObject({
    type: z.literal('http'),
    status: z.int().min(200).max(599),
    body: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    contentType: z.string().optional(),
    afterEffect,
  }),
  z.strictObject({
    type: z.literal('redirect'),
    location: z.string().min(1),
    status: z.int().min(300).max(399).optional(),
  }),
  z.strictObject({
    type: z.literal('error'),
    code: z.union([z.int(), z.string().min(1)]),
    msg: z.string().optional(),
    subCode: z.string().optional(),
    subMsg: z.string().optional(),
    afterEffect,
  }),
  z.strictObject({
    type: z.literal('bizFailure'),
    resultCode: z.string().optional(),
    resultDesc: z.string().optional(),
    resultView: z.string().optional(),
  }),
  z.strictObject({ type: z.literal('ban'), seconds: z.int().min(1) }),
  z.strictObject({ type: z.literal('expireSession') }),
] as const;

const unknownAction: { error: () => string } = {
  error: () =>
    `must be one of ${[...plainActions.map((action) => action.shape.type.value), 'slow'].join(', ')}`,
};

const plainAction = z.discriminatedUnion('type', plainActions, unknownAction);

const slow = z.strictObject({
  type: z.literal('slow'),
  milliseconds: z.int().min(0),
  /** Wait before the save is done, not after: it may come after the client's next attempt. */
  lateEffect: z.boolean().optional(),
  // biome-ignore lint/suspicious/noThenProperty: the name reads well in a script, and nothing awaits it.
  then: plainAction.optional(),
});

const rule = z.strictObject({
  match: z
    .strictObject({
      requestId: z.string().optional(),
      mobile: z.string().optional(),
      attempt: z.int().min(1).optional(),
    })
    .optional(),
  times: z.int().min(1).optional(),
  action: z.discriminatedUnion('type', [...plainActions, slow], unknownAction),
});

/** A script of faults as plain data, as the control endpoint and `--faults` take it. */
export const faultScript = z.strictObject({
  rules: z.array(rule).default([]),
  clockOffsetSeconds: z.number().optional(),
  forgetIdsAfterSeconds: z.number().min(0).optional(),
  quota: z.strictObject({ callsPerMinute: z.int().min(0), banSeconds: z.int().min(1) }).optional(),
  requireSession: z.boolean().optional(),
  permissionDenied: z.boolean().optional(),
  temperament: temperament.optional(),
});

/** A script as it is written. */
export type FaultScript = z.input<typeof faultScript>;
/** A script after reading. */
export type ReadFaultScript = z.output<typeof faultScript>;
export type FaultRule = z.output<typeof rule>;
/** What a rule does. */
export type FaultAction = z.input<typeof rule>['action'];
export type PlainAction = z.output<typeof plainAction>;
/** What a script sets for every request, whichever rule matches. */
export type FaultSettings = Omit<ReadFaultScript, 'rules'>;
