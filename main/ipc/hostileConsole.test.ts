import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MANAGER_CALLS } from '../../app/ipc/manager/managerCalls.ts';
import { readArgument } from '../../app/ipc/readArgument.ts';
import type { CalendarDate } from '../../app/member/birthday.ts';
import type { Identity } from '../../app/outbox/identity.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import { slipNumber } from '../../app/outbox/save.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import {
  type ConsoleCall,
  consoleCall,
  IDENTITIES,
  identity,
  MARKS,
  saveId,
} from '../../testing/tills/consoleCalls.ts';
import { freshFolder, OPERATOR, startTill } from '../../testing/tills/openedTill.ts';

const TODAY = '2026-11-24' as CalendarDate;

/** What happens at the till: calls at once, and what others do meanwhile. */
type Happening =
  | { kind: 'calls'; calls: ConsoleCall[] }
  | { kind: 'answer'; class: 'accepted' | 'rejected' }
  | { kind: 'decision'; requestId: string; act: 'manager' | 'moved' | 'requeue' }
  | { kind: 'erasing'; identity: Identity }
  | { kind: 'passing'; ms: number };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('calls' as const),
      calls: fc.array(consoleCall, { minLength: 1, maxLength: 5 }),
    }),
  },
  fc.record({
    kind: fc.constant('answer' as const),
    class: fc.constantFrom('accepted' as const, 'rejected' as const),
  }),
  fc.record({
    kind: fc.constant('decision' as const),
    requestId: saveId,
    act: fc.constantFrom('manager' as const, 'moved' as const, 'requeue' as const),
  }),
  fc.record({ kind: fc.constant('erasing' as const), identity }),
  fc.constantFrom(5_000, 60_000, 13 * 3_600_000).map((ms) => ({ kind: 'passing' as const, ms })),
);

const filled = (one: object) =>
  Object.fromEntries(Object.entries(one).filter(([, value]) => (value ?? '') !== ''));

type Desk = Awaited<ReturnType<typeof startTill>>;

/** One till and the script in its page, with what is right whatever happens. */
class Attack {
  readonly #folder: string;
  readonly #clock: VirtualClock;
  #desk: Desk;
  /** What was said to be stored, by slip. */
  readonly #stored = new Map<string, { requestId: string; member: object }>();
  readonly #erased = new Set<string>();
  readonly #decided = new Set<string>();
  /** What the script was told of others in this step. */
  readonly #told: { name: string; marks: string[] }[] = [];
  #isManagerIn = false;

  private constructor(folder: string, clock: VirtualClock, desk: Desk) {
    this.#folder = folder;
    this.#clock = clock;
    this.#desk = desk;
  }

  static async begin(): Promise<Attack> {
    const folder = await freshFolder();
    const clock = new VirtualClock();
    return new Attack(folder, clock, await startTill(folder, { clock }));
  }

  async restart(): Promise<void> {
    await this.#desk.stop();
    this.#desk = await startTill(this.#folder, { clock: this.#clock });
  }

  /** All of it at once, and then everything is looked at. */
  async step(all: readonly Happening[]): Promise<void> {
    const before = (await this.#reads()).length;
    const hadGone = new Set(this.#saves().flatMap((save) => (save.sealedBody ? [] : [save])));
    await Promise.all(all.map((one) => this.#happens(one)));
    const gone = [...hadGone].map(({ sequence }) => slipNumber(sequence));
    const reads = (await this.#reads()).slice(before).flatMap(({ slip }) => slip ?? []);
    this.#eachIsWrittenDown(reads.filter((slip) => !gone.includes(slip)));
    this.#nobodyIsLost();
  }

  #saves() {
    return [...this.#desk.till.outbox.saves.values()];
  }

  async #reads() {
    return (await this.#desk.lines()).filter(({ action }) => action === 'save.read');
  }

  async #happens(one: Happening): Promise<void> {
    const { outbox } = this.#desk.till;
    switch (one.kind) {
      case 'calls':
        await Promise.all(one.calls.map((call) => this.#asks(call)));
        return;
      case 'passing':
        return this.#clock.pass(one.ms);
      case 'decision':
        this.#decided.add(one.requestId);
        if (one.act === 'requeue') await outbox.decisions.requeue(one.requestId);
        else await outbox.decisions.discard(one.requestId, one.act);
        return;
      case 'answer': {
        const [save] = outbox.saves.queue.values();
        const now = this.#clock.now();
        const sending = save && (await outbox.delivery.mark(save, now));
        if (!sending) return;
        const words = { code: '41', subCode: '', text: '', traceId: '', customerId: '7' };
        const context = { now, random: () => 0, isOwnFault: false, isEverybodys: false };
        await outbox.delivery.settle(sending, { ...words, class: one.class }, context);
        return;
      }
      case 'erasing':
        return this.#erases(one.identity);
    }
  }

  async #erases(of: Identity): Promise<void> {
    const { session, till, calls } = this.#desk;
    const { managerPin } = till.settings;
    this.#isManagerIn = true;
    session.open(OPERATOR, managerPin, session.begin(managerPin));
    const choice = { identity: of, operatorId: OPERATOR };
    const found = await calls.findPerson(choice);
    const slips = found.ok ? found.value.saves.map(({ slip }) => slip) : [];
    const token = found.ok ? found.value.token : '';
    const erased = slips.length > 0 && (await calls.erasePerson({ ...choice, token })).ok;
    if (erased) for (const slip of slips) this.#erased.add(slip);
    session.close();
  }

  async #asks([name, given]: ConsoleCall): Promise<void> {
    const read = readArgument(name, [given], TODAY);
    if (!read.ok) return;
    const call = this.#desk.calls[name] as (argument: unknown) => Promise<{
      ok: boolean;
      value: { slip: string };
    }>;
    const reply = await call(read.argument);
    const isManagers = Object.hasOwn(MANAGER_CALLS, name) && name !== 'closeManager';
    if (isManagers && !this.#isManagerIn) expect(reply, name).toMatchObject({ ok: false });
    if (name === 'registerMember' && reply.ok) {
      const { requestId, member } = read.argument as { requestId: string; member: object };
      const { slip } = reply.value;
      if (!this.#stored.has(slip)) this.#stored.set(slip, { requestId, member });
    }
    const [answer, asked] = [JSON.stringify(reply), JSON.stringify(given) ?? ''];
    const isOwn = (mark: string) => name === 'getDraft' && IDENTITIES.includes(mark);
    const marks = MARKS.filter((mark) => answer.includes(mark) && !asked.includes(mark));
    if (marks.some((mark) => !isOwn(mark))) this.#told.push({ name, marks });
  }

  /** `reads`: the slips of the lines that were written meanwhile, of those that were not accepted before. */
  #eachIsWrittenDown(reads: string[]): void {
    for (const { name, marks } of this.#told.splice(0)) {
      const own = marks.filter((mark) => name !== 'getDraft' || !IDENTITIES.includes(mark));
      const contentOf = (slip: string) => JSON.stringify(this.#stored.get(slip)?.member);
      const at = reads.findIndex((slip) => own.every((mark) => contentOf(slip)?.includes(mark)));
      expect({ name, marks, at }, 'no line tells of it').not.toMatchObject({ at: -1 });
      reads.splice(at, 1);
    }
  }

  #nobodyIsLost(): void {
    const { saves, contents } = this.#desk.till.outbox;
    for (const slip of this.#erased) this.#stored.delete(slip);
    const slips = this.#saves().map(({ sequence }) => slipNumber(sequence));
    expect(slips.toSorted()).toEqual([...this.#stored.keys()].toSorted());
    for (const save of this.#saves()) {
      const { requestId, member } = this.#stored.get(slipNumber(save.sequence)) ?? {};
      expect(save.requestId).toBe(requestId);
      const body = contents.openBody(save);
      if (body === null) expect(save.state).toBe('accepted');
      else expect(filled(readBody(body).member)).toEqual(filled(member ?? {}));
      if (save.state !== 'discarded') continue;
      if (save.closedReason === 'corrected') expect(saves.correctionOf(save)).toBeDefined();
      else expect(this.#decided, 'closed by nobody').toContain(save.requestId);
    }
  }
}

test('whatever a script in the page asks: nobody is lost, doubled, changed or told of without a line, and nothing of the manager’s is done', async () => {
  const steps = fc.array(
    fc.tuple(fc.array(happening, { minLength: 1, maxLength: 3 }), fc.nat({ max: 5 })),
    { minLength: 5, maxLength: 25 },
  );
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const attack = await Attack.begin();
      for (const [happenings, restarts] of all) {
        await attack.step(happenings);
        if (restarts === 0) await attack.restart();
      }
    }),
    { numRuns: 10, endOnFailure: true },
  );
}, 60_000);
