import { promises } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { onTestFinished } from 'vitest';

/** No folder gets the name of one that was taken in, until what this gives is called; with the end of the test at the latest. */
export function noOtherName(): () => void {
  const { rename } = promises;
  const put = (call: typeof rename) => {
    promises.rename = call;
    syncBuiltinESMExports();
  };
  put(async (from, to) => {
    if (String(to).endsWith('.taken')) throw Object.assign(new Error('refused'), { code: 'EIO' });
    await rename(from, to);
  });
  const pass = () => put(rename);
  onTestFinished(pass);
  return pass;
}
