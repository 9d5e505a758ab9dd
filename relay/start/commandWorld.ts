import type { CommandWorld, OpenDesk } from '../commands/world.ts';
import type { Done } from '../tills/administration.ts';
import { ofKeys, problem, STATE_AWAY } from '../tills/problems.ts';
import { askSecret } from './askSecret.ts';
import { comesUp, openParts } from './openParts.ts';

/** What stands around a command that is run from a shell. */
export function commandWorld(environment: NodeJS.ProcessEnv): CommandWorld {
  return {
    environment,
    folder: process.cwd(),
    now: Date.now,
    say: (line) => console.log(line),
    complain: (line) => console.error(line),
    askSecret,
    openDesk: () => openDesk(environment),
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
