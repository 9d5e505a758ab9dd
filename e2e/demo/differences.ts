import type { SaveLine } from '../../app/outbox/outboxView.ts';
import type { Effect } from '../../sandbox/business/ledger.ts';

/** One line for everything in which the gateway's ledger differs from what was promised. */
export function differences(
  promised: readonly SaveLine[],
  lines: readonly SaveLine[],
  effects: readonly Effect[],
): string[] {
  const found: string[] = [];
  if (effects.length !== promised.length) {
    found.push(`${promised.length} members were saved, the gateway has ${effects.length} effects`);
  }
  for (const { slip, requestId } of promised) {
    const line = lines.find((candidate) => candidate.slip === slip);
    if (line?.requestId !== requestId) {
      found.push(`${slip} was saved as ${requestId} and is now ${line?.requestId ?? 'gone'}`);
    }
    if (line?.state !== 'accepted') found.push(`${slip} is ${line?.state ?? 'gone'}`);
    const own = effects.filter((effect) => effect.requestId === requestId);
    if (own.length !== 1) found.push(`${slip} has ${own.length} effects under ${requestId}`);
    else if (own[0]?.customerId !== line?.customerId) {
      found.push(
        `${slip} shows customer ${line?.customerId}, the gateway has ${own[0]?.customerId}`,
      );
    }
  }
  const ids = new Set(promised.map((line) => line.requestId));
  for (const { requestId } of effects) {
    if (!ids.has(requestId))
      found.push(`the gateway has an effect under ${requestId}, never saved`);
  }
  return found;
}
