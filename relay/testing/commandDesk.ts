import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { runCommand } from '../commands/runCommand.ts';
import type { CommandWorld } from '../commands/world.ts';
import { deskInMemory, keysOf, newMasterKey } from './deskInMemory.ts';

/** The address at which tills call the relay, in tests. */
export const RELAY_URL = 'https://relay.example.com/router/rest';

/** What an administrator gives for all tills, in tests. */
export const TEMPLATE = {
  operators: [{ id: '2392313', name: '小林' }],
  managerPin: '246810',
  locale: 'zh-CN',
};

/** A desk at which somebody types commands, in a folder that goes with the test. */
export async function commandDesk(changes: Partial<CommandWorld> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'relay-commands-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'template.json'), JSON.stringify(TEMPLATE));
  const desk = deskInMemory(keysOf(newMasterKey()));
  const said: string[] = [];
  const complained: string[] = [];
  const world: CommandWorld = {
    environment: {},
    publicUrl: () => RELAY_URL,
    folder,
    now: desk.now,
    say: (line) => said.push(line),
    complain: (line) => complained.push(line),
    askSecret: async () => 'typed-secret-of-the-chain\n',
    openDesk: async () => ({ ok: true, value: { ...desk, close: async () => undefined } }),
    fetch,
    ...changes,
  };
  /** Runs one as somebody types it; blanks part its words. */
  const run = async (...args: string[]) => {
    said.length = 0;
    complained.length = 0;
    const code = await runCommand(args, world);
    return { code, out: said.join('\n'), errors: complained.join('\n') };
  };
  /** The same where its result is JSON. */
  const json = async (...args: string[]) => {
    const { code, out, errors } = await run(...args, '--json');
    return { code, errors, value: JSON.parse(out) };
  };
  return { desk, folder, world, run, json };
}
