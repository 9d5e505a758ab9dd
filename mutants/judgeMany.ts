import { PlainFailure } from '../dev/plainFailure.ts';
import { judge, type Verdict } from './judge.ts';
import type { Mutant } from './mutant.ts';
import { ProjectCopy } from './projectCopy.ts';
import { readImporters, relatedTests } from './relatedTests.ts';
import { runTests } from './runTests.ts';
import { isTortured } from './targets.ts';

export type Chosen = { mutant: Mutant; isListed: boolean };
export type Fate = { mutant: Mutant; verdict: Verdict | { is: 'listed' } };

/** Each lane has its own copy of the project. */
const LANES = 2;

const TORTURE = 'mutants/shortTorture.ts';

/**
 * Goes through the mutants until `count` of them are decided, killed or survived: neither those that do not
 * compile nor those that are listed as no change count. Tells each fate at once; gives them in order.
 */
export async function judgeMany(
  root: string,
  chosen: readonly Chosen[],
  count: number,
  tell: (fate: Fate) => void,
): Promise<Fate[]> {
  const importers = readImporters(root);
  const testsOf = ({ file }: Mutant) => [
    ...relatedTests(file, importers),
    ...(isTortured(file) ? [TORTURE] : []),
  ];
  const fates: Fate[] = [];
  let next = 0;
  const lane = async (copy: ProjectCopy) => {
    while (next < chosen.length && fates.filter(isDecided).length < count) {
      const at = next;
      next += 1;
      const { mutant, isListed } = chosen[at] as Chosen;
      const fate: Fate = isListed
        ? { mutant, verdict: { is: 'listed' } }
        : { mutant, verdict: await judge(copy, mutant, testsOf(mutant)) };
      fates[at] = fate;
      tell(fate);
    }
    copy.remove();
  };
  const copies = Array.from({ length: LANES }, () => new ProjectCopy(root));
  const [copy] = copies;
  const all = new Set(chosen.flatMap(({ mutant }) => testsOf(mutant)));
  const failed = copy === undefined ? null : await runTests(copy, [...all]);
  if (failed !== null) throw new PlainFailure(`Fails without any mutant: ${failed}`);
  await Promise.all(copies.map(lane));
  return untilDecided(fates, count);
}

/** The other lane may have decided one more. */
function untilDecided(fates: readonly Fate[], count: number): Fate[] {
  const last = fates.filter(isDecided)[count - 1];
  return last === undefined ? [...fates] : fates.slice(0, fates.indexOf(last) + 1);
}

function isDecided({ verdict }: Fate): boolean {
  return verdict.is === 'killed' || verdict.is === 'survived';
}
