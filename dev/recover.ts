import { makeKey } from './recover/makeKey.ts';
import { HELP, readCommand } from './recover/options.ts';
import { recover } from './recover/recover.ts';
import { runScript } from './runScript.ts';
import { terminalAsk } from './terminal.ts';

/** Nothing was written, because nothing waits. */
const NOTHING = 3;
const NOT_UNDERSTOOD = 2;

/** `npm run recover`: what a dead PC has not sent, for another till, by the chain's recovery key. */
await runScript(async () => {
  // A path is meant from where the command was typed; npm runs it elsewhere.
  process.chdir(process.env.INIT_CWD ?? '.');
  const read = readCommand(process.argv.slice(2));
  const result = read.ok ? await run(read.command) : read;
  if (typeof result === 'number') return result;
  console.error(`${result.code}: ${result.says}`);
  return result.code === 'not-understood' ? NOT_UNDERSTOOD : 1;
});

async function run(command: Extract<ReturnType<typeof readCommand>, { ok: true }>['command']) {
  if (command.kind === 'help') {
    console.log(HELP);
    return 0;
  }
  if (command.kind === 'make-key') {
    const made = await makeKey(command.out ?? '.');
    if (!made.ok) return made;
    for (const line of made.says) console.log(line);
    return 0;
  }
  const recovered = await recover(command.options, {
    now: Date.now,
    ask: terminalAsk(true),
    say: (line) => console.log(line),
  });
  if (!recovered.ok) return recovered;
  const { file, saves, staying } = recovered;
  const left = staying > 0 ? ` ${staying} stay in the folder (above).` : '';
  console.log(file === null ? `Nothing to export.${left}` : `Written: ${saves} saves.${left}`);
  if (file !== null) console.log(file);
  return file === null ? NOTHING : 0;
}
