import { z } from 'zod';
import { PLATFORM_PROBLEMS, type PlatformProblem } from './connectionProblems.ts';
import shipped from './outcomeTable.json' with { type: 'json' };

const PROBLEM_NAMES = Object.keys(PLATFORM_PROBLEMS) as PlatformProblem[];

/**
 * What the first of such answers in a row does, where that is not what its class does: `ask-again` and
 * `blame-save` are for `configuration`, `sign-again` is for `clock`.
 */
const AT_FIRST = {
  'ask-again': 'configuration',
  'blame-save': 'configuration',
  'sign-again': 'clock',
} as const;
export type AtFirst = keyof typeof AT_FIRST;

/**
 * One row of the table of answers, the one place that says what a code is. `code` and `subCode` say which answers
 * it fits, `resultCode` which business answers. A missing `code` or `subCode` fits everything; `*` at the end of a
 * sub code fits every ending. The first row that fits decides the class; `problem` and `atFirst` come from the
 * first fitting row of that class that has them, so a row that is put in front need not repeat them.
 */
export const outcomeRowSchema = z
  .strictObject({
    code: z.string().min(1).optional(),
    subCode: z.string().min(1).optional(),
    resultCode: z.string().min(1).optional(),
    class: z.enum(['quota', 'configuration', 'clock', 'rejected', 'later', 'unknown']),
    problem: z.enum(PROBLEM_NAMES).nullable().optional().meta({
      description:
        'What the connection test finds by it, and the banner; null: the call came through',
    }),
    atFirst: z
      .enum(Object.keys(AT_FIRST) as AtFirst[])
      .optional()
      .meta({
        description: 'What the first of such answers in a row does before the queue pauses',
      }),
    source: z.string().min(1),
  })
  .refine(
    (row) => (row.code ?? row.subCode ?? row.resultCode) !== undefined,
    'needs a code, a subCode or a resultCode',
  )
  .refine(
    ({ atFirst, class: kind }) => atFirst === undefined || AT_FIRST[atFirst] === kind,
    'has an atFirst that its class does not know',
  );

export type OutcomeRow = z.infer<typeof outcomeRowSchema>;
export type ErrorClass = OutcomeRow['class'];

/** All that is known of an error answer. */
export interface Meaning {
  class: ErrorClass;
  /** What the connection test finds by it; null where the call has come all the way. */
  problem: PlatformProblem | null;
  /** Null: what the class does. */
  atFirst: AtFirst | null;
}

/** What an answer of a class finds wrong where no row says it. */
const PROBLEM_OF_CLASS: Readonly<Record<ErrorClass, PlatformProblem | null>> = {
  quota: 'quota',
  configuration: 'settingsRefused',
  clock: 'clockRefused',
  // The service itself answered, whatever it thought of the call.
  rejected: null,
  later: 'tryLater',
  unknown: 'unknownAnswer',
};

/** The table that ships with the app. */
export const OUTCOME_TABLE: readonly OutcomeRow[] = z.array(outcomeRowSchema).parse(shipped);

/** What an error answer means; `unknown` where no row fits. */
export function meaningOf(code: string, subCode: string, table: readonly OutcomeRow[]): Meaning {
  const rows = table.filter(
    (row) =>
      row.resultCode === undefined &&
      (row.code === undefined || row.code === code) &&
      (row.subCode === undefined || fits(row.subCode, subCode)),
  );
  const { problem, ...meaning } = together(rows);
  return { ...meaning, problem: problem === undefined ? PROBLEM_OF_CLASS[meaning.class] : problem };
}

/**
 * What a business answer (`biz_success: false`) means. Its codes are another list than the platform's: a 7 there is
 * no quota. Only rows with that `resultCode` count, and sub codes without a code. The call has come all the way
 * unless a row says otherwise.
 */
export function meaningOfResult(resultCode: string, table: readonly OutcomeRow[]): Meaning {
  const rows = table.filter(({ code, subCode, resultCode: own }) =>
    own === undefined
      ? code === undefined && subCode !== undefined && fits(subCode, resultCode)
      : own === resultCode,
  );
  const { problem = null, ...meaning } = together(rows);
  return { ...meaning, problem };
}

/** What the rows that fit say together; an undefined problem is said by none. */
function together(
  rows: readonly OutcomeRow[],
): Omit<Meaning, 'problem'> & { problem: PlatformProblem | null | undefined } {
  const kind = rows[0]?.class ?? 'unknown';
  const same = rows.filter((row) => row.class === kind);
  const problem = same.find((row) => row.problem !== undefined)?.problem;
  return {
    class: kind,
    problem,
    atFirst: same.find((row) => row.atFirst !== undefined)?.atFirst ?? null,
  };
}

function fits(pattern: string, subCode: string): boolean {
  return pattern.endsWith('*') ? subCode.startsWith(pattern.slice(0, -1)) : subCode === pattern;
}
