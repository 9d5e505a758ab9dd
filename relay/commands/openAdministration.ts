import { resolve } from 'node:path';
import { calledAdministration } from '../admin/calledAdministration.ts';
import type { Administration, Done } from '../tills/administration.ts';
import { directAdministration } from '../tills/directAdministration.ts';
import { problem } from '../tills/problems.ts';
import type { Given, OptionSpec } from './commandLine.ts';
import { readAdministratorKey } from './keyFile.ts';
import type { CommandWorld } from './world.ts';

/** By which every command says where the tills are. */
export const WHERE_OPTIONS = {
  relay: { takes: 'one' },
  key: { takes: 'one' },
  json: { takes: 'flag' },
} as const satisfies Record<string, OptionSpec>;

export const WHERE_HELP = `  --relay URL      ask the relay at URL by a signed call, instead of working on its state from here; an address with
                   https, or one of this machine
  --key FILE       the administrator's key for that (npm run relay -- admin add makes one); default:
                   RELAY_ADMIN_KEY_FILE
  --json           the result as one JSON object`;

export interface OpenAdministration {
  administration: Administration;
  /** The relay that is asked, or null where the state itself is. */
  relayUrl: string | null;
  close(): Promise<void>;
}

/** The state itself, by the same configuration as the server's; or a relay, where one is named. */
export async function openAdministration(
  given: Given,
  world: CommandWorld,
): Promise<Done<OpenAdministration>> {
  const relayUrl = given.one('relay');
  const keyFile = given.one('key');
  if (relayUrl === undefined) {
    if (keyFile !== undefined)
      return problem('order.not-understood', '--key is for --relay, which is missing');
    const desk = await world.openDesk();
    if (!desk.ok) return desk;
    const administration = directAdministration(desk.value);
    return {
      ok: true,
      value: { administration, relayUrl: null, close: () => desk.value.close() },
    };
  }
  const file = keyFile ?? world.environment.RELAY_ADMIN_KEY_FILE;
  if (!file) return problem('order.not-understood', '--relay needs --key, or RELAY_ADMIN_KEY_FILE');
  const key = await readAdministratorKey(resolve(world.folder, file));
  if (!key.ok) return key;
  const { now, fetch } = world;
  const administration = calledAdministration({ url: relayUrl, key: key.value, now, fetch });
  return { ok: true, value: { administration, relayUrl, close: async () => undefined } };
}

/** Opens it, does something there, and closes it again. */
export async function withAdministration<Value>(
  given: Given,
  world: CommandWorld,
  act: (open: OpenAdministration) => Promise<Done<Value>>,
): Promise<Done<Value>> {
  const opened = await openAdministration(given, world);
  if (!opened.ok) return opened;
  try {
    return await act(opened.value);
  } finally {
    await opened.value.close();
  }
}
