import { type CommandLine, type Session, session as sessions } from 'electron';
import { calledAddress } from '../../app/settings/calledAddress.ts';
import type { ProxyAccount } from '../../app/settings/proxyAccount.ts';
import { denyPermissions, fetchNoDictionary } from '../window/lockDown.ts';
import type { Logins } from './callLogin.ts';
import { type Answer, type Call, CallNotBegun, type Line, LostCall } from './line.ts';
import { type Cost, costOf, endIfStuck, networkGeneration } from './networkProcess.ts';
import { ProxyLogins } from './proxyLogins.ts';
import { lossOf, SessionCall } from './sessionCall.ts';
import { heedSystemProxy } from './systemProxy.ts';

/**
 * Before the app is ready. HTTP/2 and QUIC send a call again by rules of their own, also one over a new connection
 * (`HttpNetworkTransaction::HandleIOError`); with HTTP/1.1 there is one rule, and a new connection is safe from it.
 */
export function speakPlainHttp(commandLine: CommandLine): void {
  commandLine.appendSwitch('disable-http2');
  commandLine.appendSwitch('disable-quic');
}

/** How long the network stack may take to let go of its connections (ms). */
const RENEW_WITHIN_MS = 1_000;

let opened = 0;

interface LineParts {
  /** A call has cost the PC its network process. */
  onCost?: (cost: Cost) => void;
  /** It had to be ended before a call could leave: what has kept it busy was none of this line. */
  onFoundStuck?: () => void;
  /** Of all lines on which the same name and password go to a proxy. */
  logins?: Logins;
  /** It leads to somebody who is left alone for what an answer costs, also by a rest that nobody wants; default: to the gateway. */
  isBeside?: boolean;
}

/**
 * A line with a session in memory to itself, since connections are kept, and let go of, by session.
 *
 * Nothing looks on at its certificates: Electron makes values for JavaScript of a server's chain before it asks, and a
 * certificate in it that Chromium cannot read ends the main process there (`net_converter.cc`).
 */
export function openSessionLine({
  onCost = () => undefined,
  onFoundStuck = () => undefined,
  logins = new ProxyLogins(),
  isBeside = false,
}: LineParts = {}): Line {
  opened += 1;
  const session = sessions.fromPartition(`gateway-${opened}`, { cache: false });
  denyPermissions(session);
  fetchNoDictionary(session);
  return new SessionLine(session, heedSystemProxy(session), {
    ...{ onCost, onFoundStuck, logins, isBeside },
  });
}

/** The proxies that a call to this address would go through, as Chromium writes them. */
export async function proxyFor(url: string): Promise<string> {
  const session = sessions.fromPartition('gateway-way', { cache: false });
  denyPermissions(session);
  fetchNoDictionary(session);
  await heedSystemProxy(session);
  return session.resolveProxy(calledAddress(url));
}

/** A line over Electron's network stack, where the system's proxies and certificates apply. */
class SessionLine implements Line {
  readonly #session: Session;
  /** No call leaves before: it could go to a proxy that is nobody's. */
  readonly #ready: Promise<void>;
  readonly #parts: Required<LineParts>;
  readonly #generation = networkGeneration();
  /** Where the session has offered name and password, and so keeps them, by the edition of then. */
  readonly #offered = new Map<string, number>();

  constructor(session: Session, ready: Promise<void>, parts: Required<LineParts>) {
    this.#session = session;
    this.#ready = ready;
    // Every call asks for it.
    ready.catch(() => undefined);
    this.#parts = parts;
  }

  isGone(): boolean {
    return this.#generation !== networkGeneration();
  }

  async renew(): Promise<boolean> {
    // Where the network process is just gone, nobody answers.
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(resolve, RENEW_WITHIN_MS, false);
    });
    const closed = this.#session.closeAllConnections().then(() => true);
    return Promise.race([closed, late]).finally(() => clearTimeout(timer));
  }

  async post(call: Call): Promise<Answer> {
    const { proxy = null } = call;
    await this.#knowWay(call, this.#forgetLogins(proxy));
    const login = this.#parts.logins.forCall(proxy, this.#offered);
    return new SessionCall(this.#session, call, login).answer.catch((error: unknown) => {
      if (error instanceof LostCall) void this.#tellCost(error.code);
      throw error;
    });
  }

  /** What the session has kept of a name or password that holds no more, it would send again by itself. */
  async #forgetLogins(proxy: ProxyAccount | null): Promise<void> {
    const edition = this.#parts.logins.editionOf(proxy);
    const isOld = [...this.#offered.values()].some((offeredIn) => offeredIn !== edition);
    if (!isOld) return;
    await this.#session.clearAuthCache();
    this.#offered.clear();
  }

  /**
   * Waits until it is known through which proxy the call goes. A script that chooses it may take for ever, and a call that
   * is given up in it could not say that it never left; what is given up here surely has not. For the call itself the
   * script is asked once more: where it has taken so long that it would not be done in time again, nothing is begun.
   */
  async #knowWay({ url, signal, patience }: Call, before: Promise<void>): Promise<void> {
    const yes = () => true;
    const begunAt = performance.now();
    const known = Promise.all([this.#ready, before]).then(() =>
      // Where it is refused, the call itself says what is wrong.
      this.#session.resolveProxy(url).then(yes, yes),
    );
    const isKnown = await Promise.race([known, aborted(signal)]).catch(() => {
      throw new CallNotBegun('failed');
    });
    if (isKnown && performance.now() - begunAt < patience / 2) return;
    if (!isKnown) void this.#endIfStuck();
    throw new CallNotBegun('err_connection_timed_out');
  }

  async #endIfStuck(): Promise<void> {
    if (await endIfStuck(this.#session, this.#generation)) this.#parts.onFoundStuck();
  }

  async #tellCost(code: string): Promise<void> {
    const loss = lossOf(code);
    // The gateway is called again whatever it has cost, and that call ends what it keeps busy.
    const isOver = loss === 'broken-off' && !this.#parts.isBeside;
    const cost = await costOf(this.#session, this.#generation, isOver ? 'told' : loss);
    if (cost !== null) this.#parts.onCost(cost);
  }
}

/** False once nobody waits any longer. */
function aborted(signal: AbortSignal | null): Promise<false> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve(false);
    else signal?.addEventListener('abort', () => resolve(false), { once: true });
  });
}
