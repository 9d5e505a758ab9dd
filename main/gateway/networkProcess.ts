import { setTimeout as sleep } from 'node:timers/promises';
import { app, type Session } from 'electron';

const NETWORK_SERVICE = 'network.mojom.NetworkService';

/** After a call that was given up it may take so many seconds; then it hears nobody any more. */
const STUCK_AFTER = 10;

/** How long it may take until the end of a network process is told (ms). */
const TOLD_WITHIN_MS = 1_000;

/**
 * What is left of an answer that was broken off is read for five seconds more, so that its connection can be used again
 * (`HttpResponseBodyDrainer`); after so long (ms) that is over, or goes on in one go.
 */
const DRAINED_WITHIN_MS = 6_000;

/** How many network processes have ended since somebody first asked. */
let ended: number | null = null;

/** Which of them `endNetworkProcess` has ended. */
const endedHere = new Set<number>();

/**
 * Which network process of Chromium's this is, counted from 0. After one has ended (a crash, or `endNetworkProcess`)
 * there is a new one, but no session that was opened before ever carries a call again: each ends as `ERR_FAILED`
 * (seen on Electron 25).
 */
export function networkGeneration(): number {
  if (ended === null) {
    app.on('child-process-gone', (_event, { serviceName }) => {
      if (serviceName === NETWORK_SERVICE) ended = (ended ?? 0) + 1;
    });
  }
  ended ??= 0;
  return ended;
}

/** Ends the network process, of which nothing is to be expected any more; Chromium begins another one by itself. */
export function endNetworkProcess(): void {
  const found = app.getAppMetrics().find(({ serviceName }) => serviceName === NETWORK_SERVICE);
  if (found === undefined) return;
  endedHere.add(networkGeneration());
  try {
    process.kill(found.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** A session, as far as it is asked whether its network process hears anybody: what it forgets by that nobody misses. */
type Asked = Pick<Session, 'clearHostResolverCache'>;

/** What a call has cost the PC: a network process that was stuck and had to be ended, or one that ended by itself. */
export type Cost = 'stuck' | 'crashed';

/**
 * How a call was lost: the network stack has told of it, nobody waited any longer, or nobody wanted the rest of its answer.
 */
export type Loss = 'told' | 'given-up' | 'broken-off';

/**
 * Ends the network process where it hears nobody any more. It reads one "100 Continue" after the other in one go
 * (`HttpStreamParser`), and so the lines behind the last chunk: as long as these come fast enough it does nothing else,
 * for nobody, and does not even hear that a call was given up. Gives whether it had to be ended; `generation`: in which the
 * session was opened.
 */
export async function endIfStuck(session: Asked, generation: number): Promise<boolean> {
  let hears = false;
  const heard = () => {
    hears = true;
  };
  void session.clearHostResolverCache().then(heard, heard);
  const isGone = () => generation !== networkGeneration();
  // In steps: what a PC sleeps through is none of them.
  for (let second = 0; second < STUCK_AFTER && !hears && !isGone(); second += 1) await sleep(1_000);
  if (hears || isGone()) return false;
  endNetworkProcess();
  return true;
}

/**
 * What a call of this session that was just lost has cost the PC, or null. The network process ends by itself where an
 * answer names more encodings than its stack takes.
 */
export async function costOf(session: Asked, generation: number, loss: Loss): Promise<Cost | null> {
  if (loss !== 'told' && (await endIfStuck(session, generation))) return 'stuck';
  await sleep(TOLD_WITHIN_MS);
  if (generation !== networkGeneration()) return endedHere.has(generation) ? null : 'crashed';
  if (loss !== 'broken-off') return null;
  await sleep(DRAINED_WITHIN_MS);
  return (await endIfStuck(session, generation)) ? 'stuck' : null;
}

/** Whether the network process has ended since a call of this session was lost or broken off, or had to be ended. */
export async function hasCostProcess(session: Asked, generation: number): Promise<boolean> {
  const cost = await costOf(session, generation, 'broken-off');
  return cost !== null || generation !== networkGeneration();
}
