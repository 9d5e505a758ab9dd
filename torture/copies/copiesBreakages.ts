import { join } from 'node:path';
import { type Breakage, printedBy } from '../brokenProgram.ts';

const watch = 'main/computer/computerWatch.ts';

/**
 * Mistakes that somebody could make with the disk of another computer, each as a change of the program's text; the model
 * of the copies must see them all.
 */
export const COPIES_BREAKAGES: Readonly<Record<string, Breakage>> = {
  'nobody is asked': {
    file: watch,
    find: 'if (isOther && this.#inherited().length > 0) await this.#ask();',
    put: '',
  },
  'what has moved is not in doubt': {
    file: watch,
    find: 'const { isStored } = await outbox.returning.doubtRecovered(record);',
    put: 'const isStored = record !== null;',
  },
  'what was registered before it was known where goes by itself': {
    file: watch,
    find: 'if (unplaced === null) return;',
    put: 'return;',
  },
  'what was registered here is closed with what came along': {
    file: watch,
    find: '.filter((save) => save.sequence <= sequence)',
    put: '.filter((save) => save.sequence <= sequence || save.sequence > 0)',
  },
  'a killed start leaves no trace': {
    file: watch,
    find: 'this.#boundary = record?.since ?? this.#options.boundary;',
    put: 'this.#boundary = this.#options.boundary;',
  },
  'a third computer goes by the question of the second': {
    file: watch,
    find: 'if (isThird) this.#beginAnew();',
    put: '',
  },
  'what a third computer has registered before it was known counts as come along': {
    file: watch,
    find: 'this.#boundary = this.#record?.unplaced ?? this.#options.boundary;',
    put: 'this.#boundary = this.#options.boundary;',
  },
};

/** How many random sequences it takes until the mistake is caught, in a process of its own; null if `runs` do not. */
export function sequencesUntilCaught(name: string, runs: number, seed = 1): number | null {
  const script = join(import.meta.dirname, 'brokenCopies.ts');
  return printedBy(script, name, String(runs), String(seed));
}
