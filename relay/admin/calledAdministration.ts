import { calledAddress } from '../../app/settings/calledAddress.ts';
import { expectedSign } from '../../platform/protocol/sign.ts';
import type { Administration, AdministrationProblem, Done } from '../tills/administration.ts';
import { problem } from '../tills/problems.ts';
import type { KeyPair } from '../tills/tillKey.ts';
import { mayCarrySecrets } from './mayCarrySecrets.ts';
import { readOrderAnswer, unreachable } from './readOrderAnswer.ts';
import { timestampOf } from './timestamp.ts';
import { METHODS, ORDER, type OrderName } from './wire.ts';

/** Ms for a whole call. */
const PATIENCE = 20_000;

/** Characters of an answer: ten thousand tills with a hundred shops each have room in it. */
const MAX_ANSWER = 64 * 1024 * 1024;

/** Orders may be given twice, so a call of which nobody knows what came of it is made again, so often in all. */
const TRIES = 3;

export interface CalledRelay {
  /** As tills call it. */
  url: string;
  /** The administrator's. */
  key: KeyPair;
  /** Ms since 1970. */
  now: () => number;
  fetch: typeof fetch;
}

/** The same orders, given to a relay by signed calls. */
export function calledAdministration(relay: CalledRelay): Administration {
  const names = Object.keys(METHODS) as OrderName[];
  return Object.fromEntries(
    names.map((name) => [name, (order?: unknown) => callRelay(relay, name, order)]),
  ) as unknown as Administration;
}

const NOT_CALLED = problem('relay.unreachable', 'It was not called.');

async function callRelay(
  relay: CalledRelay,
  name: OrderName,
  order: unknown,
): Promise<Done<never>> {
  if (!mayCarrySecrets(relay.url))
    return problem(
      'access.refused',
      'Orders have secrets in them: they go to an address with https, or to one on this machine.',
    );
  let clock = relay.now();
  let answer: AdministrationProblem = NOT_CALLED;
  for (let left = TRIES; left > 0; left -= 1) {
    const { done, serverTime } = await callOnce(relay, name, order, clock);
    if (done.ok || !isWorthAnother(done)) return done;
    // What one of them may have done stays in doubt, also where the next was not carried out.
    if (answer === NOT_CALLED || done.code !== 'state.held') answer = done;
    // A second later at least: the relay takes no sign twice, and its clock is the one that counts.
    clock = Math.max(relay.now(), clock + 1_000, serverTime ?? 0);
  }
  return answer;
}

interface Answered {
  done: Done<never>;
  serverTime?: number | undefined;
}

async function callOnce(
  { url, key, fetch }: CalledRelay,
  name: OrderName,
  order: unknown,
  clock: number,
): Promise<Answered> {
  const params = new Map([
    ['method', METHODS[name]],
    ['app_key', key.appKey],
    ['timestamp', timestampOf(clock)],
    ['v', '2.0'],
    ['sign_method', 'hmac-sha256'],
    ['format', 'json'],
    ...(order === undefined ? [] : [[ORDER, JSON.stringify(order)] as const]),
  ]);
  params.set('sign', expectedSign(params, 'hmac-sha256', key.appSecret) ?? '');
  try {
    const response = await fetch(calledAddress(new URL(url).href), {
      method: 'POST',
      body: new URLSearchParams([...params]),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });
    const serverTime = Date.parse(response.headers.get('date') ?? '');
    const done = response.ok
      ? readOrderAnswer(name, await textOf(response))
      : unreachable(`it answered with ${response.status}`);
    return { done, serverTime: Number.isNaN(serverTime) ? undefined : serverTime };
  } catch (error) {
    const { name: kind, cause } = error as Error;
    const code = (cause as NodeJS.ErrnoException | undefined)?.code;
    return { done: unreachable(code ?? kind) };
  }
}

async function textOf(response: Response): Promise<string | null> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const part of response.body ?? []) {
    text += decoder.decode(part, { stream: true });
    if (text.length > MAX_ANSWER) return null;
  }
  return text + decoder.decode();
}

function isWorthAnother({ code }: AdministrationProblem): boolean {
  return code === 'relay.unreachable' || code === 'state.away' || code === 'state.held';
}
