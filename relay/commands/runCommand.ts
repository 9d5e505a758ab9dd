import { accountSet } from './accountSet.ts';
import { adminAdd, adminList, adminRevoke } from './admin.ts';
import { type Command, mistaken, tell } from './command.ts';
import { readCommandLine } from './commandLine.ts';
import { keysMake, keysRewrap } from './keys.ts';
import { tillsAdd } from './tillsAdd.ts';
import { tillsAddMany } from './tillsAddMany.ts';
import { tillsList } from './tillsList.ts';
import { tillsRevoke } from './tillsRevoke.ts';
import { tillsRotate } from './tillsRotate.ts';
import { tillsShops } from './tillsShops.ts';
import { type CommandWorld, EXIT } from './world.ts';

export const COMMANDS: Readonly<Record<string, Command>> = {
  'account set': accountSet,
  'tills add': tillsAdd,
  'tills add-many': tillsAddMany,
  'tills list': tillsList,
  'tills shops': tillsShops,
  'tills rotate': tillsRotate,
  'tills revoke': tillsRevoke,
  'keys make': keysMake,
  'keys rewrap': keysRewrap,
  'admin add': adminAdd,
  'admin list': adminList,
  'admin revoke': adminRevoke,
};

export const COMMANDS_HELP = `npm run relay                       the server itself, as its environment says (relay/README.md)
npm run relay -- COMMAND [OPTIONS]  one of these; --help behind it says more

  account set     what the chain is to the platform
  tills add       a key for a till, and its provisioning file
  tills add-many  the same for a list of tills
  tills list      every till
  tills shops     the shops whose members a till may send
  tills rotate    a new secret for a till, the one of before for some days more
  tills revoke    takes a till's key away
  keys make       a master key
  keys rewrap     moves every secret to the first master key
  admin add       a key for an administrator, for orders over the network
  admin list      every administrator
  admin revoke    takes an administrator's key away

Ends with 0 when it is done; 1 when it is not; 2 when it was not understood (each mistake is a line, and nothing was
done); 3 when the state or the relay does not answer, or another command is at the state:
the same again later is safe.`;

/** Runs what stands behind `npm run relay --`. Gives the exit code. */
export async function runCommand(args: readonly string[], world: CommandWorld): Promise<number> {
  const [group = '', verb = '', ...rest] = args;
  if (group === '--help' || group === 'help') {
    world.say(COMMANDS_HELP);
    return EXIT.done;
  }
  const name = `${group} ${verb}`;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    const known = Object.keys(COMMANDS).filter((one) => one.startsWith(`${group} `));
    if (verb === '--help' && known.length > 0) {
      for (const one of known) world.say(`${COMMANDS[one]?.help}\n`);
      return EXIT.done;
    }
    // What was typed is not repeated: it may be a secret in the wrong place.
    const these = known.length > 0 ? known : Object.keys(COMMANDS);
    return tell(mistaken([`there is no such command: ${these.join(', ')}, --help`]), world, false);
  }
  if (rest.includes('--help')) {
    world.say(command.help);
    return EXIT.done;
  }
  const { given, mistakes } = readCommandLine(rest, command);
  mistakes.push(...((await command.check?.(given, world)) ?? []));
  const result = mistakes.length > 0 ? mistaken(mistakes) : await command.run(given, world);
  return tell(result, world, given.has('json'));
}
