import { createHash } from 'node:crypto';
import { classify } from '../../app/gateway/classify.ts';
import { HeardAcceptances } from '../../app/gateway/heardAcceptances.ts';
import { isLastWord } from '../../app/gateway/isLastWord.ts';
import { type Answer as Read, readAnswer } from '../../app/gateway/readAnswer.ts';
import { calledAddress } from '../../app/settings/calledAddress.ts';
import { HeardAnswers } from './heardAnswers.ts';
import { type Answer, CallNotBegun, type Line, LostCall, type Post } from './line.ts';

/** A connection that answered longer ago than this (ms) is not used again: it may be dead without anybody knowing. */
const KEPT_FOR_MS = 10_000;

/**
 * What a line stands on leaves memory behind when it has ended (0.4 MB of the main process, seen on Electron 25), and some
 * answers end it. So many lines are opened in the place of others in a row, and then one more each time so much has passed (ms).
 */
const REPLACED_IN_A_ROW = 20;
const ONE_MORE_AFTER_MS = 5 * 60_000;

/** From here on the status says that somebody on the way has answered in the gateway's place. */
const ON_THE_WAY = 500;

/** So many are remembered, of all lines: a week of a busy counter's. One of several proxies may say rarely what it has kept. */
const ACCEPTANCES = 4_096;

interface Kept {
  line: Line;
  /** Over the connection that it has. */
  heard: HeardAnswers;
  /** When its last call was answered (monotonic ms). */
  answeredAt: number;
}

/**
 * As many lines as calls are under way. A line whose last call was answered just now goes on with the
 * connection that it has; every other call gets one that nobody used before. Only such a call can be known
 * to have never left, and to have been sent once: over a connection that is used again, the network stack sends a
 * lost call a second time by itself, and what is told then is what became of the second one. And over such a connection
 * something may come that is an answer to an earlier call.
 */
export class Lines {
  readonly #open: () => Line;
  readonly #monotonic: () => number;
  /** The one that was used last is taken first: it is the warmest. */
  readonly #free: Kept[] = [];
  /** How many have gone, in whose place none was opened yet. */
  #missing = 0;
  /** When what was replaced in a row would have been made up for (monotonic ms). */
  #madeUpAt = Number.NEGATIVE_INFINITY;
  /** No answer has come twice since the start. */
  #mayKeep = true;
  readonly #accepted = new HeardAcceptances(sha256, ACCEPTANCES);

  constructor(open: () => Line, monotonic: () => number) {
    this.#open = open;
    this.#monotonic = monotonic;
  }

  readonly post: Post = async (call) => {
    const kept = this.#take();
    try {
      const isKept = this.#mayKeep && this.#monotonic() - kept.answeredAt < KEPT_FOR_MS;
      const isOwn = !isKept && (await kept.line.renew().catch(() => false));
      if (isOwn) kept.heard.forget();
      kept.answeredAt = Number.NEGATIVE_INFINITY;
      const url = calledAddress(call.url);
      const answer = await kept.line.post({ ...call, url }).catch((error: unknown) => {
        throw isOwn ? error : doubtful(error);
      });
      const read = readAnswer(answer.text);
      const isAnothers = this.#accepted.isAnothers(read, answer, call.form);
      if (kept.heard.isRepeated(answer.text) || isAnothers) {
        // Whose the next one is nobody knows, on this connection or on any that is kept.
        this.#mayKeep = false;
        throw new LostCall('answer-repeated', true);
      }
      if (isWholeAnswer(read, answer)) kept.answeredAt = this.#monotonic();
      return { ...answer, mayBeSecond: !isOwn };
    } finally {
      this.#free.push(kept);
    }
  };

  #take(): Kept {
    let kept = this.#free.pop();
    for (; kept?.line.isGone(); kept = this.#free.pop()) this.#missing += 1;
    if (kept !== undefined) return kept;
    if (this.#missing > 0) this.#replace();
    return {
      line: this.#open(),
      heard: new HeardAnswers(),
      answeredAt: Number.NEGATIVE_INFINITY,
    };
  }

  /** Throws where too many were opened in the place of others. */
  #replace(): void {
    const now = this.#monotonic();
    const earliest = now - REPLACED_IN_A_ROW * ONE_MORE_AFTER_MS;
    const madeUpAt = Math.max(this.#madeUpAt, earliest) + ONE_MORE_AFTER_MS;
    if (madeUpAt > now) throw new CallNotBegun('network_process_ended');
    this.#madeUpAt = madeUpAt;
    this.#missing -= 1;
  }
}

/** The gateway's own answer may still come behind that of somebody on the way, and another one behind one that says nothing of the save. */
function isWholeAnswer(read: Read, { status, text, date }: Answer): boolean {
  const isGateways = read.kind === 'result' || read.kind === 'error';
  if (!isGateways || status >= ON_THE_WAY) return false;
  const mayBeSecond = false;
  return isLastWord(read, classify({ kind: 'http', status, bodyText: text, date, mayBeSecond }));
}

function doubtful(error: unknown): unknown {
  if (error instanceof CallNotBegun) return error;
  return error instanceof LostCall ? new LostCall(error.code, true) : error;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
