import type { RegisterRequest } from '../app/ipc/bridge.ts';
import { Chromium } from './Chromium.ts';
import { givenAddress } from './givenRun.ts';
import { Page } from './Page.ts';
import { servePreview } from './servePreview.ts';

/** How the page is looked at; what is not named is as on the till that it is made for. */
export interface Look {
  /** The window's size in its own pixels. */
  width?: number;
  height?: number;
  /** The zoom of the window or the system: 1.25 leaves a page of 819 × 614 in 1024 × 768. */
  zoom?: number;
  dark?: boolean;
  forcedColors?: boolean;
  reducedMotion?: boolean;
}

export interface ShowOptions extends Look {
  query?: string;
  /** What is true once the page is there; default: the phone field has the focus. */
  until?: string;
}

const READY = 'document.activeElement.dataset.testid === "phone"';
/** A browser's own remark on fields for a PIN; nothing is refused by it. */
const HINT = 'Password forms should have';
const TWO_FRAMES =
  'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(0))))';
const CONSENT = 'document.querySelector("[data-testid=consent]")';

/** The page with its till in memory, in a real browser, under the till's own policy. */
export class PreviewTill {
  /** What the browser refused or wrote to its console. */
  readonly complaints: string[] = [];
  readonly #browser = new Chromium();
  readonly page = new Page(this.#browser);
  /** How the page was last asked to look, by the protocol's method. */
  readonly #asked = new Map<string, string>();
  #address = '';
  /** Serves the page, unless the whole run has one that does. */
  #own: Awaited<ReturnType<typeof servePreview>> | null = null;

  /** To be awaited before anything is asked of it. */
  async start(): Promise<void> {
    const browser = this.#browser;
    const given = givenAddress();
    const [own] = await Promise.all([given ? null : servePreview(), browser.start()]);
    this.#own = own;
    this.#address = own?.url ?? given ?? '';
    await browser.call('Runtime.enable');
    await browser.call('Log.enable');
    await browser.call('Emulation.setFocusEmulationEnabled', { enabled: true });
    for (const event of ['Log.entryAdded', 'Runtime.exceptionThrown', 'Runtime.consoleAPICalled'])
      browser.listen(event, (params) => {
        const complaint = JSON.stringify(params);
        if (!complaint.includes(HINT)) this.complaints.push(complaint);
      });
  }

  /** Opens the page anew, with an empty till. */
  async show(options: ShowOptions = {}): Promise<void> {
    const { query = '', until = READY } = options;
    await this.#setLook(options);
    await this.page.open(`${this.#address}${query}`);
    await this.page.until(until);
    // English comes a moment after the first screen; measured before it, the words would be Chinese.
    if (query.includes('locale=en'))
      await this.page.until(`document.documentElement.lang === 'en'`);
  }

  /** Looks at the page as it stands in another window, theme or zoom; nothing is loaded anew. */
  async lookAt(look: Look): Promise<void> {
    // Laid out and drawn, so that what follows the window's size has followed.
    if (await this.#setLook(look)) await this.page.evaluate(TWO_FRAMES);
  }

  /** Whether the page has another size by it. What is as it was is not asked for: each call is a drawing of the page. */
  async #setLook(look: Look): Promise<boolean> {
    const { width = 1024, height = 768, zoom = 1 } = look;
    const size = {
      width: Math.floor(width / zoom),
      height: Math.floor(height / zoom),
      deviceScaleFactor: zoom,
      mobile: false,
    };
    const features = [
      { name: 'prefers-color-scheme', value: look.dark ? 'dark' : 'light' },
      { name: 'forced-colors', value: look.forcedColors ? 'active' : 'none' },
      { name: 'prefers-reduced-motion', value: look.reducedMotion ? 'reduce' : '' },
    ];
    const isOtherSize = await this.#ask('Emulation.setDeviceMetricsOverride', size);
    await this.#ask('Emulation.setEmulatedMedia', { features });
    return isOtherSize;
  }

  /** False where it was asked for already. */
  async #ask(method: string, wanted: object): Promise<boolean> {
    const text = JSON.stringify(wanted);
    if (this.#asked.get(method) === text) return false;
    this.#asked.set(method, text);
    await this.#browser.call(method, wanted);
    return true;
  }

  /** Keeps back what the page loads next of this name, as a slow disk does, until it is let go. */
  async hold(name: string): Promise<{ arrived: Promise<void>; release: () => Promise<void> }> {
    // What the browser has from an earlier page it would not ask for.
    await this.#browser.call('Network.enable');
    await this.#browser.call('Network.setCacheDisabled', { cacheDisabled: true });
    await this.#browser.call('Fetch.enable', { patterns: [{ urlPattern: `*/${name}-*.js` }] });
    let requestId = '';
    const arrived = new Promise<void>((resolve) =>
      this.#browser.listen('Fetch.requestPaused', (params) => {
        requestId = String(params.requestId);
        resolve();
      }),
    );
    const release = async () => {
      await this.#browser.call('Fetch.continueRequest', { requestId });
      await this.#browser.call('Fetch.disable');
      await this.#browser.call('Network.disable');
      await this.page.until(`performance.getEntriesByType('resource').some(
        ({ name, responseEnd }) => name.includes('/${name}-') && responseEnd > 0)`);
      await this.page.evaluate(TWO_FRAMES);
    };
    return { arrived, release };
  }

  /** From now on nothing of this name can be read, as from a damaged file, until it is mended. */
  async damage(name: string): Promise<() => Promise<void>> {
    await this.#browser.call('Network.enable');
    await this.#browser.call('Network.setCacheDisabled', { cacheDisabled: true });
    await this.#browser.call('Network.setBlockedURLs', { urls: [`*/${name}-*.js`] });
    return async () => {
      await this.#browser.call('Network.setBlockedURLs', { urls: [] });
      await this.#browser.call('Network.disable');
    };
  }

  /** Runs a statement on `memoryTill`, the till's switches. */
  async till(statement: string): Promise<void> {
    await this.page.evaluate(`void (() => { ${statement} })()`);
  }

  requests(): Promise<RegisterRequest[]> {
    return this.page.evaluate('memoryTill.requests');
  }

  /** Notes that the customer agrees, and saves. */
  async save(): Promise<void> {
    if (await this.page.evaluate<boolean>(`!${CONSENT}.checked`)) await this.page.press('F5');
    await this.page.press('F4');
  }

  /**
   * The next save is under way until it is let go: on a busy PC a time would be over before the keys that belong into it.
   * `atOnce`: also while the last key is kept back, as it might be a scanner's.
   */
  async holdSave({ atOnce = false } = {}): Promise<() => Promise<void>> {
    await this.till(`const { bridge } = memoryTill; const { registerMember } = bridge;
      window.endSave = undefined;
      bridge.registerMember = async (request) => {
        bridge.registerMember = registerMember;
        await new Promise((resolve) => { window.endSave = resolve; });
        return registerMember(request);
      };`);
    return async () => {
      await this.page.until('window.endSave');
      if (!atOnce) await this.page.evaluate('new Promise((resolve) => setTimeout(resolve, 250))');
      await this.page.evaluate('void window.endSave()');
    };
  }

  /** A person reads what a correction would change, and wants it. */
  async sendCorrection(): Promise<void> {
    await this.page.until(`document.querySelector('[data-testid=correction]')`);
    await this.page.hasLooked();
    await this.page.press('F4');
  }

  /**
   * The window has said that the save is stored; what it says by then may be that it was accepted, on a busy PC before
   * anybody could have seen the former. `state`: that it says this very thing.
   */
  async confirmed(state?: 'saved' | 'accepted' | 'held'): Promise<void> {
    const states = state === undefined ? ['saved', 'accepted'] : [state];
    const cards = states.map((one) => `[data-testid=confirmation][data-state=${one}]`);
    await this.page.until(`document.querySelector('${cards.join(', ')}')`);
  }

  async stop(): Promise<void> {
    await this.#browser.stop();
    await this.#own?.stop();
  }
}
