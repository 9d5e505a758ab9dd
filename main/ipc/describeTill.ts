import type { TillView } from '../../app/ipc/tillView.ts';
import { lockMinutes } from '../../app/settings/lockMinutes.ts';
import type { Till } from '../till.ts';

/** What the page may know of the till. */
export function describeTill(
  {
    settings,
    provisioning,
    moving,
    computer,
    rotation,
    locks,
  }: Pick<Till, 'settings' | 'provisioning' | 'moving' | 'computer' | 'rotation' | 'locks'>,
  { appVersion, isLocked }: Pick<TillView, 'appVersion' | 'isLocked'>,
): TillView {
  const { provision, locale, isSoundOn, isLost, managerPin } = settings;
  return {
    closed: null,
    provisioned: provision !== null,
    locked: locks.view,
    given: locks.given,
    isLost,
    hasPin: managerPin.isSet,
    brandId: provision?.brandId ?? '',
    shopId: provision?.shopId ?? '',
    operators: provision?.operators ?? [],
    notice: provision?.notice ?? null,
    lockAfterMinutes: lockMinutes(provision),
    isLocked,
    locale,
    isSoundOn,
    question: provisioning.question,
    move: moving.question,
    computer: computer.question,
    isOldKeyNeeded: rotation.isOldKeyNeeded,
    appVersion,
  };
}
