import { join } from 'node:path';
import { type Breakage, printedBy } from '../brokenProgram.ts';

/** Mistakes that somebody could make in the relay, or in the till that calls it; the simulation must see them all. */
export const RELAY_BREAKAGES: Readonly<Record<string, Breakage>> = {
  'a call that the platform may have is called not sent': {
    file: 'relay/door/serveCall.ts',
    find: "return { reply: { kind: 'doubt' }, next };",
    put: 'return refused(refuse(25));',
  },
  'the body is written anew': {
    file: 'relay/forward/forwardedForm.ts',
    find: 'put(customerSaveArgument, paramOf(call, customerSaveArgument));',
    put: "put(customerSaveArgument, paramOf(call, customerSaveArgument)?.replace('save ', 'saved at ' + Math.random() + ' '));",
  },
  'each attempt gets an id of its own': {
    file: 'relay/forward/forwardedForm.ts',
    find: 'put(customerSaveArgument, paramOf(call, customerSaveArgument));',
    put: `put(customerSaveArgument, paramOf(call, customerSaveArgument)?.replace('"request_id":"0', '"request_id":"' + Math.floor(Math.random() * 9)));`,
  },
  'calls are dated by the relay': {
    file: 'relay/forward/forwardedForm.ts',
    find: 'for (const name of HANDED_ON) put(name, paramOf(call, name));',
    put: "for (const name of HANDED_ON) put(name, name === 'timestamp' ? '2026-11-20 12:00:00' : paramOf(call, name));",
  },
  'a copy of what the relay has refused is a call, once it is let in': {
    file: 'relay/door/serveCall.ts',
    find: 'if (till !== null || saysNothingLeft(reply))\n      this.#refusedSigns.add(sign, this.#copyTimes.of(call));',
    put: 'if (till !== null || saysNothingLeft(reply)) return;',
  },
  'a copy of what the relay has refused for its key is a call, once that is known again': {
    file: 'relay/door/serveCall.ts',
    find: 'this.#forwardedCalls.has(call) || this.#strangersCalls.has(call)',
    put: 'this.#forwardedCalls.has(call)',
  },
  'a copy of what has left is refused as if it had not': {
    file: 'relay/door/serveCall.ts',
    find: 'this.#forwardedCalls.has(call) || this.#strangersCalls.has(call)',
    put: 'this.#strangersCalls.has(call)',
  },
  'a till that is broken: it comes before its appointment': {
    file: 'app/replay/appointments.ts',
    find: 'return now < this.#agreed.from ? 0 : this.#agreed.calls;',
    put: 'return this.#agreed.calls;',
  },
  'a till that is broken: a refusal of the relay, which it has not sent on, is a doubt': {
    file: 'app/outbox/transitions.ts',
    find: '...(isNotForwarded(outcome) ? save : inDoubtSince(save, unknownSince)),',
    put: '...inDoubtSince(save, unknownSince),',
  },
  'a till that is broken: any later is a refusal of the relay': {
    file: 'app/gateway/relayAnswers.ts',
    find: "return code === '10' && subCode.startsWith('isp.relay-');",
    put: "return code !== '' || subCode !== '';",
  },
  'a till that is broken: a doubt of the relay is an answer': {
    file: 'app/gateway/classify.ts',
    find: '`, true);\n  switch (answer.kind) {',
    put: '`, false);\n  switch (answer.kind) {',
  },
};

/** After how many schedules the simulation sees such a mistake, or null where it does not within `runs`. */
export function relayRunsUntilCaught(name: string, runs: number, seed = 1): number | null {
  const script = join(import.meta.dirname, 'brokenRelay.ts');
  return printedBy(script, name, String(runs), String(seed));
}
