import type { ESTree } from 'vite';

export type Node = ESTree.Node;

/** A node of the program with what lies around it, the nearest first. */
export interface Seen {
  node: Node;
  around: readonly Node[];
}

/** What has only a value behind its type. */
const TYPED_VALUES = ['TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression'];

/** Everything that is evaluated, in the order of the text: no types, no imports. */
export function* walk(node: Node, around: readonly Node[] = []): Generator<Seen> {
  if (isType(node) || node.type === 'ImportDeclaration') return;
  yield { node, around };
  for (const value of Object.values(node) as unknown[]) {
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (isNode(child)) yield* walk(child, [node, ...around]);
    }
  }
}

/** The name of the nearest function, method or constant: where somebody looks for it. */
export function placeOf(around: readonly Node[]): string {
  for (const node of around) {
    const name = nameOf(node);
    if (name !== undefined) return name;
  }
  return 'the file';
}

function nameOf(node: Node): string | undefined {
  switch (node.type) {
    case 'FunctionDeclaration':
      return node.id?.name;
    case 'VariableDeclarator':
      return node.id.type === 'Identifier' ? node.id.name : undefined;
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return node.key.type === 'Identifier' || node.key.type === 'PrivateIdentifier'
        ? node.key.name
        : undefined;
    default:
      return undefined;
  }
}

function isType(node: Node): boolean {
  return node.type.startsWith('TS') && !TYPED_VALUES.includes(node.type);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}
