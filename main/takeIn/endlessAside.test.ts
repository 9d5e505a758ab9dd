import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { aQueueThatComesBack } from '../../testing/tills/lostKey.ts';

/** Longer than any of these files is (bytes), and as much more as a disk has room for. */
const TOO_LONG = 33 * 1024 * 1024;

/** The longest text of which somebody has asked for all the values that are in it (characters). */
function longestParsed(): () => number {
  let longest = 0;
  const parse = JSON.parse.bind(JSON);
  const spy = vi.spyOn(JSON, 'parse').mockImplementation((text, ...more) => {
    longest = Math.max(longest, text.length);
    return parse(text, ...more);
  });
  onTestFinished(() => spy.mockRestore());
  return () => longest;
}

test.each([
  'settings.json',
  'pin.json',
  'draft.json',
  'erasure.json',
  'words.json',
  'totals.json',
  'recovered.json',
])(
  'of a %s without end in a folder that was set aside no value is looked at: there is no room for ever so many of them, and one such file ended every start',
  async (name) => {
    const { aside, start } = await aQueueThatComesBack();
    // The folder's own key opens: whoever has the account can copy it there.
    await appendFile(join(aside, name), ' '.repeat(TOO_LONG));
    const longest = longestParsed();
    const { till } = await start();
    expect(till.settings.provision?.brandId).toBe('brand');
    expect(longest()).toBeLessThan(TOO_LONG);
  },
);
