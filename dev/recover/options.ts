import { parseArgs } from 'node:util';
import { type Failure, failure } from './failure.ts';

export const HELP = `npm run recover -- --data=DIR --private-key=FILE [OPTIONS]
npm run recover -- --make-key [--out=DIR]

Turns the data folder of a dead PC into the encrypted export that another till imports, by the private half of
the chain's recovery key. What it promises and what each message means: docs/recovery.md.

  --data=DIR              the data folder, or an aside-… folder out of one; it is only read, but for the record
  --private-key=FILE      the private half of the recovery key (PEM, or 32 bytes as base64)
  --out=FILE              the new export; default: beside the data folder. A file that is there is not replaced
  --passphrase-file=FILE  the passphrase of the new export in one line; default: asked twice on the terminal.
                          No secret is taken from the command line
  --is-last-state         this is the disk as the PC left it, and the PC has sent nothing since: otherwise what was
                          last changed more than a day ago is held for the manager
  --no-mark               DIR is a copy, or cannot be written: no record is left in it. Then recover it once only
  --make-key              makes a new recovery key and says where each half belongs
  --help                  this text

Ends with 0 when the export is written (or the key made), 3 when there is nothing to export, 2 when the command
line is not understood, 1 otherwise. Each failure is one line with a code.
`;

const options = {
  data: { type: 'string' },
  'private-key': { type: 'string' },
  out: { type: 'string' },
  'passphrase-file': { type: 'string' },
  'is-last-state': { type: 'boolean', default: false },
  'no-mark': { type: 'boolean', default: false },
  'make-key': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

export interface RecoverOptions {
  data: string;
  privateKey: string;
  out: string | null;
  passphraseFile: string | null;
  isLastState: boolean;
  isCopy: boolean;
}

export type Command =
  | { kind: 'help' }
  | { kind: 'make-key'; out: string | null }
  | { kind: 'recover'; options: RecoverOptions };

/** Reads the command line. A value is never repeated: it may be a secret that was typed in the wrong place. */
export function readCommand(args: string[]): { ok: true; command: Command } | Failure {
  const values = parsed(args);
  if (typeof values === 'string')
    return failure('not-understood', `${values} is not understood: see --help.`);
  const { data, out = null } = values;
  const privateKey = values['private-key'];
  if (values.help) return { ok: true, command: { kind: 'help' } };
  if (values['make-key']) {
    if (data !== undefined || privateKey !== undefined)
      return failure('not-understood', '--make-key recovers nothing: leave --data out.');
    return { ok: true, command: { kind: 'make-key', out } };
  }
  if (!data || !privateKey)
    return failure('not-understood', '--data and --private-key are needed: see --help.');
  const recover: RecoverOptions = {
    data,
    privateKey,
    out,
    passphraseFile: values['passphrase-file'] ?? null,
    isLastState: values['is-last-state'],
    isCopy: values['no-mark'],
  };
  return { ok: true, command: { kind: 'recover', options: recover } };
}

/** The values, or the name of the first option that is none. */
function parsed(args: string[]) {
  try {
    return parseArgs({ args, options, strict: true }).values;
  } catch (error) {
    const [, name] = /'(--?[\w-]+)/.exec((error as Error).message) ?? [];
    return name ?? 'Something';
  }
}
