import { readCliOptions } from './cliOptions.ts';
import { createSandbox, type SandboxOptions } from './createSandbox.ts';

async function run(options: SandboxOptions): Promise<void> {
  try {
    const sandbox = await createSandbox(options);
    console.log(`sandbox gateway listening on ${sandbox.url}`);
    const stop = (): void => {
      void sandbox.close().then(() => process.exit(0));
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  } catch (error) {
    console.error(`the sandbox cannot start: ${(error as Error).message}`);
    process.exit(1);
  }
}

const read = readCliOptions(process.argv.slice(2));
if ('mistakes' in read) {
  for (const mistake of read.mistakes) console.error(mistake);
  process.exit(2);
}
await run(read.options);
