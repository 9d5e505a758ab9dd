import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { SandboxOptions } from './createSandbox.ts';
import type { FaultScript } from './faults/faultSchema.ts';
import { readFaultScript } from './faults/readFaultScript.ts';

const names = ['port', 'host', 'app-key', 'app-secret', 'session', 'faults'] as const;
type Name = (typeof names)[number];

function isName(name: string): name is Name {
  return (names as readonly string[]).includes(name);
}

/** Reads the command line. One message per mistake, and all of them at once. */
export function readCliOptions(
  args: string[],
): { options: SandboxOptions } | { mistakes: string[] } {
  const mistakes: string[] = [];
  const values = readValues(args, mistakes);

  for (const name of ['port', 'app-key', 'app-secret'] as const) {
    if (values[name] === undefined) mistakes.push(`--${name} is missing`);
    else if (values[name] === '') mistakes.push(`--${name} needs a value`);
  }
  if (values.session === '') mistakes.push('--session needs a value');
  if (values.host === '') mistakes.push('--host needs a value');
  const port = values.port ? readPort(values.port, mistakes) : undefined;
  const faults = values.faults === undefined ? undefined : readFaults(values.faults, mistakes);

  if (mistakes.length > 0) return { mistakes };
  return {
    options: {
      appKey: values['app-key'] ?? '',
      appSecret: values['app-secret'] ?? '',
      ...(port === undefined ? {} : { port }),
      ...(values.host === undefined ? {} : { host: values.host }),
      ...(values.session === undefined ? {} : { session: values.session }),
      ...(faults === undefined ? {} : { faults }),
    },
  };
}

// The strict mode of parseArgs stops at the first mistake; its tokens let all of them be told.
function readValues(args: string[], mistakes: string[]): Partial<Record<Name, string>> {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  const { tokens } = parseArgs({
    args: withEmptyValues(args),
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values: Partial<Record<Name, string>> = {};
  for (const token of tokens) {
    if (token.kind === 'positional') mistakes.push(`"${token.value}" is not an option`);
    else if (token.kind !== 'option') continue;
    else if (!isName(token.name)) mistakes.push(`${token.rawName} is not an option`);
    else if (values[token.name] !== undefined) mistakes.push(`${token.rawName} is given twice`);
    else values[token.name] = token.value ?? '';
  }
  return values;
}

// "--port --app-key k" forgot the port; it did not name the port "--app-key".
function withEmptyValues(args: string[]): string[] {
  return args.map((arg, index) => {
    const bare = arg.startsWith('--') && isName(arg.slice(2));
    const next = args[index + 1];
    return bare && (next === undefined || next.startsWith('--')) ? `${arg}=` : arg;
  });
}

function readPort(text: string, mistakes: string[]): number | undefined {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  mistakes.push(`--port must be a whole number from 0 to 65535, not "${text}"`);
  return undefined;
}

function readFaults(file: string, mistakes: string[]): FaultScript | undefined {
  if (file === '') {
    mistakes.push('--faults needs a value');
    return undefined;
  }
  try {
    const read = readFaultScript(JSON.parse(readFileSync(file, 'utf8')));
    if ('script' in read) return read.script;
    mistakes.push(...read.mistakes.map((mistake) => `--faults ${file}: ${mistake}`));
  } catch (error) {
    mistakes.push(`--faults ${file}: ${(error as Error).message}`);
  }
  return undefined;
}
