import { freezeBody } from '../../app/outbox/freezeBody.ts';
import { checked } from '../../main/move/importFrom.ts';
import type { Moved, MovedQueue } from '../../main/outbox/movedQueue.ts';
import type { Outbox } from '../../main/outbox/openOutbox.ts';
import { packQueue } from '../../main/outbox/packQueue.ts';
import { type TakenOver, takeOverQueue } from '../../main/outbox/takeOverQueue.ts';
import { anOutbox, CONSENT, NOW, register } from './hostileQueue.ts';

interface Many {
  member: object;
  madeAt: number;
  /** The number of what it corrects. */
  corrects?: number | undefined;
}

/** A file with so many saves, as somebody writes it who has the passphrase. `from`: the number of the first of them. */
export async function manyInFile(
  many: number,
  each: (number: number) => Many,
  from = 1,
): Promise<MovedQueue> {
  const outbox = await anOutbox(1);
  await register(outbox);
  const { saves, exportedAt } = packQueue(outbox).queue;
  const [one] = saves as [Moved];
  const origin = { brandId: '1', shopId: '2', operatorId: '3' };
  const list = Array.from({ length: many }, (_, at) => {
    const { member, madeAt, corrects } = each(from + at);
    const body = freezeBody(idOf(from + at), origin, member);
    const correctionOf = corrects === undefined ? null : idOf(corrects);
    return { ...one, body, consent: CONSENT, madeAt: NOW + madeAt, correctionOf };
  });
  return { exportedAt: exportedAt + from, saves: list };
}

/** Such a file, as it is read and taken over. */
export async function takeMany(till: Outbox, file: MovedQueue): Promise<TakenOver> {
  const opened = await checked(JSON.parse(JSON.stringify(file)), till);
  if (!opened.ok) throw new Error(opened.code);
  const taken = await takeOverQueue(till, opened.queue);
  if (!taken.ok) throw new Error(taken.code);
  return taken;
}

function idOf(number: number): string {
  return number.toString(16).padStart(32, '0');
}
