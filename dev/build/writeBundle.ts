import { build, createLogger, type Rolldown } from 'vite';
import { PlainFailure } from '../plainFailure.ts';
import type { Bundle } from './bundles.ts';

/**
 * Writes one bundle and checks that it loads nothing at run time but what it may. Gives the names of the modules that
 * are in it.
 * @throws PlainFailure with one message, whatever went wrong
 */
export async function writeBundle(bundle: Bundle): Promise<string[]> {
  const chunks = await bundleOne(bundle);
  refuseForeignImports(bundle, chunks);
  return chunks.flatMap((chunk) => chunk.moduleIds);
}

async function bundleOne({ name, config }: Bundle): Promise<Rolldown.OutputChunk[]> {
  const warnings: string[] = [];
  const logger = createLogger('warn');
  logger.warn = (message) => {
    // How long a plugin takes is about this machine, not about what was built.
    if (!message.includes('[PLUGIN_TIMINGS]')) warnings.push(message);
  };
  logger.warnOnce = logger.warn;
  logger.error = () => {};
  let output: Awaited<ReturnType<typeof build>>;
  try {
    output = await inProduction(() => build({ ...config, customLogger: logger }));
  } catch (error) {
    throw new PlainFailure(`The build of ${name} failed: ${(error as Error).message}`);
  }
  if (warnings.length > 0) {
    throw new PlainFailure(`The build of ${name} is not clean:\n${warnings.join('\n')}`);
  }
  if (!('output' in output)) throw new Error(`${name} is not one bundle`);
  return output.output.filter((part) => part.type === 'chunk');
}

/** Whoever builds (a test runner says `test`): what is built is what is shipped. */
async function inProduction<Result>(run: () => Promise<Result>): Promise<Result> {
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    return await run();
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}

function refuseForeignImports(bundle: Bundle, chunks: readonly Rolldown.OutputChunk[]): void {
  const own = new Set(chunks.map((chunk) => chunk.fileName));
  for (const chunk of chunks) {
    for (const imported of [...chunk.imports, ...chunk.dynamicImports]) {
      if (own.has(imported) || bundle.mayLoad.includes(imported)) continue;
      throw new PlainFailure(`The ${bundle.name} bundle loads "${imported}" at run time.`);
    }
  }
}
