import { parseArgs } from 'node:util';

/** One option of a command. */
export interface OptionSpec {
  /** `flag`: no value; `one`: a value; `many`: given as often as one likes. */
  takes: 'flag' | 'one' | 'many';
  isNeeded?: boolean;
}

export interface CommandSpec {
  /** What stands behind the command without an option, for example `KEY`; none where it is left out. */
  operand?: string;
  options: Readonly<Record<string, OptionSpec>>;
}

/** What a command was given, each option under its name without `--`. */
export interface Given {
  operand: string;
  has(name: string): boolean;
  one(name: string): string | undefined;
  many(name: string): readonly string[];
}

/** Where somebody would type a secret by mistake: it would be in the list of processes. */
const SECRET_OPTIONS = /^--?(?:app-?)?(?:secret|session|password|pin|token)$/i;

/**
 * Reads what stands behind a command: all mistakes at once. No value is repeated: it may be a secret in the wrong place.
 */
export function readCommandLine(
  args: readonly string[],
  { operand, options }: CommandSpec,
): { given: Given; mistakes: string[] } {
  const mistakes: string[] = [];
  const values = new Map<string, string[]>();
  const operands: string[] = [];
  let hasShort = false;
  const types = Object.entries(options).map(([name, { takes }]) => [
    name,
    { type: takes === 'flag' ? 'boolean' : 'string' } as const,
  ]);
  // The strict mode of parseArgs stops at the first mistake; its tokens let all of them be told.
  const { tokens } = parseArgs({
    args: withEmptyValues(args, options),
    options: Object.fromEntries(types),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const spec = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    // Of `-phunter2` each letter is an option: none is told.
    if (!token.rawName.startsWith('--')) hasShort = true;
    else if (spec === undefined) mistakes.push(unknownOption(token.rawName));
    if (!token.rawName.startsWith('--') || spec === undefined) continue;
    const { value } = token;
    const before = values.get(token.name) ?? [];
    if (spec.takes === 'flag' && value !== undefined)
      mistakes.push(`--${token.name} takes no value`);
    else if (spec.takes !== 'flag' && !value) mistakes.push(`--${token.name} needs a value`);
    else if (spec.takes !== 'many' && before.length > 0)
      mistakes.push(`--${token.name} is given twice`);
    values.set(token.name, [...before, value ?? '']);
  }
  if (hasShort) mistakes.push('an option begins with two dashes');
  for (const [name, { isNeeded }] of Object.entries(options))
    if (isNeeded && !values.has(name)) mistakes.push(`--${name} is missing`);
  if (operand !== undefined && operands.length === 0) mistakes.push(`${operand} is missing`);
  const allowed = operand === undefined ? 0 : 1;
  if (operands.length > allowed)
    mistakes.push(
      operand === undefined
        ? 'there is a word too many: each value needs its option'
        : `there is a word too many beside ${operand}`,
    );
  return {
    mistakes,
    given: {
      operand: operands[0] ?? '',
      has: (name) => values.has(name),
      one: (name) => values.get(name)?.[0],
      many: (name) => values.get(name) ?? [],
    },
  };
}

function unknownOption(name: string): string {
  return SECRET_OPTIONS.test(name)
    ? `${name} is not an option: a secret is never an argument, since every process of this machine could read it`
    : `${name} is not an option`;
}

// "--name --brand b" forgot the name; it did not name the till "--brand".
function withEmptyValues(
  args: readonly string[],
  options: Readonly<Record<string, OptionSpec>>,
): string[] {
  return args.map((arg, index) => {
    const name = arg.startsWith('--') ? arg.slice(2) : '';
    const takesValue = Object.hasOwn(options, name) && options[name]?.takes !== 'flag';
    const next = args[index + 1];
    return takesValue && (next === undefined || next.startsWith('--')) ? `${arg}=` : arg;
  });
}
