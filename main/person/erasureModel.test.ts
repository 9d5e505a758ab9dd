import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Outcome } from '../../app/gateway/outcome.ts';
import type { Save } from '../../app/outbox/save.ts';
import { atDepth } from '../../testing/depth.ts';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { aPerson, openErasureTill, shownOn } from '../../testing/tills/erasureTill.ts';

type Till = Awaited<ReturnType<typeof openErasureTill>>;

const PEOPLE = 4;
/** Who is erased. */
const ONE = 0;

const words = { code: '', subCode: '', text: '', traceId: '' };
const OUTCOMES: readonly (Outcome | null)[] = [
  { ...words, class: 'accepted', customerId: 'c1' } as Outcome,
  { ...words, class: 'rejected' },
  null,
];

const steps = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('register' as const), who: fc.nat(PEOPLE - 1) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('correct' as const), which: fc.nat(20) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('send' as const),
        which: fc.nat(20),
        outcome: fc.nat(2),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('discard' as const), which: fc.nat(20) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('tidy' as const) }) },
  ),
  { minLength: 3, maxLength: 14 },
);

/** What nobody may lose: what was acknowledged of everybody else, and what was accepted of them. */
class Known {
  readonly who = new Map<string, number>();
  readonly acknowledged = new Set<string>();
  readonly accepted = new Set<string>();
  readonly gone = new Set<string>();
  readonly ids: string[] = [];
  /** What a disk would show of the one who is erased. */
  readonly traces = new Set<string>();

  see(save: Save | undefined): void {
    if (save === undefined || this.who.get(save.requestId) !== ONE) return;
    for (const text of [
      ...save.identityKeys,
      save.sealedBody,
      save.sealedWords,
      ` ${save.requestId}`,
    ])
      if (text !== null) this.traces.add(text);
  }

  of(who: number): string[] {
    return this.ids.filter((id) => this.who.get(id) === who);
  }
}

async function act(
  till: Till,
  known: Known,
  step: (typeof steps extends fc.Arbitrary<infer S> ? S : never)[number],
) {
  switch (step.kind) {
    case 'register':
    case 'correct': {
      const original =
        step.kind === 'correct' ? known.ids[step.which % Math.max(1, known.ids.length)] : undefined;
      const who = step.kind === 'register' ? step.who : (known.who.get(original ?? '') ?? 0);
      const requestId = String(known.ids.length + 1).padStart(32, '0');
      known.ids.push(requestId);
      known.who.set(requestId, who);
      const registered = await till.register(requestId, aPerson(who), original ?? null);
      if (registered.ok) known.acknowledged.add(requestId);
      break;
    }
    case 'send': {
      const id = known.ids[step.which % Math.max(1, known.ids.length)] ?? '';
      const settled = await till.send(id, OUTCOMES[step.outcome] ?? null);
      if (settled?.state === 'accepted') known.accepted.add(id);
      if (settled?.state === 'sending') till.outbox.delivery.recover(id, 5);
      break;
    }
    case 'discard':
      await till.outbox.decisions.discard(
        known.ids[step.which % Math.max(1, known.ids.length)] ?? '',
        'manager',
      );
      break;
    case 'tidy':
      await till.adapter.compact();
      break;
  }
  for (const id of known.ids) known.see(till.saves.find(id));
}

/** Runs until it is done, or for as long as the disk has power. */
async function untilCut(disk: PowerDisk, work: Promise<unknown>): Promise<boolean> {
  let isDone = false;
  void work.then(() => {
    isDone = true;
  });
  for (let turn = 0; turn < 400 && !isDone && disk.calls < disk.cutAt; turn += 1)
    await new Promise((resolve) => setImmediate(resolve));
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  return isDone;
}

function expectOthersWhole(till: Till, known: Known): void {
  for (const id of known.acknowledged) {
    if (known.who.get(id) === ONE) continue;
    const save = till.saves.find(id);
    expect(save, id).toBeDefined();
    // It would be sent once more.
    if (known.accepted.has(id)) expect(save?.state).toBe('accepted');
  }
}

test('with the power cut at any moment of an erasing the others lose and double nothing, and whoever is erased is there as a whole or, at the latest after the next start, in no file any more', async () => {
  await fc.assert(
    fc.asyncProperty(
      steps,
      steps,
      fc.integer({ min: 1, max: 90 }),
      fc.boolean(),
      async (before, after, cut, isCut) => {
        const known = new Known();
        let disk = new PowerDisk();
        let till = await openErasureTill(disk);
        for (const step of before) await act(till, known, step);
        const acknowledged = known.of(ONE).filter((id) => known.acknowledged.has(id));
        if (isCut) disk.cutAt = disk.calls + cut;
        const isDone = await untilCut(disk, till.erase(aPerson(ONE)));
        const isBegun = till.record.unfinished.length > 0 || isDone;
        disk.cutAt = Number.POSITIVE_INFINITY;
        if (!isDone) {
          disk = disk.afterCut();
          till = await openErasureTill(disk);
        }
        expectOthersWhole(till, known);
        const left = acknowledged.filter((id) => till.saves.find(id) !== undefined);
        // Written down and not known to be: the start may have found it or not.
        expect([0, acknowledged.length]).toContain(left.length);
        if (isBegun) expect(left).toEqual([]);
        if (left.length === 0 && acknowledged.length > 0) {
          expect(till.record.unfinished).toEqual([]);
          expect(shownOn(disk, [...known.traces])).toEqual([]);
          for (const id of known.of(ONE)) {
            known.acknowledged.delete(id);
            known.who.set(id, -1);
          }
        }
        // And life goes on.
        for (const step of after) await act(till, known, step);
        await till.outbox.close();
        till = await openErasureTill(disk);
        expectOthersWhole(till, known);
      },
    ),
    { numRuns: atDepth({ whole: 400, short: 60 }) },
  );
});
