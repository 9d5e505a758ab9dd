import type { Change } from '../mutant.ts';
import type { Node } from '../walk.ts';

/** Calls that are easily taken for each other. */
const PAIRS: Readonly<Record<string, readonly [kind: string, put: string]>> = {
  min: ['min/max', 'max'],
  max: ['min/max', 'min'],
  floor: ['rounding', 'ceil'],
  ceil: ['rounding', 'floor'],
  some: ['and/or', 'every'],
  every: ['and/or', 'some'],
};

/** Another value, another call, the opposite. */
export function valueChanges(node: Node, around: readonly Node[], text: string): Change[] {
  switch (node.type) {
    case 'Literal':
      if (typeof node.value === 'boolean') return [replaced(node, 'true/false', `${!node.value}`)];
      // What stands in for a missing value is tried as a default.
      if (typeof node.value !== 'number' || isDefault(around)) return [];
      return numbers(node, node.value);
    case 'UnaryExpression':
      if (node.operator === '!') return [shortened(node, 'negation', node.argument)];
      if (node.operator === '-') return [shortened(node, 'arithmetic', node.argument)];
      return [];
    case 'IfStatement':
    case 'WhileStatement':
    case 'ConditionalExpression':
      return negated(node.test, text);
    case 'CallExpression':
      return otherCall(node);
    default:
      return [];
  }
}

function numbers(node: Node, value: number): Change[] {
  const step = lastFigure(value);
  return [value + step, value - step].map((put) => replaced(node, 'number', plain(put)));
}

/**
 * One more or less; of a hundred and more, and of fractions, in the last figure that is no nought: 61,000 for
 * 60,000, 0.06 for 0.05.
 */
function lastFigure(value: number): number {
  const [, fraction] = String(value).split('.');
  if (fraction !== undefined) return 10 ** -fraction.length;
  if (value < 100) return 1;
  let step = 1;
  while (value % (step * 10) === 0) step *= 10;
  return Math.min(step, 10 ** (String(value).length - 2));
}

/** On the right of `??`, or where a list that is taken apart is too short. */
function isDefault([parent, pattern]: readonly Node[]): boolean {
  if (parent?.type === 'AssignmentPattern') return pattern?.type === 'ArrayPattern';
  return parent?.type === 'LogicalExpression' && parent.operator === '??';
}

function plain(value: number): string {
  const text = String(Number(value.toPrecision(12)));
  return value < 0 ? `(${text})` : text;
}

/** A comparison, an and/or and a negation have their own changes. */
function negated(test: Node, text: string): Change[] {
  const hasItsOwn = ['BinaryExpression', 'LogicalExpression', 'UnaryExpression', 'Literal'];
  if (hasItsOwn.includes(test.type)) return [];
  return [replaced(test, 'negation', `!(${text.slice(test.start, test.end)})`)];
}

function otherCall(node: Extract<Node, { type: 'CallExpression' }>): Change[] {
  const { callee } = node;
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return [];
  const { name, start, end } = callee.property;
  const pair = Object.hasOwn(PAIRS, name) ? PAIRS[name] : undefined;
  if (pair === undefined || callee.computed) return [];
  const scope = { start: node.start, end: node.end, is: 'expression' } as const;
  return [{ kind: pair[0], start, end, put: pair[1], scope }];
}

function replaced({ start, end }: Node, kind: string, put: string): Change {
  return { kind, start, end, put, scope: { start, end, is: 'expression' } };
}

/** Only the inner part is left. */
function shortened({ start, end }: Node, kind: string, { start: inner }: Node): Change {
  return { kind, start, end: inner, put: '', scope: { start, end, is: 'expression' } };
}
