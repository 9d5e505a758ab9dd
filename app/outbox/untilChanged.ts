import type { Saves } from './saves.ts';

/** What `workOut` makes of the saves as they are: once, and anew behind any change of one of them. */
export function untilChanged<Result>(
  saves: Pick<Saves, 'changes'>,
  workOut: () => Result,
): () => Result {
  let known: { result: Result; changes: number } | null = null;
  return () => {
    const { changes } = saves;
    if (known?.changes !== changes) known = { result: workOut(), changes };
    return known.result;
  };
}
