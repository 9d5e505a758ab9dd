import type { UpdateFacts } from '../../app/update/mayUpdate.ts';
import { USUAL_OPENING_HOURS } from '../../app/update/openingHours.ts';
import type { Never } from '../../app/update/updateCodes.ts';
import type { ManagerSession } from '../manager/managerSession.ts';
import type { Till } from '../till.ts';
import type { Activity } from './activity.ts';

type FactsOf = Pick<
  Till,
  | 'settings'
  | 'outbox'
  | 'replayer'
  | 'hold'
  | 'moving'
  | 'bulk'
  | 'provisioning'
  | 'computer'
  | 'clock'
>;

export interface FactsAround {
  never: Never | null;
  session: Pick<ManagerSession, 'isOpen'>;
  activity: Pick<Activity, 'since'>;
  /** Since anybody has touched the PC (ms). */
  sinceInput: () => number;
}

/** What decides whether this till may be updated now. */
export function tillFacts(till: FactsOf, around: FactsAround): UpdateFacts {
  const { settings, outbox, replayer, hold, moving, bulk, provisioning, computer, clock } = till;
  const { provision } = settings;
  const { counts, queue } = outbox.saves;
  const known = replayer.knownTime();
  return {
    never: around.never,
    isSet: provision?.updates !== undefined,
    isSure: settings.setBack === null && !settings.isLost,
    isOurs: hold.isSure,
    isMoving: moving.isUnderWay,
    isDraining: queue.size > 0 && replayer.pause().kind === 'none',
    isSending: counts.sending > 0,
    hours: provision?.openingHours ?? USUAL_OPENING_HOURS,
    minutes: [clock.now(), ...(known === null ? [] : [known])].map(minuteOfDay),
    isAsking:
      provisioning.question !== null || moving.question !== null || computer.question !== null,
    isDeedRunning: bulk.isRunning,
    hasManager: around.session.isOpen(settings.managerPin),
    ...around.activity.since,
    sinceInput: around.sinceInput(),
  };
}

/** In the till's own time. */
function minuteOfDay(time: number): number {
  const date = new Date(time);
  return date.getHours() * 60 + date.getMinutes();
}
