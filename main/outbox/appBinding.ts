import { type Numbers, passedUnseen } from '../../app/outbox/forgotten.ts';
import { hold } from '../../app/outbox/hold.ts';
import { backHome, fits, type Home, hostOf, type MadeFor } from '../../app/outbox/home.ts';
import type { OtherApp } from '../../app/outbox/outboxView.ts';
import { isPassed, wasSent } from '../../app/outbox/passing.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import { isHeldForApp, type Save } from '../../app/outbox/save.ts';
import { eachInTurn } from './eachInTurn.ts';
import type { HandingOver } from './handingOver.ts';
import type { SaveWriter } from './saveWriter.ts';

/** As the settings, and the window's own call, take them (characters). */
const [MAX_ID_LENGTH, MAX_APP_LENGTH] = [128, 2_000];

/** So many other apps are told at once: more nobody decides about in a row, and a file may bring as many as it has saves. */
const MOST_TOLD = 20;

type IsPassed = (save: Save) => boolean;

export interface AppBindingOptions {
  writer: SaveWriter;
  /** Till's clock, ms since 1970. */
  now: () => number;
  /** What the settings say now, or null before the first ones. */
  home: () => Home | null;
  /** What was accepted after this (ms since 1970, by the till's clock) is remembered. */
  rememberedSince: () => number;
  numbers: Numbers;
  handingOver: Pick<HandingOver, 'inTurn' | 'settled'>;
}

/** Keeps each save to the brand and the app that it was made for, whatever the settings become. */
export class AppBinding {
  readonly #options: AppBindingOptions;

  constructor(options: AppBindingOptions) {
    this.#options = options;
  }

  /** Whether a save may leave under the settings as they are now. */
  fits(save: Save): boolean {
    const home = this.#options.home();
    return home !== null && fits(save, home);
  }

  /**
   * Holds what waits and does not fit, and requeues what was held for that and fits again, unless a later save of the
   * same person has left meanwhile, or may have, and is forgotten: then it is stale. False when that cannot be stored. Looks at single saves only where one of a whole group has to move.
   */
  async align(): Promise<boolean> {
    const { writer, home } = this.#options;
    const now = home();
    if (now === null) return true;
    const { saves } = writer;
    const misfits = isAny(saves.waitingByApp.values(), (group) => !fits(group, now))
      ? [...saves.queue.values()].filter((save) => save.state === 'pending' && !fits(save, now))
      : [];
    const fitting = isAny(saves.heldByApp.values(), (group) => fits(group, now))
      ? this.#held().filter((save) => fits(save, now))
      : [];
    const isPassed = fitting.length === 0 ? () => false : this.#passed();
    const { isStored } = await eachInTurn(writer, [...misfits, ...fitting], (save) =>
      this.#align(save, isPassed),
    );
    return isStored;
  }

  /** What is held for its app, by what it was made for: the first of many; the others come once these are decided about. */
  otherApps(): OtherApp[] {
    const home = this.#options.home();
    const told: OtherApp[] = [];
    for (const group of this.#options.writer.saves.heldByApp.values()) {
      if (told.length === MOST_TOLD) break;
      if (!isSayable(group)) continue;
      const mayGoOn = home !== null && group.brandId === home.brandId;
      told.push({ ...group, host: hostOf(group.app), mayGoOn });
    }
    return told;
  }

  /**
   * By the manager's word all that is held of one other app becomes the present one's, with the same bytes: of the same
   * brand only. Gives how many, and how many of them go on; by the same rule as in `align` the others are stale now. What is
   * just being handed over to another till is waited for: then it is here no more.
   */
  async goOn(madeFor: MadeFor): Promise<{ bound: number; going: number }> {
    const { writer, handingOver } = this.#options;
    // Before it is seen what has passed them: that would be of before the waiting.
    await handingOver.settled(this.heldOf(madeFor).map(({ requestId }) => requestId));
    const isPassed = this.#passed();
    const { saves } = await eachInTurn(handingOver, this.heldOf(madeFor), async (save) => {
      const home = this.#options.home();
      if (!isHeldForApp(save) || home === null || save.brandId !== home.brandId) return;
      const bound = { ...this.#released(save, isPassed), app: home.app };
      return writer.storeReserved(writer.rebound(save, bound));
    });
    const going = saves.filter(({ state }) => state === 'pending').length;
    return { bound: saves.length, going };
  }

  /** What is held because it was made for this brand and app, oldest first. */
  heldOf({ brandId, app }: MadeFor): Save[] {
    return this.#held().filter((save) => save.brandId === brandId && save.app === app);
  }

  /**
   * Saves from before brand and app were recorded: the brand stands in the body, and the app was the one of
   * `home`, the settings before anything was changed. Without any (null), and of what another till has made, nobody
   * knows the app. False when that cannot be stored.
   */
  async adopt(home: Home | null, openBody: (save: Save) => string | null): Promise<boolean> {
    const { writer } = this.#options;
    const isOurs = (save: Save) =>
      save.app === null && save.imported === null && !isHeldForApp(save);
    const unrecorded = [...writer.saves.values()].filter(
      (save) => isOpen(save) && (save.brandId === null || (home !== null && isOurs(save))),
    );
    const { isStored } = await eachInTurn(writer, unrecorded, async (save) => {
      const body = save.brandId === null ? openBody(save) : null;
      const inBody = body === null ? (home?.brandId ?? null) : readBody(body).origin.brandId;
      const app = isOurs(save) ? (home?.app ?? null) : save.app;
      const known = { ...save, brandId: save.brandId ?? inBody, app };
      if (known.brandId === save.brandId && known.app === save.app) return save;
      return writer.storeKnown(writer.rebound(save, known));
    });
    return isStored;
  }

  async #align(save: Save, isPassed: IsPassed): Promise<Save | null | undefined> {
    const { writer, home, now } = this.#options;
    const present = home();
    if (present === null) return;
    if (isHeldForApp(save))
      return fits(save, present) ? writer.storeReserved(this.#released(save, isPassed)) : undefined;
    // Not one that is under way or about which somebody is just deciding.
    const isWaiting = save.state === 'pending' && writer.saves.queue.get(save.sequence) === save;
    if (!isWaiting || fits(save, present)) return;
    return writer.store(hold(save, 'other-app', now()));
  }

  #released(save: Save, isPassed: IsPassed): Save {
    return isPassed(save) ? hold(save, 'stale', this.#options.now()) : backHome(save);
  }

  /** Of those that were held together the older one goes first, as long as the later one has not been sent from here. */
  #passed(): IsPassed {
    const { writer, numbers, rememberedSince } = this.#options;
    const { saves } = writer;
    const isPassedUnseen = passedUnseen(saves, numbers, rememberedSince());
    const hasGone = (other: Save) => !isHeldForApp(other) || wasSent(other);
    return (save) => isPassedUnseen(save) || isPassed(save, saves, hasGone);
  }

  /** Oldest first. */
  #held(): Save[] {
    const { saves } = this.#options.writer;
    return [...saves.sequences('held').newestFirst()]
      .reverse()
      .flatMap((sequence) => saves.findBySequence(sequence) ?? [])
      .filter(isHeldForApp);
  }
}

/** What the settings can be: of more, which somebody has written into a line, nobody could let anything go on. */
function isSayable({ brandId, app }: MadeFor): boolean {
  return (brandId ?? '').length <= MAX_ID_LENGTH && (app ?? '').length <= MAX_APP_LENGTH;
}

/** Whether it may ever be sent. */
function isOpen({ state }: Save): boolean {
  return state !== 'accepted';
}

function isAny<Item>(items: Iterable<Item>, is: (item: Item) => boolean): boolean {
  for (const item of items) if (is(item)) return true;
  return false;
}
