import { askPlatform } from './askPlatform/askPlatform.ts';
import { realClock } from './askPlatform/clock.ts';
import { HELP, readOptions } from './askPlatform/options.ts';
import { readSetup } from './askPlatform/setup.ts';
import { protocolOffered } from './askPlatform/wire.ts';
import { runScript } from './runScript.ts';
import { terminalAsk } from './terminal.ts';

/** `npm run ask-platform`: asks the real platform what nobody publishes, and writes a report. */
await runScript(async () => {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const setup = await readSetup(options, {
    environment: process.env,
    askSecret: terminalAsk(true),
  });
  const isComplete = await askPlatform(setup, {
    fetch: globalThis.fetch,
    clock: realClock,
    ask: terminalAsk(false),
    say: (line) => console.error(line),
    offered: protocolOffered,
  });
  console.error(`Report: ${setup.reportFile.replace(/\.json$/, '.md')}`);
  return isComplete ? 0 : 1;
});
