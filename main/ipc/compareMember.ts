import { shownMask } from '../../app/limits/shown.ts';
import type { FieldName } from '../../app/member/memberFields.ts';
import type { Member } from '../../app/member/memberSchema.ts';
import { mayBeCompared } from '../../app/outbox/allowedActions.ts';
import {
  type Comparison,
  compareMembers,
  compareWithMask,
  contentsToTry,
} from '../../app/outbox/comparison.ts';
import { freezeBody } from '../../app/outbox/freezeBody.ts';
import { goneElsewhere } from '../../app/outbox/goneElsewhere.ts';
import { identitiesOf } from '../../app/outbox/identity.ts';
import { latestCorrection } from '../../app/outbox/latestCorrection.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import { type Save, slipNumber } from '../../app/outbox/save.ts';
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
    const isHere = isOpen(named) && goneElsewhere(saves, named) === undefined;
    const save = isHere ? latestCorrection(saves, named) : undefined;
    // Where another till has the latest, that goes on there, and nobody here sees what would be taken back of it.
    if (provision === null || !isOpen(save)) return failed('save.changed');
    // Also where it only says that nothing changed: that would tell whoever tries one content after the other.
    const refusal = await lookups.take();
    if (refusal !== null) return refusal;
    const { brandId, shopId } = provision;
    const others = othersFields(contents, save, brandId, member);
    const told = ({ changes, asksWhose }: Comparison) =>
      done({ changes, asksWhose: [...others, ...asksWhose] });
    const body = contents.openBody(save);
    if (body === null) {
      const origin = { brandId, shopId, operatorId: save.operatorId };
      const before = contentsToTry(save.masked, member).find((one) =>
        contents.isSameBody(save, freezeBody(save.requestId, origin, one)),
      );
      opened.add(requestId);
      return told(
        before === undefined
          ? compareWithMask(shownMask(save.masked), member)
          : compareMembers(before, member),
      );
    }
    // It shows values of a person, as opening the save does.
    const slip = slipNumber(save.sequence);
    const reason = 'compare';
    const isNoted = await audit.record({ action: 'save.read', operatorId, slip, reason });
    if (!isNoted) return failed('audit.refused');
    opened.add(requestId);
    return told(compareMembers(readBody(body).member, member));
  };
}

/**
 * The number and the code, where this till knows somebody else by it: a registration would be answered with that, and a
 * correction would write over them.
 */
function othersFields(
  contents: Pick<Outbox['contents'], 'isOwn' | 'findMember'>,
  save: Save,
  brandId: string,
  member: Member,
): FieldName[] {
  return identitiesOf(member).flatMap((identity): FieldName[] => {
    if (contents.isOwn(save, brandId, identity)) return [];
    const other = contents.findMember(brandId, identity, save.requestId);
    // Whoever has a number or code in common is one person already.
    const isOther = other && !other.identityKeys.some((key) => save.identityKeys.includes(key));
    return isOther ? ['mobile' in identity ? 'mobile' : 'outerId'] : [];
  });
}
