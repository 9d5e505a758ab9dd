import { refuse } from '../../platform/protocol/refusal.ts';
import type { Methods, OwnAnswer, OwnCall } from '../door/methods.ts';
import type { Administration, Done } from '../tills/administration.ts';
import { problem } from '../tills/problems.ts';
import type { AuditLine } from './audit.ts';
import { isPlain, METHODS, ORDER, type OrderName, sentFor } from './wire.ts';

/** Which parameters such a call may have beside the order. */
const KNOWN = new Set([
  'method',
  'app_key',
  'timestamp',
  'v',
  'sign_method',
  'sign',
  'format',
  'simplify',
  ORDER,
]);

/**
 * The orders of administrators as methods of the relay: read, checked and carried out by the same rules as at the command
 * line. Each leaves a line for the trail, whatever came of it, in which there is no secret.
 */
export function adminMethods(
  administration: Administration,
  audit: (line: AuditLine) => void,
): Methods {
  const names = Object.keys(METHODS) as OrderName[];
  return Object.fromEntries(
    names.map((name) => {
      const serve = async (call: OwnCall): Promise<OwnAnswer> => {
        const { done, about } = await carryOut(administration, name, call);
        audit({
          at: call.now,
          administrator: call.params.get('app_key') ?? '',
          order: METHODS[name],
          about,
          outcome: done.ok ? 'done' : done.code,
        });
        return answerOf(done);
      };
      return [METHODS[name], { signedBy: 'administrator', serve }];
    }),
  );
}

interface CarriedOut {
  done: Done<unknown>;
  /** The key that the order is about, where it is one of the relay's own. */
  about: string | null;
}

async function carryOut(
  administration: Administration,
  name: OrderName,
  { params, isPrivate }: OwnCall,
): Promise<CarriedOut> {
  if (!isPrivate) return refusedFor('orders are taken over TLS, or from this machine, alone');
  if (params.get('sign_method') !== 'hmac-sha256')
    return refusedFor('orders are signed by hmac-sha256');
  const unknown = [...params.keys()].filter((param) => !KNOWN.has(param));
  if (unknown.length > 0) return misread('the call has a parameter that is not known');
  const text = params.get(ORDER);
  if (isPlain(name)) {
    if (text !== undefined) return misread('this order has nothing in it');
    return { done: await administration[name](), about: null };
  }
  const given = jsonIn(text ?? '');
  if (given === undefined) return misread('the order is not valid JSON');
  // What it has to be is for the administration to read: whatever it is, it is read strictly there.
  const order: (given: never) => Promise<Done<unknown>> = administration[name];
  return { done: await order(given as never), about: keyIn(given) };
}

function refusedFor(says: string): CarriedOut {
  return { done: problem('access.refused', says), about: null };
}

function misread(says: string): CarriedOut {
  return { done: problem('order.not-understood', says), about: null };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Only what looks like a key: anything else may be a secret that stands in the wrong place. */
function keyIn(order: unknown): string | null {
  const { appKey } = (order ?? {}) as { appKey?: unknown };
  return typeof appKey === 'string' && /^(?:till|admin)-[a-z2-7]{20}$/.test(appKey) ? appKey : null;
}

function answerOf(done: Done<unknown>): OwnAnswer {
  if (done.ok) return { kind: 'result', content: { result: JSON.stringify(done.value) } };
  const { code, subCode } = sentFor(done);
  return { kind: 'refused', refusal: refuse(code, subCode, done.says) };
}
