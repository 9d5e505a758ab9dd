import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Outcome } from '../../app/gateway/outcome.ts';
import { madeAt } from '../../app/outbox/order.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import type { Save, SaveState } from '../../app/outbox/save.ts';
import { atDepth } from '../../testing/depth.ts';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { aPerson, NOW, openErasureTill, shownOn } from '../../testing/tills/erasureTill.ts';

import type { MovedQueue } from '../outbox/movedQueue.ts';
import { packQueue } from '../outbox/packQueue.ts';
import { Permissions } from '../outbox/permissions.ts';
import { takeOverQueue } from '../outbox/takeOverQueue.ts';

type Till = Awaited<ReturnType<typeof openErasureTill>>;

const PEOPLE = 3;
const MINUTE = 60_000;
const words = { code: '', subCode: '', text: '', traceId: '' };
const ACCEPTED = { ...words, class: 'accepted', customerId: 'c1' } as Outcome;
const REJECTED: Outcome = { ...words, class: 'rejected' };

const which = fc.nat(20);
const who = fc.nat(PEOPLE - 1);
/** After so many calls of the disk its power is cut, or never. */
const cut = fc.option(fc.integer({ min: 1, max: 40 }), { freq: 3 });
/** What may happen while somebody is erased, or a file is read. */
const beside = fc.oneof(
  fc.record({ kind: fc.constant('register' as const), who, hasCode: fc.boolean() }),
  fc.record({ kind: fc.constant('register' as const), who, hasCode: fc.boolean() }),
  fc.record({ kind: fc.constant('register again' as const), who, which }),
  fc.record({ kind: fc.constant('correct' as const), which }),
  fc.record({ kind: fc.constant('send again' as const), which }),
  fc.record({ kind: fc.constant('word' as const), which }),
  fc.record({ kind: fc.constant('discard' as const), which }),
  fc.record({ kind: fc.constant('housekeep' as const) }),
  fc.record({ kind: fc.constant('go on' as const) }),
);
const alone = fc.oneof(
  { weight: 6, arbitrary: beside },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('elsewhere' as const), who, hasCode: fc.boolean() }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('send' as const), which, isRefused: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('export' as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('import' as const), which, beside, cut }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('erase' as const),
      who,
      beside,
      isHindered: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('start' as const), isCut: fc.boolean() }) },
);
type Step = (typeof alone extends fc.Arbitrary<infer S> ? S : never) | Beside;
type Beside = typeof beside extends fc.Arbitrary<infer S> ? S : never;

interface Made {
  who: number;
  at: number;
}

/** A till, another one that writes files as well, and what has to hold of both. */
class World {
  disk = new PowerDisk();
  time = NOW;
  given = 0;
  readonly files: MovedQueue[] = [];
  /** Everything that was registered anywhere. */
  readonly made = new Map<string, Made>();
  /** What this till has acknowledged, and is not erased. */
  readonly here = new Set<string>();
  readonly ids: string[] = [];
  readonly erasedIds: string[] = [];
  /** Of these the manager has said that they go. */
  readonly byWord = new Set<string>();
  /** The newest of each person that has taken effect from here. */
  readonly newest = new Map<number, number>();
  readonly traces = new Map<number, Set<string>>();
  till!: Till;
  other!: Till;

  async open(): Promise<void> {
    this.till = await openErasureTill(
      this.disk,
      [],
      () => null,
      () => this.time,
    );
    this.other = await openErasureTill(
      new PowerDisk(),
      [],
      () => null,
      () => this.time,
    );
  }

  /** One of those that are here; those in this state first. */
  id(at: number, state: SaveState): string {
    const all = [...this.till.saves.values()];
    const some = all.filter((save) => save.state === state);
    const these = some.length > 0 ? some : all;
    return these[at % Math.max(1, these.length)]?.requestId ?? '';
  }

  member(person: number, hasCode: boolean) {
    const code = hasCode ? { outerType: 'wechat' as const, outerId: `code-${person}` } : {};
    return { ...aPerson(person), ...code };
  }

  note(save: Save | undefined): void {
    const made = this.made.get(save?.requestId ?? '');
    if (save === undefined || made === undefined) return;
    const traces = this.traces.get(made.who) ?? new Set<string>();
    for (const text of [save.sealedBody, save.sealedWords, ` ${save.requestId}`])
      if (text !== null) traces.add(text);
    this.traces.set(made.who, traces);
  }

  /** An id may be given to somebody else once its save is erased: what it has inside says whose it is now. */
  noteAll(): void {
    for (const save of this.till.saves.values()) {
      const body = this.till.outbox.contents.openBody(save);
      if (body !== null) {
        const person = Number(readBody(body).member.mobile?.slice(-2));
        this.made.set(save.requestId, { who: person, at: madeAt(save) });
      }
      this.note(save);
    }
  }

  async register(id: string, person: number, hasCode: boolean, correctionOf: string | null = null) {
    const { ok } = await this.till.register(id, this.member(person, hasCode), correctionOf);
    if (!ok) return;
    if (!this.ids.includes(id)) this.ids.push(id);
    this.here.add(id);
    this.noteAll();
  }

  /** Whatever the till was doing, it is killed with its disk, and begins once more. */
  async cutDuring(work: Promise<unknown>): Promise<void> {
    const { disk } = this;
    let isDone = false;
    void work.then(() => {
      isDone = true;
    });
    for (let turn = 0; turn < 200 && !isDone && disk.calls < disk.cutAt; turn += 1)
      await new Promise((resolve) => setImmediate(resolve));
    disk.cutAt = Number.POSITIVE_INFINITY;
    this.disk = disk.afterCut();
    this.till = await openErasureTill(
      this.disk,
      [],
      () => null,
      () => this.time,
    );
  }

  newId(): string {
    this.given += 1;
    return String(this.given).padStart(32, '0');
  }
}

async function actBeside(world: World, step: Beside): Promise<void> {
  const { till } = world;
  switch (step.kind) {
    case 'register':
      return world.register(world.newId(), step.who, step.hasCode);
    case 'register again': {
      const id = world.erasedIds[step.which % Math.max(1, world.erasedIds.length)];
      if (id !== undefined && till.saves.find(id) === undefined)
        await world.register(id, step.who, false);
      return;
    }
    case 'correct': {
      const original = till.saves.find(world.id(step.which, 'held'));
      const person = world.made.get(original?.requestId ?? '')?.who;
      if (original === undefined || person === undefined || original.state === 'accepted') return;
      return world.register(world.newId(), person, false, original.requestId);
    }
    case 'send again':
      return void (await till.outbox.decisions.sendAgain(world.id(step.which, 'held')));
    case 'word': {
      const taken = await till.outbox.decisions.requeue(world.id(step.which, 'discarded'));
      if (taken !== null) world.byWord.add(taken.requestId);
      return;
    }
    case 'discard':
      return void (await till.outbox.decisions.discard(world.id(step.which, 'held'), 'manager'));
    case 'housekeep':
      return till.outbox.housekeep(world.time);
    case 'go on':
      return till.erasure.goOn();
  }
}

async function act(world: World, step: Step): Promise<void> {
  const { till } = world;
  world.time += MINUTE;
  switch (step.kind) {
    case 'elsewhere': {
      const id = `e${String(world.made.size).padStart(31, '0')}`;
      await world.other.register(id, world.member(step.who, step.hasCode));
      world.made.set(id, { who: step.who, at: world.time });
      world.files.push(packQueue(world.other.outbox).queue);
      return;
    }
    case 'send': {
      const id = world.id(step.which, 'pending');
      const settled = await till.send(id, step.isRefused ? REJECTED : ACCEPTED);
      if (settled?.state !== 'accepted') return;
      const { who: person = -1, at = 0 } = world.made.get(id) ?? {};
      const newest = world.newest.get(person) ?? 0;
      if (!world.byWord.has(id)) expect(at, `${id} over newer data`).toBeGreaterThanOrEqual(newest);
      world.newest.set(person, Math.max(newest, at));
      return;
    }
    case 'export': {
      const { queue, requestIds } = packQueue(till.outbox);
      await till.outbox.lending.lend(requestIds, queue.exportedAt);
      world.files.push(queue);
      await till.outbox.lending.close(requestIds);
      return;
    }
    case 'import': {
      const file = world.files[step.which % Math.max(1, world.files.length)];
      if (file === undefined) return;
      if (step.cut !== null) world.disk.cutAt = world.disk.calls + step.cut;
      const imported = takeOverQueue(till.outbox, file);
      if (step.cut === null) await Promise.all([imported, actBeside(world, step.beside)]);
      else await world.cutDuring(imported);
      for (const { requestId } of world.till.saves.values())
        if (!world.ids.includes(requestId)) world.ids.push(requestId);
      for (const { requestId } of world.till.saves.values()) world.here.add(requestId);
      world.noteAll();
      return;
    }
    case 'erase': {
      const { disk } = world;
      if (step.isHindered)
        disk.fault = (call, _, path) =>
          path.includes('outbox-') && /write|datasync|open/.test(call) ? 'EIO' : null;
      const before = new Set(
        till.desk.savesOf(aPerson(step.who)).map(({ requestId }) => requestId),
      );
      const at = world.time;
      const [erased] = await Promise.all([
        till.erase(aPerson(step.who)),
        step.isHindered ? undefined : actBeside(world, step.beside),
      ]);
      disk.fault = () => null;
      if (!erased.ok) return;
      if (step.isHindered) await till.erasure.goOn();
      for (const id of before) {
        if (till.saves.find(id) !== undefined && world.here.has(id)) {
          expect(world.made.get(id)?.at, id).toBeGreaterThanOrEqual(at);
          continue;
        }
        world.here.delete(id);
        world.byWord.delete(id);
        world.erasedIds.push(id);
      }
      const left = new Set(till.desk.savesOf(aPerson(step.who)).map(({ requestId }) => requestId));
      if (left.size === 0 && before.size > 0) {
        expect(till.record.unfinished).toEqual([]);
        const again = new Set([...world.ids].filter((id) => till.saves.find(id) !== undefined));
        const traces = [...(world.traces.get(step.who) ?? [])].filter(
          (text) => !again.has(text.slice(1)),
        );
        expect(shownOn(disk, traces)).toEqual([]);
        world.traces.delete(step.who);
      }
      return;
    }
    case 'start':
      if (step.isCut) world.disk = world.disk.afterCut();
      else await till.outbox.close();
      world.till = await openErasureTill(
        world.disk,
        [],
        () => null,
        () => world.time,
      );
      return;
    default:
      return actBeside(world, step);
  }
}

function expectAll({ here, till, time }: World): void {
  for (const id of here) expect(till.saves.find(id), id).toBeDefined();
  // What is remembered from one question to the next is what a look at everything says.
  const { saves, record, outbox } = till;
  const afresh = new Permissions({
    saves,
    numbers: outbox.numbers,
    home: () => null,
    now: () => time,
    rememberedSince: () => record.erasedAt,
  });
  for (const save of saves.values())
    expect(outbox.permissions.of(save), save.requestId).toEqual(afresh.of(save));
}

test('whatever is registered, corrected, sent, moved, tidied and erased, beside each other, over starts and power cuts: nobody is lost, who is erased is in no file, and no older data go over newer without the manager', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(alone, { minLength: 12, maxLength: 40, size: 'max' }),
      async (steps) => {
        const world = new World();
        await world.open();
        for (const step of steps) {
          await act(world, step);
          expectAll(world);
        }
        await act(world, { kind: 'start', isCut: true });
        expectAll(world);
      },
    ),
    { numRuns: atDepth({ whole: 400, short: 60 }) },
  );
});
