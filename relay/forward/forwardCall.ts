import type { HeardAcceptances } from '../../app/gateway/heardAcceptances.ts';
import { isLastWord } from '../../app/gateway/isLastWord.ts';
import type { Outcome } from '../../app/gateway/outcome.ts';
import { readAnswer } from '../../app/gateway/readAnswer.ts';
import { type Call, paramOf } from '../../platform/protocol/call.ts';
import { signedAt } from '../../platform/protocol/signatureChecks.ts';
import type { PlatformClock } from '../clock/platformClock.ts';
import type { RelayState } from '../state/relayState.ts';
import type { ChainAccounts, OpenAccount } from './chainAccount.ts';
import { forwardedForm } from './forwardedForm.ts';
import { outcomeOf, type RawAnswer } from './platformAnswer.ts';
import type { PlatformLine, Posted } from './platformLine.ts';

/** What a ban lasts that does not say so (s), as tills take it. */
const BAN_WITHOUT_END = 60;

/** The platform refuses a timestamp that is ten minutes off, and a call takes a while (ms). */
const ACCEPTED_OFF = 11 * 60_000;
const REFUSED_OFF = 9 * 60_000;

const WRONG_SIGN = '25';
const PARTNER_LIMITED = '6';

export type Forwarded =
  | { kind: 'answered'; answer: RawAnswer; outcome: Outcome }
  /** The platform takes none of the chain's secrets: the call had no effect, and no till can do anything about it. */
  | { kind: 'account-refused' }
  /** It has not left: so many calls are under way to the platform. */
  | { kind: 'full' }
  /** Nobody can say what has become of the call. `reason`: a short word for the log, no text of anybody's. */
  | { kind: 'doubt'; reason: string };

/** As `PlatformLine` has them. */
export interface ForwardLine extends Pick<PlatformLine, 'leaveConnections'> {
  post<Result>(form: string, judge: (posted: Posted) => Result): Promise<Result>;
}

export interface ForwardParts {
  line: ForwardLine;
  accounts: ChainAccounts;
  clock: PlatformClock;
  state: Pick<RelayState, 'banned'>;
  /** Of all calls to the platform, whichever till's they are. */
  acceptances: Pick<HeardAcceptances, 'isAnothers'>;
  /** Waits until the quota has a place for one call more; false where it has none soon. */
  mayGoAgain: () => Promise<boolean>;
}

/**
 * Takes a call to the platform under the chain's name and what comes of it back. Once; only where the platform says that
 * the sign is wrong, so that the call had no effect, once more with the chain's other secret: a call of its own to the
 * platform, which counts it.
 */
export async function forwardCall(
  call: Call,
  account: OpenAccount,
  parts: ForwardParts,
): Promise<Forwarded> {
  const [first = '', second] = account.secrets;
  let used = first;
  let forwarded = await forwardOnce(call, account, used, parts);
  if (second !== undefined && isWrongSign(forwarded)) {
    if (!(await parts.mayGoAgain())) {
      parts.accounts.tryFirst(account, second);
      return { kind: 'account-refused' };
    }
    used = second;
    forwarded = await forwardOnce(call, account, used, parts);
  }
  if (forwarded.kind !== 'answered') return forwarded;
  const { outcome } = forwarded;
  if (isWrongSign(forwarded) && !parts.accounts.refused()) {
    parts.accounts.doubt();
    return { kind: 'account-refused' };
  }
  if (outcome.class === 'configuration') parts.accounts.doubt();
  else parts.accounts.fits(account, used);
  if (outcome.class === 'quota' && !isOfPartner(call, outcome)) {
    await parts.state.banned(outcome.banSeconds ?? BAN_WITHOUT_END, account.appKey);
  }
  return forwarded;
}

async function forwardOnce(
  call: Call,
  { appKey, session }: OpenAccount,
  appSecret: string,
  { line, clock, acceptances }: ForwardParts,
): Promise<Forwarded> {
  const format = paramOf(call, 'format');
  const form = forwardedForm(call, { appKey, appSecret, session });
  return line.post(form, (posted) => {
    if (posted.kind === 'full') return posted;
    if (posted.kind === 'lost') return { kind: 'doubt', reason: posted.reason };
    const { kind: _, ...answer } = posted;
    const { outcome, text } = outcomeOf(answer, format);
    if (outcome.class === 'unreachable') {
      line.leaveConnections();
      return { kind: 'doubt', reason: outcome.code };
    }
    const read = readAnswer(text);
    if (acceptances.isAnothers(read, { text, date: answer.date ?? '' }, form)) {
      line.leaveConnections();
      return { kind: 'doubt', reason: 'repeated' };
    }
    if (!isLastWord(read, outcome)) line.leaveConnections();
    learnTime(clock, answer.date, call, outcome);
    return { kind: 'answered', answer, outcome };
  });
}

/**
 * What an answer shows of the platform's time. A call that it has looked at was signed with one that is right to ten minutes: who says
 * otherwise beside that is a proxy whose clock is wrong. Where it refuses the timestamp, its own is another one: who says the very time
 * that is refused is that proxy again, to a till that has believed it.
 */
function learnTime(clock: PlatformClock, date: string | null, call: Call, outcome: Outcome): void {
  const off = Math.abs(Date.parse(date ?? '') - (signedAt(call) ?? Number.NaN));
  const isRefused = outcome.class === 'clock' && !outcome.replay;
  if (isRefused ? off >= REFUSED_OFF : off <= ACCEPTED_OFF) clock.learn(date);
  else if (outcome.class === 'accepted' || outcome.class === 'rejected') clock.disprove(date);
}

/** By the platform's own word: a 25 among the codes of the service itself is about a save that has arrived. */
function isWrongSign(forwarded: Forwarded): boolean {
  if (forwarded.kind !== 'answered') return false;
  const { outcome } = forwarded;
  return outcome.class === 'configuration' && outcome.code === WRONG_SIGN;
}

/** A limit of the partner whom the till itself has named, as whom it likes: no limit of the chain's. */
function isOfPartner(call: Call, { code }: Outcome): boolean {
  return code === PARTNER_LIMITED && paramOf(call, 'partner_id') !== undefined;
}
