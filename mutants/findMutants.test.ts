import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../dev/projectPaths.ts';
import { inRandomOrder } from './choose.ts';
import { readEquivalents, staleOnes } from './equivalents.ts';
import { findMutants } from './findMutants.ts';
import { mutated, mutatedAndTold, REACHED } from './mutant.ts';
import { targets } from './targets.ts';

function afterwards(text: string): string[] {
  return findMutants('file.ts', text).map(({ after }) => after);
}

describe('the mistakes that are made', () => {
  test.each([
    ['const c = a < b;', ['const c = a <= b;', 'const c = a >= b;']],
    ['const c = a === b;', ['const c = a !== b;']],
    ['g();', ['{}']],
    ['const c = a && b;', ['const c = a || b;']],
    ['const c = a ?? b;', ['const c = a;', 'const c = b;']],
    ['const c = !a;', ['const c = a;']],
    ['const c = true;', ['const c = false;']],
    ['const c = 9;', ['const c = 10;', 'const c = 8;']],
    ['const c = 60_000;', ['const c = 61000;', 'const c = 59000;']],
    ['const c = 0.05;', ['const c = 0.06;', 'const c = 0.04;']],
    ['const c = a ?? 7;', ['const c = a;', 'const c = 7;']],
    ['const [c = 7] = a;', []],
    ['const f = (c = 7) => c;', ['const f = (c = 8) => c;', 'const f = (c = 6) => c;']],
    ['const c = a - b;', ['const c = a + b;']],
    ['const c = Math.min(a, b);', ['const c = Math.max(a, b);']],
    ['const c = list.some(isGood);', ['const c = list.every(isGood);']],
    ['const c = a ? b : d;', ['const c = !(a) ? b : d;']],
    [
      'function f() { if (a) return b; }',
      ['function f() { if (!(a)) return b; }', 'function f() { {} }'],
    ],
    [
      'function f(): void { g(); }',
      ['function f(): void { return; g(); }', 'function f(): void { {} }'],
    ],
  ])('%s', (text, changes) => {
    expect(afterwards(text)).toEqual(changes);
  });

  test('none in types, imports and text that is put together', () => {
    expect(
      afterwards("import { a } from './a.ts';\ntype B = 1 | true;\nconst c = `1` + a;"),
    ).toEqual([]);
  });

  test('each is found again by file, place, and the text before and after', () => {
    const [mutant] = findMutants(
      'file.ts',
      'class A {\n  b() {\n    return 1 <\n      c;\n  }\n}\n',
    );
    expect(mutant).toMatchObject({
      file: 'file.ts',
      place: 'b',
      line: 3,
      before: 'return 1 <',
      after: 'return 1 <=',
    });
  });

  test('the run is told where the mistake takes effect, on the same line', () => {
    const text = 'const c =\n  a < b;\n';
    const [mutant] = findMutants('file.ts', text);
    if (mutant === undefined) throw new Error('no mutant');
    expect(mutated(text, mutant)).toBe('const c =\n  a <= b;\n');
    expect(mutatedAndTold(text, mutant)).toMatch(
      /^globalThis.+; const c =\n {2}\(globalThis\.mutantReached\?\.\(\), a <= b\);\n$/,
    );
  });
});

test('that a mistake was reached is written once, however often its spot is evaluated', () => {
  const text = 'const c = 1 < 2;';
  const [mutant] = findMutants('file.ts', text);
  if (mutant === undefined) throw new Error('no mutant');
  const run = new Function('globalThis', 'process', mutatedAndTold(text, mutant));
  const written: string[] = [];
  const writeFileSync = (path: string) => written.push(path);
  const process = { env: { [REACHED]: 'here' }, getBuiltinModule: () => ({ writeFileSync }) };
  const everywhere = {};
  for (let times = 0; times < 3; times += 1) run(everywhere, process);
  expect(written).toEqual(['here']);
});

describe('the choice', () => {
  const one = findMutants('one.ts', 'const c = a < b && d > 5;');
  const other = findMutants('other.ts', 'const e = a ?? 7;');

  test('is the same for the same seed, and another for another', () => {
    expect(inRandomOrder(one, 1)).toEqual(inRandomOrder([...one].reverse(), 1));
    expect(inRandomOrder(one, 1)).not.toEqual(inRandomOrder(one, 2));
  });

  test('takes a second change of one spot only after the first of every other', () => {
    const order = inRandomOrder(one, 1).map(({ kind, start }) => `${start} ${kind}`);
    const spots = new Set(order);
    expect(new Set(order.slice(0, spots.size))).toEqual(spots);
  });

  test('keeps its order when another file changes', () => {
    const both = inRandomOrder([...other, ...one], 1).filter(({ file }) => file === 'one.ts');
    expect(both).toEqual(inRandomOrder(one, 1));
  });
});

describe('what is listed as no change', () => {
  const mutants = targets(projectRoot).flatMap((file) =>
    findMutants(file, readFileSync(join(projectRoot, file), 'utf8')),
  );

  test('fits the program as it is', () => {
    expect(staleOnes(readEquivalents(), mutants)).toEqual([]);
  });

  test('is told when it fits no longer', () => {
    const gone = {
      file: 'app/replay/pace.ts',
      place: 'allowance',
      before: 'return 1;',
      after: 'return 2;',
      why: 'made up for this test',
    };
    expect(staleOnes([gone], mutants)).toEqual([gone]);
  });
});
