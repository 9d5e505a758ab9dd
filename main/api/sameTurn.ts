/**
 * Lets what has come in at the same moment go on at the same moment: saves of several callers then share one flush, as
 * those of one program do.
 */
export function createSameTurn(): () => Promise<void> {
  let turn: Promise<void> | null = null;
  return () => {
    turn ??= new Promise((resolve) => {
      setImmediate(() => {
        turn = null;
        resolve();
      });
    });
    return turn;
  };
}
