import { resolve } from 'node:path';
import { makeMasterKey } from '../keys/makeMasterKey.ts';
import { ofKeys } from '../tills/problems.ts';
import type { Command } from './command.ts';
import { WHERE_HELP, WHERE_OPTIONS, withAdministration } from './openAdministration.ts';

export const keysMake: Command = {
  help: `npm run relay -- keys make --out FILE

Makes a master key, under which the relay's secrets lie. A relay reads it from RELAY_MASTER_KEY_FILE. Keep a copy where
the state's own copies are not: without it nothing in the state opens.

  --out FILE       the new file (0600). A file that is there is not replaced
  --json           the result as one JSON object`,
  options: { out: { takes: 'one', isNeeded: true }, json: { takes: 'flag' } },

  async run(given, world) {
    const file = resolve(world.folder, given.one('out') ?? '');
    const made = await makeMasterKey(file);
    if (!made.ok) return { ok: false, problem: ofKeys(made) };
    return { ok: true, json: { file }, lines: [`Made a master key: ${file}`] };
  },
};

export const keysRewrap: Command = {
  help: `npm run relay -- keys rewrap [OPTIONS]

Moves every secret of the state to the first of the master keys, so that the others can be given up. To change the
key: put the new one behind the old one and restart the relays, then in front of it and restart them, then rewrap,
then take the old one out. What cannot be opened is told, and stays where it is.

${WHERE_HELP}`,
  options: WHERE_OPTIONS,

  async run(given, world) {
    const done = await withAdministration(given, world, ({ administration }) =>
      administration.rewrap(),
    );
    if (!done.ok) return { ok: false, problem: done };
    const { moved, already, masterKeyId } = done.value;
    return {
      ok: true,
      json: done.value,
      lines: [`Under the master key ${masterKeyId}: ${moved} moved, ${already} already there.`],
    };
  },
};
