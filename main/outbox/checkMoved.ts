import type { CalendarDate } from '../../app/member/birthday.ts';
import { EMPTY_MEMBER, memberSchema } from '../../app/member/memberSchema.ts';
import { isWellFormed } from '../../app/member/wellFormed.ts';
import { freezeBody } from '../../app/outbox/freezeBody.ts';
import { type ReadBody, readBody } from '../../app/outbox/readBody.ts';
import { requestIdSchema } from '../../app/outbox/requestId.ts';
import type { Moved, MovedQueue } from './movedQueue.ts';

/** Why a save is none that a form of ours has made. */
export type MovedProblem =
  | 'body'
  | 'id'
  | 'consent'
  | 'correction'
  | 'history'
  | 'member'
  | 'twice'
  | 'reused';

/** What is wrong with a save of a queue, and which it is, counted from 1. */
export interface QueueProblem {
  place: number;
  problem: MovedProblem;
}

/** Of brand, shop and operator, as the settings take them (characters). */
const MAX_ID_LENGTH = 128;

/** What is wrong with one save on its way between two tills, or null. */
export type MovedCheck = (moved: Moved) => MovedProblem | null;

/** What a save says, whatever has become of it since. */
export type SaveContent = Pick<Moved, 'body' | 'operatorId' | 'correctionOf' | 'consent'>;

/**
 * What a save says has come through the same rules as in the form, and its bytes are those that our own builder makes
 * of it: no other channel, no further field, no other order. `today`: the day that birthdays are held against.
 */
export function contentCheck(today: CalendarDate): (content: SaveContent) => MovedProblem | null {
  const members = memberSchema(today);
  return (content) => problemOf(content, members);
}

/** The same of a save on its way between two tills; what has become of it is possible as well. */
export function movedCheck(today: CalendarDate): MovedCheck {
  const check = contentCheck(today);
  return (moved) => check(moved) ?? (isPlausible(moved.history) ? null : 'history');
}

function problemOf(
  content: SaveContent,
  members: ReturnType<typeof memberSchema>,
): MovedProblem | null {
  const read = readOwn(content);
  if (read === null) return 'body';
  const { requestId, origin, member } = read;
  if (!requestIdSchema.safeParse(requestId).success) return 'id';
  if (content.consent === null) return 'consent';
  if (content.correctionOf === requestId) return 'correction';
  const { data } = members.safeParse({ ...EMPTY_MEMBER, ...member });
  if (data === undefined) return 'member';
  return freezeBody(requestId, origin, data) === content.body ? null : 'body';
}

interface QueueCheck {
  check: MovedCheck;
  /** Whether something else is surely known here under this id. */
  isOther: (requestId: string, body: string) => boolean;
  /** Awaited behind each save. */
  breath?: (() => Promise<void>) | undefined;
}

/** The first save of a queue that must not be taken, or null. */
export async function queueProblem(
  { saves }: MovedQueue,
  { check, isOther, breath = async () => undefined }: QueueCheck,
): Promise<QueueProblem | null> {
  const ids = new Set<string>();
  for (const [index, moved] of saves.entries()) {
    const problem = check(moved) ?? problemAmong(moved, ids, isOther);
    if (problem !== null) return { place: index + 1, problem };
    await breath();
  }
  return null;
}

function problemAmong(
  { body }: Moved,
  ids: Set<string>,
  isOther: (requestId: string, body: string) => boolean,
): MovedProblem | null {
  const { requestId } = readBody(body);
  if (ids.has(requestId)) return 'twice';
  ids.add(requestId);
  return isOther(requestId, body) ? 'reused' : null;
}

/** What is held has its reason, and what waits has none. */
function isPlausible({ state, heldReason }: Moved['history']): boolean {
  return (state === 'held') === (heldReason !== null);
}

/** What the body says, or null where the ids in it are none of any settings, or not those of the save. */
function readOwn({ body, operatorId }: SaveContent): ReadBody | null {
  let read: ReadBody;
  try {
    read = readBody(body);
  } catch {
    return null;
  }
  const { origin } = read;
  const isPlain = Object.values(origin).every(
    (id) => id !== '' && id.length <= MAX_ID_LENGTH && isWellFormed(id),
  );
  return isPlain && origin.operatorId === operatorId ? read : null;
}
