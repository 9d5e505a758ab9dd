import type { ImportForeseen } from '../../app/move/foreseen.ts';
import { fits, type Home, hostOf } from '../../app/outbox/home.ts';
import { Places } from '../../app/outbox/order.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import type { HeldReason, Save } from '../../app/outbox/save.ts';
import { MovedPeople } from './movedPeople.ts';
import type { MovedQueue } from './movedQueue.ts';
import { arrivals, expectAll, type TakingRoles } from './takeOverQueue.ts';

/** More shops, brands or apps nobody reads. */
const MAX_PLACES = 20;

/**
 * What taking over a queue would do as things are now: nothing is stored. Each save is looked at by itself; what one of the file
 * does to another (a correction and what it corrects) is seen only when they are taken over.
 */
export async function foreseeQueue(
  { saves: known, intake, numbers, passedHere }: TakingRoles,
  queue: MovedQueue,
  home: Home | null,
  breath: () => Promise<void>,
): Promise<ImportForeseen> {
  const { exportedAt, saves } = queue;
  const people = new MovedPeople(exportedAt, numbers.nextUnknown);
  for (const moved of saves) {
    people.add(moved);
    await breath();
  }
  const { isPassed, expect, end } = passedHere(people);
  const seen = new Sighting(home);
  try {
    await expectAll(known, queue, { expect }, breath);
    const places = new Places(known.values(), numbers.nextUnknown);
    const bringsHome = (save: Save) => people.bringsHome(save);
    const arriving = arrivals(known, places, { exportedAt, bringsHome, isPassed });
    for (const moved of saves) {
      await breath();
      const { intention, arrival } = arriving(moved);
      const { origin } = readBody(moved.body);
      seen.place(origin.shopId, origin.brandId, hostOf(moved.app));
      seen.save(intake.foresee(intention, moved.body, arrival));
    }
  } finally {
    end();
  }
  return { saves: saves.length, exportedAt, ...seen.told };
}

/** What was seen so far. */
class Sighting {
  readonly #home: Home | null;
  readonly #held = new Map<HeldReason, number>();
  readonly #shops = new Set<string>();
  readonly #brands = new Set<string>();
  readonly #hosts = new Set<string>();
  #here = 0;
  #idTaken = 0;
  #closed = 0;
  #sent = 0;

  constructor(home: Home | null) {
    this.#home = home;
  }

  get told() {
    const some = (texts: ReadonlySet<string>) => [...texts].slice(0, MAX_PLACES);
    return {
      shops: some(this.#shops),
      brands: some(this.#brands),
      hosts: some(this.#hosts),
      here: this.#here,
      idTaken: this.#idTaken,
      closed: this.#closed,
      sent: this.#sent,
      held: Object.fromEntries(this.#held),
    };
  }

  place(shop: string, brand: string, host: string): void {
    this.#shops.add(shop);
    this.#brands.add(brand);
    this.#hosts.add(host);
  }

  save(foreseen: 'here' | 'id-taken' | Save): void {
    if (foreseen === 'here') this.#here += 1;
    else if (foreseen === 'id-taken') this.#idTaken += 1;
    else if (foreseen.state === 'discarded') this.#closed += 1;
    else {
      const reason = this.#whyHeld(foreseen);
      if (reason === null) this.#sent += 1;
      else this.#held.set(reason, (this.#held.get(reason) ?? 0) + 1);
    }
  }

  #whyHeld(save: Save): HeldReason | null {
    if (save.state === 'held') return save.heldReason;
    // Found when it would be its turn.
    return this.#home !== null && fits(save, this.#home) ? null : 'other-app';
  }
}
