import type { PreviewTill } from '../../pageTests/PreviewTill.ts';

/** A morning in a shop in Shanghai: with it, the same page gives the same picture on any day. */
const CLOCK = Date.UTC(2026, 10, 25, 2, 42);

/** The page's own clock stands still; timers run on, so that everything still happens. */
const STOPPED_CLOCK = `(() => {
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...given) { if (given.length === 0) super(${CLOCK}); else super(...given); }
    static now() { return ${CLOCK}; }
  };
})()`;

/** From now on every page of this browser is opened at the same moment. */
export async function stopClock({ page }: PreviewTill): Promise<void> {
  await page.browser.call('Emulation.setTimezoneOverride', { timezoneId: 'Asia/Shanghai' });
  await page.browser.call('Page.enable');
  await page.browser.call('Page.addScriptToEvaluateOnNewDocument', { source: STOPPED_CLOCK });
}

/** A caret blinks; whether it is caught would be chance. */
export async function takePicture({ page }: PreviewTill): Promise<Buffer> {
  await page.evaluate(`document.documentElement.style.caretColor = 'transparent', 0`);
  return page.picture();
}
