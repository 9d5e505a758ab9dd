import { parseSync } from 'vite';
import { operatorChanges } from './changes/operators.ts';
import { statementChanges } from './changes/statements.ts';
import { valueChanges } from './changes/values.ts';
import { type Change, type Mutant, mutated } from './mutant.ts';
import { placeOf, walk } from './walk.ts';

/** Every small mistake that can be made in a file, in the order of its text. */
export function findMutants(file: string, text: string): Mutant[] {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const found: Mutant[] = [];
  for (const { node, around } of walk(program)) {
    const changes = [
      ...operatorChanges(node, text),
      ...valueChanges(node, around, text),
      ...statementChanges(node, around[0]),
    ];
    for (const change of changes) {
      found.push({ ...change, ...described(text, change), file, place: placeOf(around) });
    }
  }
  return found;
}

function described(text: string, change: Change): Pick<Mutant, 'line' | 'before' | 'after'> {
  const from = text.lastIndexOf('\n', change.start - 1) + 1;
  const ends = text.indexOf('\n', change.end);
  const to = ends === -1 ? text.length : ends;
  const grown = change.put.length - (change.end - change.start);
  return {
    line: text.slice(0, change.start).split('\n').length,
    before: onOneLine(text.slice(from, to)),
    after: onOneLine(mutated(text, change).slice(from, to + grown)),
  };
}

function onOneLine(lines: string): string {
  return lines.trim().replace(/\s+/g, ' ');
}
