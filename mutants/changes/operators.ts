import type { Change } from '../mutant.ts';
import type { Node } from '../walk.ts';

type Operators = Readonly<Record<string, readonly (readonly [kind: string, put: string])[]>>;

const BINARY: Operators = {
  '<': [
    ['boundary', '<='],
    ['comparison', '>='],
  ],
  '<=': [
    ['boundary', '<'],
    ['comparison', '>'],
  ],
  '>': [
    ['boundary', '>='],
    ['comparison', '<='],
  ],
  '>=': [
    ['boundary', '>'],
    ['comparison', '<'],
  ],
  '===': [['comparison', '!==']],
  '!==': [['comparison', '===']],
  '+': [['arithmetic', '-']],
  '-': [['arithmetic', '+']],
  '*': [['arithmetic', '/']],
  '/': [['arithmetic', '*']],
  '%': [['arithmetic', '*']],
};

const ASSIGNMENT: Operators = {
  '+=': [['arithmetic', '-=']],
  '-=': [['arithmetic', '+=']],
  '??=': [['default', '=']],
};

/** Another operator between the same two sides. */
export function operatorChanges(node: Node, text: string): Change[] {
  switch (node.type) {
    case 'BinaryExpression': {
      // Text that is put together is no arithmetic.
      if ([node.left, node.right].some(isText)) return [];
      return swaps(node, BINARY[node.operator], text);
    }
    case 'AssignmentExpression':
      return swaps(node, ASSIGNMENT[node.operator], text);
    case 'LogicalExpression': {
      if (node.operator === '&&') return swaps(node, [['and/or', '||']], text);
      if (node.operator === '||') return swaps(node, [['and/or', '&&']], text);
      return defaultsTaken(node);
    }
    default:
      return [];
  }
}

type TwoSided = Extract<Node, { left: Node; right: Node; operator: string }>;

function swaps(node: TwoSided, others: Operators[string] | undefined, text: string): Change[] {
  const start = node.left.end + text.slice(node.left.end, node.right.start).indexOf(node.operator);
  return (others ?? []).map(([kind, put]) => ({
    kind,
    start,
    end: start + node.operator.length,
    put,
    scope: { start: node.start, end: node.end, is: 'expression' },
  }));
}

/** `a ?? b` without its default, and with nothing else. */
function defaultsTaken({ start, end, left, right }: TwoSided): Change[] {
  const scope = { start, end, is: 'expression' } as const;
  return [
    { kind: 'default', start: left.end, end, put: '', scope },
    { kind: 'default', start, end: right.start, put: '', scope },
  ];
}

function isText(node: Node): boolean {
  if (node.type === 'TemplateLiteral') return true;
  if (node.type === 'Literal') return typeof node.value === 'string';
  return node.type === 'BinaryExpression' && [node.left, node.right].some(isText);
}
