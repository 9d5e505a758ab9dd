import { afterAll, beforeAll, beforeEach } from 'vitest';
import { PreviewTill } from './PreviewTill.ts';

/** A browser that starts beside others takes its time (ms). */
const START = 120_000;

/** A till and its page for the tests of one `describe`, from before the first of them to after the last. */
export function givenPreview(): PreviewTill {
  const preview = new PreviewTill();
  beforeAll(() => preview.start(), START);
  afterAll(() => preview.stop());
  return preview;
}

/** The same, opened anew before each test: with nothing stored or typed, open, and with the first operator. */
export function givenFreshPreview(): PreviewTill {
  const preview = givenPreview();
  beforeEach(async () => {
    await preview.page.evaluate(`location.protocol === 'http:' && sessionStorage.clear()`);
    await preview.show();
  });
  return preview;
}
