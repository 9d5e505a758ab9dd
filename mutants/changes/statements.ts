import type { Change } from '../mutant.ts';
import type { Node } from '../walk.ts';

/** A statement that is forgotten, a guard that is missing, a function that returns at once. */
export function statementChanges(node: Node, parent: Node | undefined): Change[] {
  switch (node.type) {
    case 'ExpressionStatement':
      return isSuperCall(node.expression) ? [] : [removed(node, 'removed statement')];
    case 'ThrowStatement':
    case 'ContinueStatement':
    case 'BreakStatement':
      return [removed(node, 'removed statement')];
    case 'ReturnStatement':
      return node.argument === null ? [removed(node, 'removed statement')] : [];
    case 'IfStatement':
      return node.alternate === null && endsThere(node.consequent)
        ? [removed(node, 'removed guard')]
        : [];
    case 'BlockStatement':
      return parent !== undefined && givesNothing(parent) && node.body.length > 0
        ? [returnedAtOnce(node)]
        : [];
    default:
      return [];
  }
}

function removed({ start, end }: Node, kind: string): Change {
  return { kind, start, end, put: '{}', scope: { start, end, is: 'statement' } };
}

function returnedAtOnce(block: Node): Change {
  const start = block.start + 1;
  const scope = { start, end: start, is: 'statement' } as const;
  return { kind: 'returned at once', start, end: start, put: ' return;', scope };
}

function endsThere(statement: Node): boolean {
  if (statement.type === 'BlockStatement') {
    const last = statement.body.at(-1);
    return last !== undefined && endsThere(last);
  }
  return ['ReturnStatement', 'ThrowStatement', 'ContinueStatement', 'BreakStatement'].includes(
    statement.type,
  );
}

/** Says of itself that it gives nothing back, now or later. */
function givesNothing(node: Node): boolean {
  if (node.type !== 'FunctionDeclaration' && node.type !== 'FunctionExpression') return false;
  const type = node.returnType?.typeAnnotation;
  if (type?.type === 'TSVoidKeyword') return true;
  return (
    type?.type === 'TSTypeReference' &&
    type.typeName.type === 'Identifier' &&
    type.typeName.name === 'Promise' &&
    type.typeArguments?.params[0]?.type === 'TSVoidKeyword'
  );
}

function isSuperCall(node: Node): boolean {
  return node.type === 'CallExpression' && node.callee.type === 'Super';
}
