import { z } from 'zod';
import { apiChoiceSchema } from '../api/apiChoice.ts';
import { noticeSchema } from '../consent/notice.ts';
import { outcomeRowSchema } from '../gateway/outcomeTable.ts';
import { isTooLarge } from '../limits/argumentSize.ts';
import { hasControlCharacters, isWellFormed } from '../member/wellFormed.ts';
import { openingHoursSchema } from '../update/openingHours.ts';
import { gatewayAddress } from './gatewayAddress.ts';
import { LOCALES } from './locales.ts';
import { newPinSchema } from './pin.ts';
import { proxyAccountSchema } from './proxyAccount.ts';
import { QUEUE_PER } from './queuePer.ts';
import { reportsSchema } from './reports.ts';
import { updatesSchema } from './updates.ts';
import { watermarkFolderSchema } from './watermarkFolder.ts';
import { storedWindowChoicesSchema, windowChoicesSchema } from './windowChoices.ts';

export const SIGN_METHODS = ['md5', 'hmac', 'hmac-sha256'] as const;
export type SignMethod = (typeof SIGN_METHODS)[number];

/** More than any chain has had. */
export const MAX_FORMER_APPS = 50;

/**
 * More than work at the tills of any one shop, and a list that a window shows at once: with 50,000 the lock took 14 s to be
 * drawn.
 */
export const MAX_OPERATORS = 200;

/** As many mistakes of one file are told: more nobody reads, and a console that nobody reads either takes few. */
const MAX_PROBLEMS = 100;

/** 32 bytes in base64 of either kind, or what SPKI has in front of them too. */
const RECOVERY_KEY = /^(?:MCowBQYDK2VuAyEA)?[A-Za-z0-9+/_-]{43}=?$/;

const id = z
  .string({ error: 'must be text' })
  .min(1, 'must not be empty')
  .max(128, { error: 'must have at most 128 characters', abort: true })
  .refine(isWellFormed, 'has a broken character');

const operatorSchema = z.strictObject({
  id: id
    .refine((text) => !hasControlCharacters(text), 'has a control character')
    .meta({ description: 'Operator id, as the CRM knows it' }),
  name: id.meta({ description: 'Name shown to the cashier' }),
  badge: z
    .string({ error: 'must be text' })
    .regex(/^[\x21-\x7e]{4,64}$/, 'must be 4 to 64 letters, digits or signs')
    .optional()
    .meta({ description: 'What a scanner reads from the badge of this operator' }),
});

/** In any number. */
function operatorsOf(operator: typeof operatorSchema) {
  return z
    .array(operator, { error: 'must be a list' })
    .min(1, 'must name at least one operator')
    .refine(
      (operators) => new Set(operators.map((one) => one.id)).size === operators.length,
      'must not name an operator id twice',
    )
    .refine((operators) => {
      const badges = operators.flatMap(({ badge }) => badge ?? []);
      return new Set(badges).size === badges.length;
    }, 'must not give a badge to two operators');
}

/** `provision.json`: where and who this till is. Published as `docs/provision.schema.json`. */
export const provisionSchema = z.strictObject({
  gateway: z.strictObject({
    url: gatewayAddress.meta({
      description: 'Gateway address, for example https://gw.api.taobao.com/router/rest',
    }),
    appKey: id,
    appSecret: id,
    session: id.optional(),
    signMethod: z
      .enum(SIGN_METHODS, { error: `must be one of ${SIGN_METHODS.join(', ')}` })
      .optional()
      .meta({ description: 'Default: hmac-sha256' }),
    formerly: z
      .array(z.strictObject({ url: gatewayAddress, appKey: id }), { error: 'must be a list' })
      .max(MAX_FORMER_APPS, `must have at most ${MAX_FORMER_APPS} entries`)
      .optional()
      .meta({
        description:
          'Other addresses and keys of the same app: what was saved for them is sent to this one',
      }),
  }),
  brandId: id,
  shopId: id,
  operators: operatorsOf(operatorSchema).max(
    MAX_OPERATORS,
    `must name at most ${MAX_OPERATORS} operators`,
  ),
  outcomes: z
    .array(outcomeRowSchema, { error: 'must be a list' })
    .max(500, 'must have at most 500 rows')
    .optional()
    .meta({
      description:
        'What answers of the gateway mean, before the table of the program: the first fitting row decides',
    }),
  notice: noticeSchema.optional().meta({
    description: 'What customers agree to; default: the words that the program brings along',
  }),
  lockAfterMinutes: z
    .int('must be a whole number')
    .min(0, 'must not be negative')
    .max(480, 'must be at most 480')
    .optional()
    .meta({
      description: 'The screen locks after so many minutes without a hand; 0: never; default: 10',
    }),
  pace: z
    .strictObject({
      callsPerMinute: z
        .number({ error: 'must be a number' })
        .min(0.1, 'must be at least 0.1')
        .max(100_000, 'must be at most 100000')
        .meta({ description: "This till's part of the app's quota" }),
    })
    .optional()
    .meta({ description: 'How fast a backlog is sent; without it the till learns from bans' }),
  queuePer: z
    .enum(QUEUE_PER, { error: `must be one of ${QUEUE_PER.join(', ')}` })
    .optional()
    .meta({
      description:
        'On Windows, who opens the queue: the user who made it, or all who work at the PC; default: user',
    }),
  recoveryKey: z
    .string({ error: 'must be text' })
    .regex(RECOVERY_KEY, 'must be the 32 bytes of an X25519 public key as base64url, or as SPKI')
    .nullable()
    .optional()
    .meta({
      description:
        "The chain's public recovery key; null takes away the one that is there, and without it that one stays",
    }),
  rotateKey: z.int('must be a whole number').nonnegative('must not be negative').optional().meta({
    description: 'A number other than the last one asks for a new data key, once; 0 never does',
  }),
  watermarkFolder: watermarkFolderSchema.optional().meta({
    description:
      'A folder on another drive or share where the highest numbers stand as well, so that a drive that is set back is noticed; empty: none',
  }),
  proxy: proxyAccountSchema.nullable().optional().meta({
    description:
      'What a proxy is told that asks for a name and password; null takes away what is there, and without it that stays',
  }),
  updates: updatesSchema.optional().meta({
    description:
      'Where the program finds its next version; without it nothing is asked, fetched or installed',
  }),
  openingHours: openingHoursSchema.optional().meta({
    description:
      'When there may be customers, every day, as 09:30 and 21:00: nothing is fetched or installed then; default: 06:00 to 24:00',
  }),
  locale: z.enum(LOCALES, { error: `must be one of ${LOCALES.join(', ')}` }).optional(),
  window: windowChoicesSchema
    .optional()
    .meta({ description: 'How the program stands on its PC: hot key, strip, start' }),
  api: apiChoiceSchema.optional().meta({
    description: 'Whether other programs of this PC may register members: docs/pos-integration.md',
  }),
  reports: reportsSchema.optional().meta({
    description:
      'Whom the till tells once a minute how it is, with nothing about a person in it: docs/reports.md; without it nobody',
  }),
  managerPin: newPinSchema.optional().meta({
    description: "The manager's PIN, 4 to 12 digits. Without it the till keeps the one it has",
  }),
});

/** What an earlier version has taken over stays readable: it knew no limit of operators, took any id and any hot key. */
const storedProvisionSchema = provisionSchema.extend({
  operators: operatorsOf(operatorSchema.extend({ id })),
  window: storedWindowChoicesSchema.optional(),
});

/** Where the provisioning says nothing of it. */
export const DEFAULT_LOCK_AFTER_MINUTES = 10;

export type Provision = z.infer<typeof provisionSchema>;
/** Where calls go, and what they are signed with. */
export type GatewayAccount = Provision['gateway'];
export type FormerApp = NonNullable<Provision['gateway']['formerly']>[number];
export type Operator = Provision['operators'][number];
export type ParsedText<Value> = { ok: true; value: Value } | { ok: false; problems: string[] };
export type ParsedProvision = ParsedText<Provision>;

/**
 * Every mistake of a provisioning text as one line, `path: what is wrong`, up to a hundred; or the provisioning.
 * The values themselves are never repeated: they may be secrets.
 */
export function parseProvision(text: string): ParsedProvision {
  return parseAs(text, provisionSchema);
}

/** The same by another schema that is made of this one. */
export function parseAs<Value>(text: string, schema: z.ZodType<Value>): ParsedText<Value> {
  const json = readJson(text);
  // Before the schema: it looks at every value of a list before it finds it too long, and keeps a mistake for each.
  if (isTooLarge(json)) {
    return { ok: false, problems: ['the file has more in it than a provisioning can have'] };
  }
  return parse(json, schema);
}

/** Whether what this till has stored has something in it that this version does not know. */
export function isOfLaterVersion(stored: unknown): boolean {
  const { error } = storedProvisionSchema.safeParse(stored);
  return error !== undefined && hasUnknownKeys(error);
}

export function hasUnknownKeys({ issues }: Pick<z.ZodError, 'issues'>): boolean {
  return issues.some(({ code }) => code === 'unrecognized_keys');
}

/** The same for what this till has stored, which may be from before a limit. */
export function parseStoredProvision(text: string): ParsedProvision {
  return parse(readJson(text), storedProvisionSchema);
}

/** Undefined where it is none. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}

function parse<Value>(json: unknown, schema: z.ZodType<Value>): ParsedText<Value> {
  if (json === undefined) return { ok: false, problems: ['the file is not valid JSON'] };
  const parsed = schema.safeParse(json, { reportInput: true });
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, problems: problemsOf(parsed.error) };
}

/** Each as one line, `path: what is wrong`, without a value. */
export function problemsOf({ issues }: Pick<z.ZodError, 'issues'>): string[] {
  return issues.flatMap(describeIssue).slice(0, MAX_PROBLEMS);
}

function describeIssue(issue: z.core.$ZodIssue): string[] {
  const path = issue.path.length === 0 ? 'the file' : issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${path}: "${key}" is not a known setting`);
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) return [`${path}: is missing`];
  return [`${path}: ${issue.message}`];
}
