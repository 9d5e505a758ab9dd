import { Away } from './away.ts';
import { Belongings } from './belongings.ts';
import { ModelCorrections } from './corrections.ts';
import { type Expectation, expectNew } from './expectation.ts';
import { Line } from './line.ts';
import { personOf } from './people.ts';
import type { Belonging } from './places.ts';

/** What the model knows of every save, and how saves of one person stand to each other. */
export class ModelSaves {
  readonly saves = new Map<string, Expectation>();
  /** What a manager has ever requeued, also when the till has forgotten it since. */
  readonly everRequeued = new Set<string>();
  /** What another till may ever have had: it sends it when it likes. */
  readonly everAway = new Set<string>();
  readonly belongings = new Belongings();
  /** Promises that did not hold; empty when all is well. */
  readonly broken: string[] = [];
  /** What is on the disk, in the order in which it has to leave. */
  readonly line = new Line();
  readonly corrections = new ModelCorrections(this.saves, this.line);
  readonly keys = new Map<string, readonly string[]>();
  /** What is in files. */
  readonly away = new Away(this.saves, this.line, this.belongings, this.corrections, this.keys);
  readonly madeAt = new Map<string, number>();
  /** The highest slip number that has ever come to the disk. */
  highest = 0;

  /** What is expected of a save that must be on disk. */
  get(requestId: string): Expectation {
    const save = this.saves.get(requestId);
    if (save !== undefined) return save;
    this.broken.push(`${requestId} is not on disk`);
    return expectNew(requestId);
  }

  keysOf(requestId: string): readonly string[] {
    return this.keys.get(requestId) ?? [];
  }

  personOf(requestId: string): Expectation[] {
    const person = personOf(requestId, this.keys, this.saves.keys());
    return [...this.saves.values()].filter((save) => person.has(save.requestId));
  }

  /** Whether anybody else here is the same person, also where only what comes along with it in a file says so. */
  isBeside(requestId: string): boolean {
    const { along } = this.away;
    const person = personOf(requestId, this.keys, [...this.saves.keys(), ...along]);
    return [...person].some((other) => other !== requestId && this.saves.has(other));
  }

  laterOf({ requestId }: Expectation): Expectation[] {
    const person = this.personOf(requestId);
    return person.filter((other) => this.line.isEarlier(requestId, other.requestId));
  }

  isLike(save: Expectation, other: Expectation): boolean {
    const keys = this.keysOf(other.requestId);
    return this.keysOf(save.requestId).some((key) => keys.includes(key));
  }

  get isAnyForgotten(): boolean {
    return this.highest > this.saves.size;
  }

  /** As with what was requeued: somebody has decided that it may take effect once more. */
  letGo({ requestId }: Expectation, settings: Belonging): boolean {
    this.everRequeued.add(requestId);
    return this.belongings.letGo(requestId, settings);
  }
}
