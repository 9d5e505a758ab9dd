import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files of vitest's own order, with those that go through every state of the page before the rest of their group.
 * Where no run has measured the files yet, vitest begins with the largest ones, and these, of three lines and
 * the longest time of all, would be left over at the end, when nothing is there to run beside the last of them.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return longestFirst(await super.sort(files));
  }
}

type Ordered = {
  moduleId: string;
  project: { config: { sequence: { groupOrder: number } } };
};

/** The order within a group, and among those of one kind, stays as it was. */
export function longestFirst<Specification extends Ordered>(
  files: readonly Specification[],
): Specification[] {
  const place = ({ moduleId, project }: Specification) =>
    2 * project.config.sequence.groupOrder + (moduleId.includes('/pageTests/states/') ? 0 : 1);
  return files.toSorted((one, other) => place(one) - place(other));
}
