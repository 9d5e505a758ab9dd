import { type ClientRequest, type IncomingMessage, net, type Session } from 'electron';
import { ANSWER_TOO_LONG } from '../../app/gateway/classify.ts';
import { PROXY_SILENT } from '../../app/gateway/proxyProblems.ts';
import { AnswerReader, PAGE_TOO_LONG } from './answerReader.ts';
import type { CallLogin } from './callLogin.ts';
import { type Answer, type Call, LostCall } from './line.ts';
import type { Loss } from './networkProcess.ts';

/** What a call is lost by that was not answered in time. */
const GIVEN_UP = 'etimedout';

/** What a call is lost by that is sent elsewhere: by a captive portal, as a rule. */
const REDIRECT = 'redirect';

/** How a call with this code was lost. */
export function lossOf(code: string): Loss {
  if (code === GIVEN_UP || code === PROXY_SILENT) return 'given-up';
  const isBrokenOff = [REDIRECT, ANSWER_TOO_LONG, PAGE_TOO_LONG].includes(code);
  return isBrokenOff ? 'broken-off' : 'told';
}

/**
 * Said by a proxy of the way to the gateway before there is one, and so without progress, in any Electron: the form
 * has not left. A gateway that says it has had the form.
 */
const PROXY_WANTS_PASSWORD = 407;

/** How long the network stack may take to say that a call was still being connected (ms). */
const GIVE_UP_WITHIN_MS = 1_000;

const EVERY_CALL = {
  method: 'POST',
  redirect: 'manual',
  cache: 'no-store',
  credentials: 'omit',
} as const;

/**
 * One call over Electron's network stack.
 *
 * Whether it left is not read from an error's name but from the stack's own account of the form: its progress
 * is told as soon as a byte of it was taken up to be written, and at the latest before an answer or an error
 * is (`services/network/url_loader.cc`). A call that fails without it has not left.
 */
export class SessionCall {
  /** False from the first answer on that came without progress: this Electron does not tell, so nothing is certain. */
  static #tellsProgress = true;

  readonly answer: Promise<Answer>;
  readonly #session: Session;
  readonly #request: ClientRequest;
  readonly #login: CallLogin;
  #resolve: (answer: Answer) => void = () => {};
  #reject: (lost: LostCall) => void = () => {};
  readonly #reader = new AnswerReader();
  #mayHaveArrived = false;
  #isGivenUp = false;

  /** `login`: what it says to a proxy that asks who is there. */
  constructor(session: Session, { url, headers, form, signal }: Call, login: CallLogin) {
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#session = session;
    this.#login = login;
    this.#request = net.request({ ...EVERY_CALL, url, headers, session });
    onProgress(this.#request, () => {
      this.#mayHaveArrived = true;
      login.passed();
    });
    this.#request.on('login', (by, give) => login.asked(by, give));
    this.#request.on('error', (error) => this.#lose(error));
    this.#request.on('redirect', () => {
      this.#mayHaveArrived = true;
      this.#fail(REDIRECT);
    });
    this.#request.on('response', (response) => this.#read(response));
    this.#request.end(form);
    if (signal?.aborted) this.#giveUp();
    else signal?.addEventListener('abort', () => this.#giveUp(), { once: true });
  }

  #read(response: IncomingMessage): void {
    if (response.statusCode === PROXY_WANTS_PASSWORD && !this.#mayHaveArrived) {
      this.#fail(this.#login.refused());
      return;
    }
    if (!this.#mayHaveArrived) SessionCall.#tellsProgress = false;
    this.#mayHaveArrived = true;
    response.on('data', (part) => {
      if (!this.#reader.take(part)) this.#fail(this.#reader.whyTooLong());
    });
    response.on('error', (error: Error) => this.#lose(error));
    response.on('aborted', () => this.#fail('aborted'));
    response.on('end', () => {
      const { statusCode: status, headers } = response;
      const date = String(headers.date ?? '');
      const appointment = String(headers['tillside-next'] ?? '');
      this.#login.ended();
      this.#resolve({ status, date, appointment, text: this.#reader.text() });
    });
  }

  #lose({ message }: Error): void {
    const code = /ERR_[A-Z0-9_]+/.exec(message)?.[0];
    // Without a name, or with this one, it is the network process that went: it has told nothing.
    if (code === undefined || code === 'ERR_FAILED') this.#mayHaveArrived = true;
    const neverConnected = this.#isGivenUp && !this.#mayHaveArrived;
    this.#fail(neverConnected ? 'err_connection_timed_out' : (code ?? 'failed').toLowerCase());
  }

  /**
   * Nobody waits any longer. What is still being connected can be ended, and then says that it never left; but not what
   * waits for a proxy that was told a password: to that one connection it is bound, and hears nothing.
   */
  #giveUp(): void {
    const end = () => {
      const isAtProxy =
        !this.#mayHaveArrived && this.#login.hasOffered && SessionCall.#tellsProgress;
      this.#mayHaveArrived = true;
      this.#fail(isAtProxy ? PROXY_SILENT : GIVEN_UP);
    };
    if (this.#mayHaveArrived) {
      end();
      return;
    }
    this.#isGivenUp = true;
    void this.#session.closeAllConnections();
    setTimeout(end, GIVE_UP_WITHIN_MS);
  }

  #fail(code: string): void {
    this.#login.ended();
    this.#reject(new LostCall(code, this.#mayHaveArrived || !SessionCall.#tellsProgress));
    this.#request.abort();
  }
}

/** Electron's types do not know the event, on which its documented `getUploadProgress()` stands. */
function onProgress(request: ClientRequest, heard: () => void): void {
  (request as NodeJS.EventEmitter).on('upload-progress', heard);
}
