import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectRoot } from '../dev/projectPaths.ts';
import { findMutants } from './findMutants.ts';
import { judge } from './judge.ts';
import { ProjectCopy } from './projectCopy.ts';

const RULE = `export function firstOf(list: readonly number[], below: number): number | null {
  let index = 0;
  while (index < list.length) {
    const value = list[index];
    index += 1;
    if (value !== undefined && value < below) return value;
  }
  return null;
}

export function isEven(count: number): boolean {
  return Math.max(count, count) % 2 === 0;
}

export function forgotten(): boolean {
  return true;
}
`;

const TEST = `import { expect, test } from 'vitest';
import { firstOf, isEven } from './rule.ts';

test('the first that is less', () => {
  expect(firstOf([5, 3, 1], 3)).toBe(1);
  expect(firstOf([5], 3)).toBe(null);
});

test('even', () => {
  expect([1, 2].map(isEven)).toEqual([false, true]);
});
`;

/** A project of one rule and its test. */
const project = mkdtempSync(join(tmpdir(), 'tillside-ruled-'));
const file = 'app/rule.ts';
let copy: ProjectCopy;

beforeAll(() => {
  mkdirSync(join(project, 'app'));
  writeFileSync(join(project, file), RULE);
  writeFileSync(join(project, 'app/rule.test.ts'), TEST);
  cpSync(join(projectRoot, 'tsconfig.base.json'), join(project, 'tsconfig.base.json'));
  symlinkSync(join(projectRoot, 'node_modules'), join(project, 'node_modules'), 'junction');
  copy = new ProjectCopy(project);
});

afterAll(() => {
  copy.remove();
  rmSync(project, { recursive: true });
});

function verdictOn(before: string, after: string) {
  const mutant = findMutants(file, RULE).find(
    (found) => found.before === before && found.after === after,
  );
  if (mutant === undefined) throw new Error(`no mutant makes "${after}" of "${before}"`);
  return judge(copy, mutant, ['app/rule.test.ts'], 3_000);
}

describe('a mutant', () => {
  test('that a test sees dies, and is told with the test', async () => {
    const guard = 'if (value !== undefined && value < below) return value;';
    const verdict = await verdictOn(guard, guard.replace('<', '<='));
    expect(verdict).toEqual({ is: 'killed', by: 'the first that is less' });
  });

  test('that changes nothing lives, though it was met', async () => {
    const line = 'return Math.max(count, count) % 2 === 0;';
    const verdict = await verdictOn(line, line.replace('max', 'min'));
    expect(verdict).toEqual({ is: 'survived', isReached: true });
  });

  test('that no test comes to lives, and is told so', async () => {
    const verdict = await verdictOn('return true;', 'return false;');
    expect(verdict).toEqual({ is: 'survived', isReached: false });
  });

  test('that does not compile neither dies nor lives', async () => {
    const guard = 'if (value !== undefined && value < below) return value;';
    const verdict = await verdictOn(guard, guard.replace('!==', '==='));
    expect(verdict).toMatchObject({ is: 'invalid' });
  });

  test('that never ends is ended, and dies', async () => {
    const verdict = await verdictOn('index += 1;', '{}');
    expect(verdict).toEqual({ is: 'killed', by: expect.stringMatching(/^no end after: /) });
  });

  test('leaves no trace: neither in the project nor in the copy', async () => {
    await verdictOn('let index = 0;', 'let index = 1;');
    expect(readFileSync(join(project, file), 'utf8')).toBe(RULE);
    expect(readFileSync(join(copy.folder, file), 'utf8')).toBe(RULE);
  });
});
