import { setTimeout as sleep } from 'node:timers/promises';
import { type CommandLine, type Session, session as sessions } from 'electron';
import { denyPermissions, fetchNoDictionary } from '../window/lockDown.ts';
import { type Answer, type Call, type Line, LostCall } from './line.ts';
import { endNetworkProcess, networkGeneration } from './networkProcess.ts';
import { GIVEN_UP, SessionCall } from './sessionCall.ts';

/**
 * Before the app is ready. HTTP/2 and QUIC send a call again by rules of their own, also one over a new connection
 * (`HttpNetworkTransaction::HandleIOError`); with HTTP/1.1 there is one rule, and a new connection is safe from it.
 */
export function speakPlainHttp(commandLine: CommandLine): void {
  commandLine.appendSwitch('disable-http2');
  commandLine.appendSwitch('disable-quic');
}

/** How long the network stack may take to let go of its connections (ms). */
const RENEW_WITHIN = 1_000;

/** After a call that was given up it may take so many seconds; then it hears nobody any more. */
const STUCK_AFTER = 10;

let opened = 0;

/**
 * A line with a session in memory to itself, since connections are kept, and let go of, by session. `onStuck`:
 * called when the network process had to be ended.
 */
export function openSessionLine(onStuck: () => void = () => undefined): Line {
  opened += 1;
  const session = sessions.fromPartition(`gateway-${opened}`, { cache: false });
  denyPermissions(session);
  fetchNoDictionary(session);
  return new SessionLine(session, onStuck);
}

/** A line over Electron's network stack, where the system's proxies and certificates apply. */
class SessionLine implements Line {
  readonly #session: Session;
  readonly #onStuck: () => void;
  readonly #generation = networkGeneration();

  constructor(session: Session, onStuck: () => void) {
    this.#session = session;
    this.#onStuck = onStuck;
  }

  isGone(): boolean {
    return this.#generation !== networkGeneration();
  }

  async renew(): Promise<boolean> {
    // Where the network process is just gone, nobody answers.
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(resolve, RENEW_WITHIN, false);
    });
    const closed = this.#session.closeAllConnections().then(() => true);
    return Promise.race([closed, late]).finally(() => clearTimeout(timer));
  }

  post(call: Call): Promise<Answer> {
    return new SessionCall(this.#session, call).answer.catch((error: unknown) => {
      if (error instanceof LostCall && error.code === GIVEN_UP) void this.#endIfStuck();
      throw error;
    });
  }

  /**
   * The network process reads one "100 Continue" after the other in one go (`HttpStreamParser`): as long as these come
   * fast enough it does nothing else, for nobody, and does not even hear that the call was given up.
   */
  async #endIfStuck(): Promise<void> {
    let hears = false;
    const heard = () => {
      hears = true;
    };
    void this.#session.closeAllConnections().then(heard, heard);
    // In steps: what a PC sleeps through is none of them.
    for (let second = 0; second < STUCK_AFTER && !hears; second += 1) await sleep(1_000);
    if (hears || this.isGone()) return;
    this.#onStuck();
    endNetworkProcess();
  }
}
