import { describe, expect, test } from 'vitest';
import { GroupCommit } from './groupCommit.ts';

interface Commit {
  items: number[];
  isCrowded: boolean;
}

/** Commits that end when the test says so, or at once. */
function recorded() {
  const commits: Commit[] = [];
  const ends: (() => void)[] = [];
  const group = new GroupCommit<number, void>((items, isCrowded) => {
    commits.push({ items, isCrowded });
    return new Promise((resolve) => ends.push(resolve));
  });
  const end = async () => {
    ends.shift()?.();
    await turn();
  };
  return { commits, group, end };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a group commit', () => {
  test('of one who writes alone waits for nobody, and may block', async () => {
    const { commits, group, end } = recorded();
    for (const item of [1, 2, 3]) {
      const done = group.add(item);
      await Promise.resolve();
      await Promise.resolve();
      expect(commits).toHaveLength(item);
      await end();
      await done;
    }
    expect(commits.map(({ isCrowded }) => isCrowded)).toEqual([false, false, false]);
  });

  test('takes what came in meanwhile all at once, and must not block them', async () => {
    const { commits, group, end } = recorded();
    void group.add(1);
    await turn();
    void group.add(2);
    void group.add(3);
    await end();
    expect(commits).toEqual([
      { items: [1], isCrowded: false },
      { items: [2, 3], isCrowded: true },
    ]);
  });

  test('of one who came while another was written must not block either', async () => {
    const { commits, group, end } = recorded();
    void group.add(1);
    await turn();
    void group.add(2);
    await end();
    expect(commits.at(-1)).toEqual({ items: [2], isCrowded: true });
  });

  test('waits for the whole turn where several have written lately', async () => {
    const { commits, group, end } = recorded();
    void group.add(1);
    void group.add(2);
    await turn();
    await end();
    void group.add(3);
    await Promise.resolve();
    await Promise.resolve();
    void group.add(4);
    await turn();
    expect(commits.at(-1)).toEqual({ items: [3, 4], isCrowded: true });
  });

  test('is a lone writer’s again after one that was not joined', async () => {
    const { commits, group, end } = recorded();
    void group.add(1);
    void group.add(2);
    await turn();
    await end();
    for (const item of [3, 4]) {
      void group.add(item);
      await turn();
      await end();
    }
    expect(commits.map(({ isCrowded }) => isCrowded)).toEqual([true, true, false]);
  });
});
