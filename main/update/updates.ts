import type { Updates as Feed } from '../../app/settings/updates.ts';
import {
  endsFetch,
  mayCheck,
  mayFetch,
  mayInstall,
  mayInstallAtQuit,
  type UpdateFacts,
} from '../../app/update/mayUpdate.ts';
import type { OpeningHours } from '../../app/update/openingHours.ts';
import { isProblem, type Obstacle, type UpdateProblem } from '../../app/update/updateCodes.ts';
import {
  FETCH_WITHIN_MS,
  FIRST_CHECK_WITHIN_MS,
  LOOK_EVERY_MS,
  MOST_TRIES,
  untilNextCheck,
} from '../../app/update/updateTimes.ts';
import type { UpdateView } from '../../app/update/updateView.ts';
import type { Clock } from '../clock/clock.ts';
import type { Log } from '../log.ts';
import type { Checked, UpdateEngine } from './updateEngine.ts';
import type { UpdateMemory } from './updateMemory.ts';

export type Engine = Pick<UpdateEngine, 'check' | 'fetch' | 'verify' | 'install'>;

export interface UpdatesParts {
  clock: Clock;
  random: () => number;
  log: Log;
  /** Of this program. */
  version: string;
  feed: () => Feed | null;
  hours: () => OpeningHours;
  facts: () => UpdateFacts;
  open: (feed: Feed) => Promise<Engine>;
  memory: UpdateMemory;
  /** Closes the till in order, installs, and ends; where that gives a problem the program is started again as it was. */
  closeFor: (install: Engine['install']) => Promise<void>;
}

/** A newer version, and how far it is. */
interface Found {
  version: string;
  standing: 'known' | 'fetching' | 'ready';
  /** Not before (monotonic ms); null: it may not be fetched yet. */
  fetchAt: number | null;
}

/** When a till asks for an update, fetches it and installs it: docs/updates.md. One thing at a time, by one look a minute. */
export class Updates {
  readonly #parts: UpdatesParts;
  /** Where updates come from now, as it was set. */
  #feed: string | null = null;
  #engine: Promise<Engine> | null = null;
  #found: Found | null = null;
  /** Monotonic, ms. */
  #checkAt: number;
  #busy: Promise<void> | null = null;
  #fetching: AbortController | null = null;
  #stopLooking = () => {};
  #writing: Promise<void> = Promise.resolve();
  #isOver = false;
  #isClosing = false;

  constructor(parts: UpdatesParts) {
    this.#parts = parts;
    const { clock, random } = parts;
    this.#checkAt = clock.monotonic() + random() * FIRST_CHECK_WITHIN_MS;
    this.#lookLater();
  }

  /** Something is being asked, fetched or looked at. */
  get isBusy(): boolean {
    return this.#busy !== null;
  }

  /** How it is, for whoever is asked. */
  get view(): UpdateView {
    const { version, memory, hours, facts } = this.#parts;
    const feed = this.#parts.feed();
    const found = this.#found;
    return {
      version,
      channel: feed === null ? null : (feed.channel ?? 'latest'),
      url: feed?.url ?? null,
      hours: hours(),
      lastCheck: memory.lastCheck,
      waits: found === null ? null : { version: found.version, standing: found.standing },
      why: this.#why(facts()),
    };
  }

  /** What is fetched is broken off. Waits for the disk, and neither for a server nor for whoever looks at a signature. */
  async stop(): Promise<void> {
    this.#isOver = true;
    this.#stopLooking();
    this.#fetching?.abort();
    await this.#writing;
  }

  /**
   * What somebody who quits leaves behind: null, or what is to be done once the till is closed. Nothing is started then.
   * `isWanted`: somebody wants the till back, or the session ends: then nothing is done any more.
   */
  atQuit(): ((isWanted: () => boolean) => Promise<void>) | null {
    const found = this.#found;
    if (this.#isOver || this.#isClosing || found?.standing !== 'ready') return null;
    if (mayInstallAtQuit(this.#parts.facts()) !== null) return null;
    return async (isWanted) => {
      if (isWanted()) return;
      // That takes PowerShell up to two minutes.
      if ((await this.#isFit(found)) && !isWanted()) await this.#apply(found, null);
    };
  }

  #why(facts: UpdateFacts): Obstacle | null {
    const found = this.#found;
    if (found === null) return mayCheck(facts);
    if (found.standing !== 'ready') return mayFetch(facts);
    return mayInstall(facts) ?? (this.#wasTried(found) ? 'tried' : null);
  }

  #wasTried({ version }: Found): boolean {
    return this.#parts.memory.triesOf(version) >= MOST_TRIES;
  }

  #lookLater(): void {
    this.#stopLooking = this.#parts.clock.after(LOOK_EVERY_MS, () => {
      this.#lookLater();
      this.#look();
    });
  }

  #look(): void {
    const { clock, facts: ask } = this.#parts;
    this.#heedFeed();
    const facts = ask();
    if (this.#busy !== null) {
      if (endsFetch(facts)) this.#fetching?.abort();
      return;
    }
    const found = this.#found;
    const now = clock.monotonic();
    if (found?.standing === 'ready' && mayInstall(facts) === null && !this.#wasTried(found))
      this.#begin(() => this.#install(found));
    else if (found?.standing === 'known' && this.#isTimeToFetch(found, facts, now))
      this.#begin(() => this.#fetch(found));
    else if (now >= this.#checkAt && mayCheck(facts) === null) this.#begin(() => this.#check());
  }

  /** What came from another address or for another channel is nothing of this one's. */
  #heedFeed(): void {
    const feed = this.#parts.feed();
    const now = feed === null ? null : JSON.stringify([feed.url, feed.channel]);
    if (now === this.#feed) return;
    this.#feed = now;
    this.#found = null;
    this.#fetching?.abort();
    this.#engine = null;
  }

  #isTimeToFetch(found: Found, facts: UpdateFacts, now: number): boolean {
    if (mayFetch(facts) !== null) {
      found.fetchAt = null;
      return false;
    }
    found.fetchAt ??= now + this.#parts.random() * FETCH_WITHIN_MS;
    return now >= found.fetchAt && !this.#wasTried(found);
  }

  #begin(act: () => Promise<void>): void {
    const { clock, random, log } = this.#parts;
    this.#busy = act()
      .catch((error: unknown) => {
        log.error('update', { error: String(error) });
        // A library that could not be read is read anew, and not at every look.
        this.#engine = null;
        this.#found = null;
        this.#checkAt = clock.monotonic() + untilNextCheck(true, random());
      })
      .finally(() => {
        this.#busy = null;
      });
  }

  /** The library is read here, once there is an address. */
  #open(): Promise<Engine> | null {
    const feed = this.#parts.feed();
    if (feed === null) return null;
    this.#engine ??= this.#parts.open(feed);
    return this.#engine;
  }

  async #check(): Promise<void> {
    const feed = this.#feed;
    const checked = await (await this.#open())?.check();
    if (checked === undefined || feed !== this.#feed || this.#isOver) return;
    await this.#learn(checked);
    const { outcome, version } = checked;
    if (outcome !== 'newer' || version === null) {
      // A version that is told no more, or not to this till, was taken back.
      if (!isProblem(outcome)) this.#found = null;
      return;
    }
    if (this.#found?.version !== version)
      this.#found = { version, standing: 'known', fetchAt: null };
  }

  async #fetch(found: Found): Promise<void> {
    const feed = this.#feed;
    found.standing = 'fetching';
    const fetching = new AbortController();
    this.#fetching = fetching;
    try {
      const checked = await (await this.#open())?.fetch(fetching.signal);
      found.standing = 'known';
      found.fetchAt = null;
      if (checked == null || feed !== this.#feed || this.#isOver) return;
      await this.#learn(checked);
      const { outcome, version } = checked;
      if (outcome === 'newer' && version !== null)
        this.#found = { version, standing: 'ready', fetchAt: null };
      else this.#found = null;
    } finally {
      if (found.standing === 'fetching') found.standing = 'known';
      this.#fetching = null;
    }
  }

  async #learn({ outcome, version }: Checked): Promise<void> {
    const { clock, random, log, memory } = this.#parts;
    this.#checkAt = clock.monotonic() + untilNextCheck(isProblem(outcome), random());
    log[isProblem(outcome) ? 'warn' : 'info']('update checked', { outcome, version });
    this.#writing = memory.checked({ at: clock.now(), outcome, version });
    await this.#writing;
  }

  async #install(found: Found): Promise<void> {
    // Somebody may come while it is looked at.
    if (!(await this.#isFit(found)) || mayInstall(this.#parts.facts()) !== null) return;
    if (this.#isOver) return;
    this.#isClosing = true;
    this.#stopLooking();
    await this.#parts.closeFor((args) => this.#apply(found, args));
  }

  /** False where it must not be installed: then it is fetched anew some time. */
  async #isFit(found: Found): Promise<boolean> {
    const engine = await this.#engine;
    if (engine == null || this.#wasTried(found)) return false;
    const problem =
      (await engine.verify()) ??
      ((await this.#parts.memory.mayTry()) ? null : 'update.not-written');
    if (problem === null) return true;
    this.#found = null;
    await this.#learn({ outcome: problem, version: found.version });
    return false;
  }

  async #apply({ version }: Found, args: readonly string[] | null): Promise<UpdateProblem | null> {
    const { log, memory } = this.#parts;
    const engine = await this.#engine;
    // What is not written down might be tried for ever.
    if (engine == null || !(await memory.trying(version))) return 'update.not-written';
    const problem = await engine.install(args);
    log[problem === null ? 'info' : 'error']('update installed', { version, problem });
    return problem;
  }
}
