import { expect, test } from 'vitest';
import { treeOf } from './processTree.ts';

const stranger = { pid: 2, parent: 1, group: 2, session: 2 };
const root = { pid: 10, parent: 1, group: 10, session: 10 };
const child = { pid: 11, parent: 10, group: 10, session: 10 };

test('descendants belong to the tree, whatever group they are in', () => {
  const grandchild = { pid: 5, parent: 11, group: 5, session: 5 };
  expect(treeOf(10, [grandchild, stranger, root, child]).sort()).toEqual([10, 11, 5]);
});

test('helpers whose parent has gone are found by group and session', () => {
  const orphan = { pid: 12, parent: 1, group: 10, session: 10 };
  const ownGroup = { pid: 13, parent: 1, group: 13, session: 10 };
  expect(treeOf(10, [stranger, orphan, ownGroup]).sort()).toEqual([12, 13]);
});

test('strangers do not belong', () => {
  expect(treeOf(10, [stranger])).toEqual([]);
});
