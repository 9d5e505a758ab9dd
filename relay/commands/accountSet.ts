import { resolve } from 'node:path';
import { readOwnFile } from '../keys/readOwnFile.ts';
import { accountOrderSchema } from '../tills/orders.ts';
import { readOrder } from '../tills/problems.ts';
import type { Command } from './command.ts';
import { WHERE_HELP, WHERE_OPTIONS, withAdministration } from './openAdministration.ts';
import type { CommandWorld } from './world.ts';

/** Bytes. */
const MAX_FILE = 4 * 1024;

export const accountSet: Command = {
  help: `npm run relay -- account set --app-key KEY [OPTIONS] < SECRET

What the chain is to the platform: its app key and its app secret. The secret is read from standard input (at a
terminal it is asked for, and not shown) or out of a file; never from the command line, which every process can read.
The secret of before stays behind the new one: where the platform takes the one no more, or not yet, the other is tried.

  --app-key KEY         the chain's own, at the platform
  --secret-file FILE    its secret in one line (chmod 600), instead of standard input
  --session-file FILE   the platform's session token in one line (chmod 600), where the app needs one;
                        the one of before stays where none is given
  --drop-session        there is no session from now on
  --drop-former         the secret of before is given up
  --other-app           the key may be another one than before. The platform knows a save by its id and the app: what a
                        till has sent without an answer is registered once more, so let all tills hear of theirs first
${WHERE_HELP}`,
  options: {
    'app-key': { takes: 'one', isNeeded: true },
    'secret-file': { takes: 'one' },
    'session-file': { takes: 'one' },
    'drop-session': { takes: 'flag' },
    'drop-former': { takes: 'flag' },
    'other-app': { takes: 'flag' },
    ...WHERE_OPTIONS,
  },

  check: async (given) =>
    given.has('session-file') && given.has('drop-session')
      ? ['--drop-session is given beside --session-file']
      : [],

  async run(given, world) {
    const appKey = given.one('app-key') ?? '';
    const mistakes: string[] = [];
    const sessionFile = given.one('session-file');
    const session =
      sessionFile === undefined
        ? null
        : await lineIn(sessionFile, '--session-file', world, mistakes);
    const secretFile = given.one('secret-file');
    const appSecret =
      secretFile === undefined
        ? oneLine(await world.askSecret(`App secret of ${appKey}: `), 'standard input', mistakes)
        : await lineIn(secretFile, '--secret-file', world, mistakes);
    const keepsFormer = !given.has('drop-former');
    const isOtherApp = given.has('other-app');
    const dropsSession = given.has('drop-session') || undefined;
    const order = { appKey, appSecret, session, keepsFormer, isOtherApp, dropsSession };
    const read = readOrder(accountOrderSchema, order);
    if (!read.ok && mistakes.length === 0) mistakes.push(...read.says.split('\n'));
    if (mistakes.length > 0) return { ok: false, mistakes };
    const done = await withAdministration(given, world, ({ administration }) =>
      administration.account(order),
    );
    if (!done.ok) return { ok: false, problem: done };
    const { secrets, hasSession } = done.value;
    const line = `The chain is ${appKey} to the platform (secrets: ${secrets}; session: ${hasSession ? 'yes' : 'no'}).`;
    return { ok: true, json: { account: done.value }, lines: [line] };
  },
};

async function lineIn(
  name: string,
  option: string,
  { folder }: CommandWorld,
  mistakes: string[],
): Promise<string> {
  const read = await readOwnFile(resolve(folder, name), MAX_FILE);
  if (read.kind === 'read') return oneLine(read.text, option, mistakes);
  mistakes.push(
    read.kind === 'unreadable'
      ? `${option} cannot be read: ${read.why}`
      : `${option} is open to others (mode ${read.mode}): chmod 600 it`,
  );
  return '';
}

function oneLine(text: string, source: string, mistakes: string[]): string {
  const line = text.trim();
  if (line === '') mistakes.push(`${source} is empty`);
  if (/[\r\n]/.test(line)) mistakes.push(`${source} has more than a line`);
  return line;
}
