import type { CommandWorld, OpenDesk } from '../commands/world.ts';
import { readConfig } from '../config/readConfig.ts';
import { DOOR_PATH } from '../door/door.ts';
import type { Done } from '../tills/administration.ts';
import { ofKeys, problem, STATE_AWAY } from '../tills/problems.ts';
import { askSecret } from './askSecret.ts';
import { comesUp, openParts } from './openParts.ts';

/** What stands around a command that is run from a shell. */
export function commandWorld(environment: NodeJS.ProcessEnv): CommandWorld {
  return {
    environment,
    // npm runs scripts in the project's folder; a name of a file means where the user stands.
    folder: environment.INIT_CWD ?? process.cwd(),
    now: Date.now,
    say: (line) => console.log(line),
    complain: (line) => console.error(line),
    askSecret,
    openDesk: () => openDesk(environment),
    publicUrl: () => publicUrl(environment),
    fetch,
  };
}

async function openDesk(environment: NodeJS.ProcessEnv): Promise<Done<OpenDesk>> {
  const opened = await openParts(environment, () => undefined);
  switch (opened.kind) {
    case 'mistakes': {
      const lines = opened.mistakes.map(({ code, says }) => `${code}: ${says}`);
      return problem('order.not-understood', lines.join('\n'));
    }
    case 'keys':
      return ofKeys(opened.problem);
    case 'open': {
      const { state, keys } = opened.parts;
      if (!(await comesUp(state))) {
        await state.close();
        return STATE_AWAY;
      }
      return {
        ok: true,
        value: { state, keys, now: Date.now, close: () => state.close() },
      };
    }
  }
}

/** As the settings say, or of a relay that listens to this machine alone, where it listens. */
function publicUrl(environment: NodeJS.ProcessEnv): string | undefined {
  const read = readConfig(environment);
  if (!read.ok) return undefined;
  const { publicUrl: said, listen, tlsCert } = read.config;
  if (said !== null) return said;
  if (listen.host !== '127.0.0.1' || listen.port === 0) return undefined;
  return `${tlsCert === null ? 'http' : 'https'}://127.0.0.1:${listen.port}${DOOR_PATH}`;
}
