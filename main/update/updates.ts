import {
  endsFetch,
  mayCheck,
  mayFetch,
  mayInstall,
  mayInstallAtQuit,
  type UpdateFacts,
} from '../../app/update/mayUpdate.ts';
import { isProblem, type Obstacle, type UpdateProblem } from '../../app/update/updateCodes.ts';
import {
  FETCH_WITHIN_MS,
  FIRST_CHECK_WITHIN_MS,
  LOOK_EVERY_MS,
  MOST_TRIES,
  OFFER_CLOSES_MS,
  OFFER_HOLDS_MS,
  untilNextCheck,
} from '../../app/update/updateTimes.ts';
import type { UpdateView } from '../../app/update/updateView.ts';
import { answerInTime, holds, type Offer, offerOf } from './offer.ts';
import { problemOfFetched, takeOver } from './takeOver.ts';
import type { Checked } from './updateEngine.ts';
import type { Engine, UpdatesParts } from './updatesParts.ts';

/** A newer version, and how far it is. */
interface Found {
  version: string;
  standing: 'known' | 'fetching' | 'ready';
  /** Not before (monotonic ms); null: it may not be fetched yet. */
  fetchAt: number | null;
  /** The last. */
  offer: Offer;
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
    // Who ends the till waits for no server: what it has offered a moment ago counts.
    if (!holds(found.offer, this.#parts.clock, OFFER_HOLDS_MS)) return null;
    if (mayInstallAtQuit(this.#parts.facts()) !== null) return null;
    return async (isWanted) => {
      if (isWanted()) return;
      // That takes PowerShell up to two minutes.
      if ((await this.#isFit(found)) && !isWanted()) await this.#apply(found, null, OFFER_HOLDS_MS);
    };
  }

  #why(facts: UpdateFacts): Obstacle | null {
    const found = this.#found;
    if (found === null) return mayCheck(facts);
    if (found.standing !== 'ready') return mayFetch(facts);
    const why = mayInstall(facts) ?? (this.#wasTried(found) ? 'tried' : null);
    return why ?? (this.#isUnanswered ? 'no-answer' : null);
  }

  get #isReady(): boolean {
    return this.#found?.standing === 'ready';
  }

  get #isUnanswered(): boolean {
    const { lastCheck } = this.#parts.memory;
    return lastCheck !== null && isProblem(lastCheck.outcome);
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
    if (found?.standing === 'ready' && this.#isTimeToInstall(found, facts, now))
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

  #isTimeToInstall(found: Found, facts: UpdateFacts, now: number): boolean {
    if (mayInstall(facts) !== null || this.#wasTried(found)) return false;
    // The server is asked first, and not every minute where it does not answer.
    return !this.#isUnanswered || now >= this.#checkAt;
  }

  #isTimeToFetch(found: Found, facts: UpdateFacts, now: number): boolean {
    if (mayFetch(facts) !== null) {
      found.fetchAt = null;
      return false;
    }
    found.fetchAt ??= now + this.#parts.random() * FETCH_WITHIN_MS;
    return now >= found.fetchAt && !this.#wasTried(found);
  }

  #begin(act: () => Promise<unknown>): void {
    const { clock, random, log } = this.#parts;
    this.#busy = act()
      .then(() => undefined)
      .catch((error: unknown) => {
        log.error('update', { error: String(error) });
        // A library that could not be read is read anew, and not at every look.
        this.#engine = null;
        this.#found = null;
        this.#checkAt = clock.monotonic() + untilNextCheck('problem', random());
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

  /** Gives what is offered now; null where that is nothing, or nobody knows. */
  async #check(): Promise<Found | null> {
    const feed = this.#feed;
    const { clock } = this.#parts;
    const offer = offerOf(clock);
    const engine = await this.#open();
    const checked = engine === null ? null : await answerInTime(clock, engine.check());
    if (checked === null || feed !== this.#feed || this.#isOver) return null;
    const { outcome, version } = checked;
    if (outcome !== 'newer' || version === null) {
      // A version that is told no more, or not to this till, was taken back.
      if (!isProblem(outcome)) this.#found = null;
    } else if (this.#found?.version === version && !(this.#isReady && engine?.isReplaced))
      this.#found.offer = offer;
    else this.#found = { version, standing: 'known', fetchAt: null, offer };
    await this.#learn(checked);
    return outcome === 'newer' ? this.#found : null;
  }

  async #fetch(found: Found): Promise<void> {
    const feed = this.#feed;
    const offer = offerOf(this.#parts.clock);
    found.standing = 'fetching';
    const fetching = new AbortController();
    this.#fetching = fetching;
    try {
      const checked = await (await this.#open())?.fetch(fetching.signal);
      found.standing = 'known';
      found.fetchAt = null;
      if (checked == null || feed !== this.#feed || this.#isOver) return;
      const { outcome, version } = checked;
      if (outcome === 'newer' && version !== null)
        this.#found = { version, standing: 'ready', fetchAt: null, offer };
      else this.#found = null;
      await this.#learn(checked);
    } finally {
      if (found.standing === 'fetching') found.standing = 'known';
      this.#fetching = null;
    }
  }

  async #learn({ outcome, version }: Checked): Promise<void> {
    const { clock, random, log, memory } = this.#parts;
    const upon = this.#isReady ? 'ready' : 'answer';
    const wait = untilNextCheck(isProblem(outcome) ? 'problem' : upon, random());
    this.#checkAt = clock.monotonic() + wait;
    log[isProblem(outcome) ? 'warn' : 'info']('update checked', { outcome, version });
    this.#writing = memory.checked({ at: clock.now(), outcome, version });
    await this.#writing;
  }

  async #install(found: Found): Promise<void> {
    // It may have been taken back since it was fetched. A server that does not answer has not said that it was not.
    if ((await this.#check()) !== found) return;
    // Somebody may come while it is looked at.
    if (!(await this.#isFit(found)) || mayInstall(this.#parts.facts()) !== null) return;
    // Or the PC has slept, and what the server has said lies a night back: it is asked anew with the next look.
    if (this.#isOver || !holds(found.offer, this.#parts.clock, OFFER_CLOSES_MS)) return;
    this.#isClosing = true;
    this.#stopLooking();
    await this.#parts.closeFor((args) => this.#apply(found, args, OFFER_CLOSES_MS));
  }

  /** False where it must not be installed: then it is fetched anew some time. */
  async #isFit(found: Found): Promise<boolean> {
    const engine = await this.#engine;
    if (engine == null || this.#wasTried(found)) return false;
    const problem = await problemOfFetched(engine, this.#parts.memory);
    if (problem === null) return true;
    this.#found = null;
    await this.#learn({ outcome: problem, version: found.version });
    return false;
  }

  /** `longest`: so long (ms) after it was offered; the PC may have slept while the till was closed. */
  async #apply(
    { version, offer }: Found,
    args: readonly string[] | null,
    longest: number,
  ): Promise<UpdateProblem | null> {
    if (!holds(offer, this.#parts.clock, longest)) {
      this.#parts.log.warn('update left', { version });
      return 'update.not-installed';
    }
    return takeOver(await this.#engine, version, args, this.#parts);
  }
}
