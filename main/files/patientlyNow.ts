import { isHeld, PATIENCE } from './durableFile.ts';

/** As `patiently`, where nothing can be waited for: everything else stands still meanwhile. */
export function patientlyNow<Result>(call: () => Result): Result {
  for (const wait of PATIENCE) {
    try {
      return call();
    } catch (error) {
      if (!isHeld(error)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, wait);
    }
  }
  return call();
}
