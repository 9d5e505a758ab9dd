import { shownMask } from '../../app/limits/shown.ts';
import { mayBeCompared } from '../../app/outbox/allowedActions.ts';
import { compareMembers, compareWithMask, contentsToTry } from '../../app/outbox/comparison.ts';
import { freezeBody } from '../../app/outbox/freezeBody.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import { type Save, slipNumber } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import type { Outbox } from '../outbox/openOutbox.ts';
import type { Till } from '../till.ts';
import type { Handlers } from './handle.ts';
import { isUnknownOperator } from './isUnknownOperator.ts';
import { done, failed } from './reply.ts';

type Parts = Pick<Till, 'settings' | 'audit' | 'lookups' | 'opened'> & {
  outbox: Pick<Outbox, 'saves' | 'contents'>;
};

/** What a correction would change, before anybody sends it. */
export function createCompareHandler(till: Parts): Handlers['compareMember'] {
  const { settings, audit, lookups, opened } = till;
  const { saves, contents } = till.outbox;
  return async ({ requestId, operatorId, member }) => {
    if (isUnknownOperator(settings, operatorId)) return failed('operator.unknown');
    const named = saves.find(requestId);
    const { provision } = settings;
    const isOpen = (one: Save | undefined): one is Save =>
      one !== undefined &&
      one.brandId === provision?.brandId &&
      !saves.isLeaving(one) &&
      mayBeCompared(one);
    if (provision === null || !isOpen(named)) return failed('save.changed');
    const save = latestOf(saves, named, isOpen);
    // Also where it only says that nothing changed: that would tell whoever tries one content after the other.
    const refusal = await lookups.take();
    if (refusal !== null) return refusal;
    const body = contents.openBody(save);
    if (body === null) {
      const { brandId, shopId } = provision;
      const origin = { brandId, shopId, operatorId: save.operatorId };
      const before = contentsToTry(save.masked, member).find((one) =>
        contents.isSameBody(save, freezeBody(save.requestId, origin, one)),
      );
      opened.add(requestId);
      const comparison =
        before === undefined
          ? compareWithMask(shownMask(save.masked), member)
          : compareMembers(before, member);
      return done(comparison);
    }
    // It shows values of a person, as opening the save does.
    const slip = slipNumber(save.sequence);
    const reason = 'compare';
    const isNoted = await audit.record({ action: 'save.read', operatorId, slip, reason });
    if (!isNoted) return failed('audit.refused');
    opened.add(requestId);
    return done(compareMembers(readBody(body).member, member));
  };
}

/**
 * The last of what has corrected a save since: a form that was filled from the save before has nothing of that, and would take
 * it back.
 */
function latestOf(
  saves: Pick<Saves, 'correctionOf'>,
  named: Save,
  isOpen: (save: Save | undefined) => save is Save,
): Save {
  let latest = named;
  // A correction is younger than what it corrects: the links end.
  for (let next = saves.correctionOf(latest); isOpen(next); next = saves.correctionOf(latest))
    latest = next;
  return latest;
}
