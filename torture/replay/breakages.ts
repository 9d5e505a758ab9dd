import { join } from 'node:path';
import { type Breakage, printedBy } from '../brokenProgram.ts';

const attempts = 'main/replay/attempts.ts';
const replayer = 'main/replay/replayer.ts';
const lateCalls = 'main/replay/lateCalls.ts';
const queue = 'app/outbox/personQueue.ts';
const doubt = 'app/outbox/doubt.ts';
const transitions = 'app/outbox/transitions.ts';
const policy = 'app/replay/replayPolicy.ts';
const home = 'app/outbox/home.ts';
const binding = 'main/outbox/appBinding.ts';
const send = 'client.send(account, body, said)';

/** Mistakes that somebody could make, each as a change of the program's text; the simulation must see them all. */
export const BREAKAGES: Readonly<Record<string, Breakage>> = {
  'a new id at every attempt': {
    file: attempts,
    find: send,
    put: `client.send(account, body.replace('"request_id":"0', '"request_id":"' + sending.attempts))`,
  },
  'another body under the same id': {
    file: attempts,
    find: send,
    put: `client.send(account, body.replace('save ', 'attempt ' + sending.attempts))`,
  },
  'sent before the mark is on disk': {
    file: attempts,
    find: 'await this.#mark(pending)',
    put: '(void this.#mark(pending), this.#options.saves.find(pending.requestId) ?? null)',
  },
  'the answer is never settled': {
    file: attempts,
    find: 'await this.#settle(sending, outcome, context, left);',
    put: 'void context;',
  },
  'nobody waits for an earlier save': {
    file: queue,
    find: 'if (this.firstOf(save).sequence !== save.sequence) return true;',
    put: '',
  },
  'two of one person at once': {
    file: queue,
    find: 'if (other.sequence === save.sequence) continue;',
    put: 'continue;',
  },
  'a person has one key only': {
    file: 'app/outbox/people.ts',
    find: 'if (from === into) continue;',
    put: 'continue;',
  },
  'nothing is ever stale': {
    file: doubt,
    find: 'STALE_AFTER_MS = 24 *',
    put: 'STALE_AFTER_MS = 24_000 *',
  },
  'what a busy platform has kept waiting is called stale': {
    file: doubt,
    find: "lastOutcome?.class === 'later' ? 'busy' : 'stale'",
    put: "'stale'",
  },
  'unknown since the start, not since the send': {
    file: transitions,
    find: 'inDoubtSince(save, save.sentAt ?? now)',
    put: 'inDoubtSince(save, now)',
  },
  'what was being sent stays so at the start': {
    file: transitions,
    find: "if (save.state !== 'sending') return save;",
    put: "if (save.state !== 'nothing') return save;",
  },
  'what is rejected is tried again': {
    file: transitions,
    find: "return held(save, 'rejected', now);",
    put: 'return uncounted(save, mayBeSecond);',
  },
  'undecidable for ever': {
    file: transitions,
    find: 'MAX_UNDECIDED = 5',
    put: 'MAX_UNDECIDED = 6',
  },
  'a ban is not waited for': {
    file: 'app/replay/gateKinds.ts',
    find: "gate.kind === 'banned' ? gate.until",
    put: "gate.kind === 'banned' ? gate.since + 500",
  },
  'the name of an error is taken for a proof': {
    file: 'main/gateway/lines.ts',
    find: 'throw isOwn ? error : doubtful(error);',
    put: 'throw error;',
  },
  'an answer to a second sending is taken for one to the first': {
    file: 'main/gateway/lines.ts',
    find: 'mayBeSecond: !isOwn',
    put: 'mayBeSecond: false',
  },
  'a connection that could not be let go of is taken for a new one': {
    file: 'main/gateway/lines.ts',
    find: 'const isOwn = !isKept && (await kept.line.renew().catch(() => false));',
    put: 'const isOwn = !isKept; if (isOwn) await kept.line.renew();',
  },
  'a stale save keeps its person waiting for ever': {
    file: 'main/replay/staleness.ts',
    find: ' || saves.queue.isBlocked(save));',
    put: ');',
  },
  'who is stale keeps the place of those who may ask': {
    file: 'app/replay/silentSaves.ts',
    find: ' && !isStale(save)',
    put: '',
  },
  'a portal page is success': {
    file: 'app/gateway/classify.ts',
    find: "return unreachable('not-json', true);",
    put: "return { ...unreachable('', true), class: 'accepted', customerId: null };",
  },
  'one odd save stops everybody': {
    file: policy,
    find: 'this.#odd.hasProbed(save.sequence) ? LONGEST_WAIT : dueIn(save)',
    put: 'dueIn(save)',
  },
  'an odd save is never held': {
    file: policy,
    find: 'this.#odd.isOdd(save.sequence)',
    put: 'false',
  },
  'everybody is held for a fault of the platform': {
    file: 'app/replay/peopleInARow.ts',
    find: 'EVERYBODY = 10',
    put: 'EVERYBODY = 10_000',
  },
  'the start forgets who was held before': {
    file: replayer,
    find: 'this.#policy.recall(saves.values(), isOfNow);',
    put: '',
  },
  'an unexpected shape is an unreachable gateway': {
    file: 'app/gateway/readAnswer.ts',
    find: 'const root = Object.hasOwn(json, ROOT) ? fieldsOf(json[ROOT]) : simplified(json);',
    put: 'const root = Object.hasOwn(json, ROOT) && Object.keys(fieldsOf(json[ROOT])).length > 0 ? fieldsOf(json[ROOT]) : simplified(json);',
  },
  'an answer of the API that does not end is an unreachable gateway': {
    file: 'app/gateway/classify.ts',
    find: 'response.reason === ANSWER_TOO_LONG',
    put: "response.reason === ''",
  },
  'a redirect with an error in it is a verdict': {
    file: 'app/gateway/classify.ts',
    find: 'status >= 400 && status < 500',
    put: 'status >= 300 && status < 500',
  },
  'a long ban is never asked about': {
    file: 'app/replay/gate.ts',
    find: 'Math.min(said, MAX_BAN_MS)',
    put: 'said',
  },
  'whatever Date comes is believed': {
    file: 'main/replay/gatewayTime.ts',
    find: 'if (isAgreed) gatewayClock.learn(dateHeader);',
    put: 'if (!Number.isNaN(date)) gatewayClock.learn(dateHeader);',
  },
  'a doubt that a wrong clock has dated ahead stays so': {
    file: doubt,
    find: 'Math.min(save.firstUnknownAt ?? since, since)',
    put: 'save.firstUnknownAt ?? since',
  },
  'a call over a sleep is in doubt since the sleep': {
    file: 'main/replay/staleness.ts',
    find: 'return Math.min(gatewayClock.now(), left.at + lasted);',
    put: 'return gatewayClock.now();',
  },
  'what grew stale while it was being marked leaves': {
    file: attempts,
    find: 'if (isStale(sending, gatewayClock.now())) {',
    put: 'if (isStale(sending, sending.sentAt ?? 0)) {',
  },
  'an answer over a sleep shows what time it is': {
    file: 'main/replay/staleness.ts',
    find: 'if (this.#hasSlept(left)) return;',
    put: '',
  },
  'a doubt is dated anew by a clock that slept': {
    file: 'main/replay/staleness.ts',
    find: 'if (isDated || this.#hasSlept(left, at)) return settled;',
    put: '',
  },
  'a doubt that a proved time has dated is dated anew after a sleep of which nobody told': {
    file: 'main/replay/staleness.ts',
    find: 'isDated = this.#time.isProved || this.#hasSlept(left, at)',
    put: 'isDated = false',
  },
  'the first answer since the start dates a doubt anew over a sleep of which nobody told': {
    file: 'main/replay/unknownSince.ts',
    find: 'mayHaveSlept ? Math.min(counted, doubt.dated) : counted',
    put: 'counted',
  },
  'a refused timestamp proves the time': {
    file: 'main/replay/gatewayTime.ts',
    find: '      this.#doubt();\n      return this.#learnRefused(dateHeader, signedAt + elapsed);',
    put: 'gatewayClock.learn(dateHeader); this.#proved ??= { time: gatewayClock.now(), at: clock.monotonic() }; return true;',
  },
  'a save goes to whatever app is set': {
    file: home,
    find: 'return app === home.app || home.formerly.includes(app);',
    put: 'return true;',
  },
  'a save goes to whatever brand is set': {
    file: home,
    find: 'if (app === null || brandId !== home.brandId) return false;',
    put: 'if (app === null) return false;',
  },
  'a former address of the same app is another app': {
    file: home,
    find: ' || home.formerly.includes(app);',
    put: ';',
  },
  'what goes on under the new app goes on also for another brand': {
    file: binding,
    find: ' || save.brandId !== home.brandId) return;',
    put: ') return;',
  },
  'what was held for its app never comes back': {
    file: binding,
    find: 'fits(save, present) ? writer.storeReserved(this.#released(save, isPassed)) : undefined;',
    put: 'undefined;',
  },
  'what does not fit is not held': {
    file: replayer,
    find: '!(await delivery.align())',
    put: 'saves.counts.held < 0',
  },
  'an export closes the oldest of a person first': {
    file: 'main/outbox/newestFirst.ts',
    find: 'compareSaves(other, one)',
    put: 'compareSaves(one, other)',
  },
  'an import is sent whatever its age': {
    file: doubt,
    find: "return isTimely || save.state !== 'pending' ? arrived",
    put: 'return isTimely || true ? arrived',
  },
  'an import counts as never sent': {
    file: doubt,
    find: 'mayHaveLeft(known, exportedAt, now)',
    put: 'save',
  },
  'an imported save goes last': {
    file: 'app/outbox/order.ts',
    find: 'return imported?.before ?? sequence;',
    put: 'return sequence;',
  },
  'an imported save goes first': {
    file: 'app/outbox/order.ts',
    find: 'return imported?.before ?? sequence;',
    put: 'return imported === null ? sequence : 0;',
  },
  'the same id with other content is confirmed': {
    file: 'main/vault/sealedBody.ts',
    find: 'if (save.contentKey !== null) return',
    put: 'if (save.sealedBody === null) return true; if (save.contentKey !== null) return',
  },
  'nobody waits behind what was closed during a call': {
    file: replayer,
    find: 'behindLateCalls.has(save) ||',
    put: '',
  },
  'nobody waits behind what is held after a lost call': {
    file: lateCalls,
    find: "return state === 'held' ||",
    put: 'return',
  },
  'a start forgets the calls of the run before': {
    file: lateCalls,
    find: 'if (save.firstUnknownAt !== null && !isLongAgo) this.#isLate(save, now, null);',
    put: '',
  },
  'one fault of the key holds every save': {
    file: policy,
    find: "((outcome.atFirst === 'blame-save' && isSignTrusted(this.#state, startedAt)) ||",
    put: "(outcome.atFirst === 'blame-save' ||",
  },
};

/**
 * How many random schedules it takes until the broken program is caught, in a process of its own; null if
 * `runs` of them do not catch it. Throws when the program's text is no longer what the breakage expects.
 */
export function runsUntilCaught(name: string, runs: number, seed = 1): number | null {
  const script = join(import.meta.dirname, 'brokenTill.ts');
  return printedBy(script, name, String(runs), String(seed));
}
