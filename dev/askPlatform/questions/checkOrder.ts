import { DEFECTS, type Defect } from '../form.ts';
import type { Came } from '../Interview.ts';
import { BY_CODE, known, open, type Question, told } from '../verdict.ts';

const OUTBOX =
  'The connection test (docs/settings.md) takes a complaint about the missing argument for a proof of everything before: right only as far as the argument comes last.';

/** The platform's error documentation, by what each code complains about. */
const COMPLAINTS: readonly [Defect | 'argument', RegExp][] = [
  ['session', /^2[67] |session/],
  ['timestamp', /^30 |timestamp/],
  ['app key', /^2[89] |appkey/],
  ['sign', /^2[45] |signature/],
  ['verb', /^9 /],
  ['encoding', /^47 /],
  ['method', /^2[12] /],
  ['format', /^23 /],
  ['version', /^3[234] /],
  ['argument', /^(40|41|43|15|50) |missing-parameter|invalid-parameter/],
  // 31 without a sub code of its own.
  ['timestamp', /^31 /],
];

const PAGES = ['verb', 'encoding'] as const;

/**
 * One call that is wrong in everything, again and again, each time without the defect that was told: so
 * many calls as there are checks give their whole order. The argument is missing in all of them.
 */
export const checkOrder: Question = {
  id: 'checkOrder',
  title: 'In which order are the checks made?',
  ask: async (interview) => {
    const left = new Set<Defect>(DEFECTS);
    const order: string[] = [];
    const notes: string[] = [];
    for (let round = 1; round <= DEFECTS.length + 2; round += 1) {
      const wrong = left.size === 0 ? 'no argument' : `no argument; wrong: ${[...left].join(', ')}`;
      const came = await interview.probe(`checkOrder.${round}`, wrong, left);
      const complaint = complaintOf(came, left);
      if (complaint === 'argument') {
        const isNeeded = interview.record('session.without')?.came?.kind !== 'accepted';
        return conclude(order, left, notes, isNeeded);
      }
      if (came.kind === 'foreign' && complaint !== null) {
        notes.push(`The ${complaint} is refused by a page (HTTP ${came.httpStatus}).`);
      }
      if (complaint !== null && left.delete(complaint)) {
        order.push(complaint);
      } else if (complaint !== null && left.delete('encoding')) {
        // What the gateway makes of the broken byte spoils the right sign.
        notes.push(`The broken encoding is told as a wrong ${complaint}.`);
      } else {
        const soFar = order.length > 0 ? ` First come: ${order.join(', ')}.` : '';
        return open(`Round ${round} cannot be read: ${told(came)}.${soFar}`, OUTBOX, BY_CODE);
      }
    }
    return open(`No end: ${order.join(', ')}.`, OUTBOX, BY_CODE);
  },
};

function complaintOf(came: Came, left: ReadonlySet<Defect>): Defect | 'argument' | null {
  if (came.kind === 'business' || came.kind === 'accepted') return 'argument';
  // A server in front may refuse the verb, or bytes that it cannot read, by a page of its own.
  if (came.kind === 'foreign') return PAGES.find((defect) => left.has(defect)) ?? null;
  if (came.kind !== 'error') return null;
  const words = `${came.code} ${came.subCode.toLowerCase()}`;
  return COMPLAINTS.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}

function conclude(order: string[], left: ReadonlySet<Defect>, notes: string[], isNeeded: boolean) {
  const unchecked = [...left];
  const says = [
    `${[...order, 'argument'].join(', ')}.`,
    unchecked.length > 0
      ? `After the argument, or not at all: ${unchecked.join(', ')}.`
      : 'Nothing comes after the argument.',
    ...notes,
    'Quota and permission are not provoked; the repeated sign has a row of its own.',
  ].join(' ');
  const late = unchecked.filter(
    (defect) => defect !== 'encoding' && defect !== 'format' && (defect !== 'session' || isNeeded),
  );
  const isProof = late.length === 0;
  return known(
    [...order, 'argument'].join(' > '),
    says,
    BY_CODE,
    isProof ? `Confirms it. ${OUTBOX}` : `The test proves less: not ${late.join(', ')}. ${OUTBOX}`,
  );
}
