import { relative } from 'node:path';
import { type Reporter, startVitest, type TestModule, type TestSpecification } from 'vitest/node';

/** What this process says: what has ended while it runs, and at last which test has failed. */
export type Said = { ended: string } | { failed: string | null };

/** Run in a process of its own, in the copy: these test files, in this order, until one test fails. */
const [root = '', setUp = '', ...files] = process.argv.slice(2);

/** The nearest tests first: they are the likeliest to fail. */
class InOrder {
  sort(specifications: TestSpecification[]): TestSpecification[] {
    const place = ({ moduleId }: TestSpecification) => files.indexOf(relative(root, moduleId));
    return specifications.sort((one, other) => place(one) - place(other));
  }

  shard(specifications: TestSpecification[]): TestSpecification[] {
    return specifications;
  }
}

const reporter: Reporter = {
  onTestModuleCollected: ({ moduleId }) => say({ ended: moduleId }),
  onTestCaseResult: ({ fullName }) => say({ ended: fullName }),
};

const vitest = await startVitest(
  files,
  {
    root,
    config: false,
    run: true,
    watch: false,
    include: files,
    setupFiles: [setUp],
    reporters: [reporter],
    bail: 1,
    maxWorkers: 1,
    // A loop that collects without end is to end before the machine does.
    execArgv: ['--max-old-space-size=768'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    sequence: { sequencer: InOrder },
  },
  { cacheDir: `${root}/.cache` },
);
say({ failed: firstFailure() });
await vitest.close();
process.exit(0);

function firstFailure(): string | null {
  const modules = vitest.state.getTestModules();
  const [error] = vitest.state.getUnhandledErrors();
  return modules.map(failureOf).find((failure) => failure !== null) ?? textOf(error);
}

function failureOf(module: TestModule): string | null {
  for (const test of module.children.allTests('failed')) return test.fullName;
  const [error] = module.errors();
  return error === undefined ? null : `${relative(root, module.moduleId)}: ${error.message}`;
}

function textOf(error: unknown): string | null {
  return error === undefined ? null : String(error);
}

function say(said: Said): void {
  process.send?.(said);
}
