import { openParts } from './start/openParts.ts';
import { serve } from './start/serve.ts';
import { ownVersion } from './start/version.ts';

/** `npm run relay`: serves; with a command behind it (`tills`, `account`, `keys`, `admin`) it does that and ends. */
const FAILED = 1;
const NOT_UNDERSTOOD = 2;

async function run(args: readonly string[]): Promise<number> {
  if (args.length === 0) return runServer();
  const { runCommand } = await import('./commands/runCommand.ts');
  const { commandWorld } = await import('./start/commandWorld.ts');
  return runCommand(args, commandWorld(process.env));
}

async function runServer(): Promise<number> {
  const opened = await openParts(process.env, (code) => complain(`state: ${code}`));
  if (opened.kind === 'mistakes') {
    for (const { code, says } of opened.mistakes) complain(`${code}: ${says}`);
    return NOT_UNDERSTOOD;
  }
  if (opened.kind === 'keys') {
    complain(`${opened.problem.code}: ${opened.problem.says}`);
    return FAILED;
  }
  const { parts } = opened;
  try {
    const say = (line: string) => console.log(line);
    await serve({ ...parts, environment: process.env, version: ownVersion(), say });
    return 0;
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException;
    complain(`the relay cannot start: ${code ?? name}`);
    await parts.state.close();
    return FAILED;
  }
}

function complain(line: string): void {
  console.error(line);
}

process.exitCode = await run(process.argv.slice(2));
