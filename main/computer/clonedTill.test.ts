import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { ComputerAnswer } from '../../app/computer/computerQuestion.ts';
import type { Sandbox } from '../../sandbox/createSandbox.ts';
import { createSandbox } from '../../sandbox/createSandbox.ts';
import { openNodeLine } from '../../testing/doubles/nodeLine.ts';
import {
  answerOn,
  copyNow,
  copyOf,
  FIRST,
  registerOn,
  SECOND,
  startOn,
} from '../../testing/tills/copiedTill.ts';
import { freshFolder, PROVISION } from '../../testing/tills/openedTill.ts';
import { systemClock } from '../clock/clock.ts';
import { Lines } from '../gateway/lines.ts';
import type { Traits } from '../hardware/traits.ts';
import type { Till } from '../till.ts';

const ACCOUNT = { appKey: '12345678', appSecret: 'copied-secret-not-real' };

/** Longer than saves take that wait for nothing (ms): what has not left by then is not about to. */
const A_WHILE = 300;

async function gatewayOf(): Promise<Sandbox> {
  const gateway = await createSandbox(ACCOUNT);
  onTestFinished(() => gateway.close());
  return gateway;
}

/** A till that sends to this gateway, on this computer. */
function sending(gateway: Sandbox, traits: Traits, folder: string) {
  const lines = new Lines(() => openNodeLine(), systemClock.monotonic);
  return startOn(traits, folder, {
    ...{ post: lines.post, clock: systemClock, isSending: true },
    offer: { provision: provisionOf(gateway), isTrusted: true },
  });
}

const provisionOf = ({ url }: Pick<Sandbox, 'url'>) => ({
  ...PROVISION,
  gateway: { url, ...ACCOUNT },
});

/** The data of the first computer, with three saves that nobody has sent yet. */
async function imageFor(gateway: Sandbox) {
  const folder = await freshFolder();
  const offer = { provision: provisionOf(gateway), isTrusted: true };
  const first = await startOn(FIRST, folder, { clock: systemClock, offer });
  const ids = [];
  for (const number of [1, 2, 3]) ids.push(await registerOn(first, number));
  await first.stop();
  return { folder, ids };
}

const drained = ({ outbox }: Till) =>
  vi.waitFor(() => expect(outbox.saves.queue.size).toBe(0), { timeout: 10_000 });

/** What really happened at the gateway: how often each id took effect. */
function effectsOf(gateway: Sandbox): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { requestId } of gateway.ledger().effects)
    counts[requestId] = (counts[requestId] ?? 0) + 1;
  return counts;
}

const once = (ids: readonly string[]) => Object.fromEntries(ids.map((id) => [id, 1]));

describe('one disk image on two computers', () => {
  test.each<ComputerAnswer>(['moved', 'start-empty'])(
    'registers each member once, and sends nothing from the copy before the answer (%s)',
    async (answer) => {
      const gateway = await gatewayOf();
      const { folder, ids } = await imageFor(gateway);
      const copy = await copyOf(folder);
      const second = await sending(gateway, SECOND, copy);
      ids.push(await registerOn(second, 5));
      await new Promise((resolve) => setTimeout(resolve, A_WHILE));
      expect(gateway.requests()).toHaveLength(0);
      const first = await sending(gateway, FIRST, folder);
      ids.push(await registerOn(first, 4));
      expect(await answerOn(second, answer)).toMatchObject({ ok: true });
      await Promise.all([drained(first.till), drained(second.till)]);
      expect(effectsOf(gateway)).toEqual(once(ids));
    },
  );

  test('registers each member once where both say that the data have moved to them', async () => {
    const gateway = await gatewayOf();
    const { folder, ids } = await imageFor(gateway);
    const third: Traits = { board: ['board-3'], disk: ['disk-3'], network: ['lan-3'] };
    const tills = [
      await sending(gateway, SECOND, await copyOf(folder)),
      await sending(gateway, third, await copyOf(folder)),
    ];
    for (const [index, till] of tills.entries()) {
      ids.push(await registerOn(till, 5 + index));
      await answerOn(till, 'moved');
    }
    for (const { till } of tills) await drained(till);
    expect(effectsOf(gateway)).toEqual(once(ids));
  });
});

describe('a kill at any moment of an answer loses and doubles nothing', () => {
  test.each<[ComputerAnswer, ComputerAnswer]>([
    ['moved', 'moved'],
    ['start-empty', 'start-empty'],
    ['moved', 'start-empty'],
    ['start-empty', 'moved'],
  ])('given as %s, and then as %s', async (first, then) => {
    const gateway = await gatewayOf();
    const { folder, ids } = await imageFor(gateway);
    const asked = await startOn(SECOND, folder, { clock: systemClock, offer: null });
    const own = await registerOn(asked, 5);
    const cuts: string[] = [];
    let isDone = false;
    const answering = answerOn(asked, first).finally(() => {
      isDone = true;
    });
    while (!isDone) {
      const cut = await freshFolder();
      copyNow(folder, cut);
      cuts.push(cut);
      await turn();
    }
    expect(await answering).toMatchObject({ ok: true });
    await asked.stop();
    cuts.push(folder);
    const outcomes = new Set<string>();
    for (const cut of some(cuts)) {
      gateway.reset();
      const again = await sending(gateway, SECOND, cut);
      const { outbox, computer } = again.till;
      const wasAsked = computer.isAsking;
      if (wasAsked) expect(await answerOn(again, then)).toMatchObject({ ok: true });
      await drained(again.till);
      const closed = [...outbox.saves.values()]
        .filter(({ closedReason }) => closedReason === 'moved')
        .map(({ requestId }) => requestId);
      // The other computer sends exactly what is closed here, and this one all the rest.
      expect(effectsOf(gateway)).toEqual(once([...ids, own].filter((id) => !closed.includes(id))));
      expect(closed).not.toContain(own);
      if ((wasAsked ? then : first) === 'start-empty') expect(closed).toEqual(ids);
      if (first === 'moved' && then === 'moved') expect(closed).toEqual([]);
      outcomes.add(wasAsked ? 'before' : 'behind');
      await again.stop();
    }
    expect([...outcomes].sort()).toEqual(['before', 'behind']);
  });
});

/** A dozen of them, the first and the last among them: each is a whole start. */
function some(cuts: readonly string[]): string[] {
  const step = Math.max(1, Math.floor(cuts.length / 12));
  return cuts.filter((_, index) => index % step === 0 || index === cuts.length - 1);
}
