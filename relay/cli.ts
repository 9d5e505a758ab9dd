import { openKeys } from './config/openKeys.ts';
import { openState } from './config/openState.ts';
import { readConfig } from './config/readConfig.ts';
import { serve } from './server/serve.ts';

/** `npm run relay`: serves; with a command behind it (`tills`, `account`, `keys`) it does that and ends. */
const EXIT_FAILED = 1;
const EXIT_NOT_UNDERSTOOD = 2;

async function run(args: readonly string[]): Promise<number> {
  const [command = 'serve'] = args;
  if (command !== 'serve') {
    complain(`${command} is no command of the relay`);
    return EXIT_NOT_UNDERSTOOD;
  }
  const read = readConfig(process.env);
  if (!read.ok) {
    for (const { code, says } of read.mistakes) complain(`${code}: ${says}`);
    return EXIT_NOT_UNDERSTOOD;
  }
  const { config } = read;
  const keys = await openKeys(config, process.env);
  if (!keys.ok) {
    complain(`${keys.code}: ${keys.says}`);
    return EXIT_FAILED;
  }
  const state = openState(config, (code) => complain(`state: ${code}`));
  try {
    const environment = process.env;
    await serve({ config, state, keys: keys.value, environment, say: console.log, plugs: {} });
    return 0;
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException;
    complain(`the relay cannot start: ${code ?? name}`);
    await state.close();
    return EXIT_FAILED;
  }
}

function complain(line: string): void {
  console.error(line);
}

process.exitCode = await run(process.argv.slice(2));
