import { type CommandLine, type Session, session as sessions } from 'electron';
import { denyPermissions, fetchNoDictionary } from '../window/lockDown.ts';
import type { Answer, Call, Line } from './line.ts';
import { SessionCall } from './sessionCall.ts';

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

let opened = 0;

/** A line with a session in memory to itself, since connections are kept, and let go of, by session. */
export function openSessionLine(): Line {
  opened += 1;
  const session = sessions.fromPartition(`gateway-${opened}`, { cache: false });
  denyPermissions(session);
  fetchNoDictionary(session);
  return new SessionLine(session);
}

/** A line over Electron's network stack, where the system's proxies and certificates apply. */
class SessionLine implements Line {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
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
    return new SessionCall(this.#session, call).answer;
  }
}
