import { platformApp } from '../../app/gateway/platformApp.ts';
import { believedDay } from '../../app/member/believedDay.ts';
import type { CalendarDate } from '../../app/member/birthday.ts';
import { EMPTY_MEMBER, memberSchema } from '../../app/member/memberSchema.ts';
import type { BulkChange, LeftReason } from '../../app/outbox/bulk.ts';
import { type ReadBody, readBody } from '../../app/outbox/readBody.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Provision } from '../../app/settings/provision.ts';
import type { Intention } from '../outbox/intention.ts';
import type { SaveContents } from '../outbox/saveContents.ts';

export interface CorrectionOptions {
  contents: Pick<SaveContents, 'openBody'>;
  /** By whose word. */
  operatorId: string;
  change: BulkChange;
}

/** `now`: ms since 1970, by the best clock that there is: birthdays are held against its day. */
export type FieldCorrection = (
  save: Save,
  requestId: string,
  provision: Provision,
  now: number,
) => Intention | LeftReason;

/**
 * Makes of a save, with one field changed, the intention that corrects it: under an id of its own, in the settings of now,
 * and under the consent of what it corrects, as where somebody corrects it by hand. It is taken as the form would take it,
 * or the answer is why not.
 */
export function correctField({ contents, operatorId, change }: CorrectionOptions): FieldCorrection {
  const form = formOfDay();
  return (save, requestId, provision, now) => {
    const before = readAny(contents.openBody(save));
    if (before === null) return 'unreadable';
    const { member, origin } = before;
    const isSame =
      change.field === 'operator'
        ? origin.operatorId === change.value
        : member.outerId === undefined || member.outerType === change.value;
    if (isSame) return 'unchanged';
    const outerType = change.field === 'outerType' ? { outerType: change.value } : {};
    const checked = form(now).safeParse({ ...EMPTY_MEMBER, ...member, ...outerType });
    if (!checked.success) return 'invalid';
    const isStillHere = provision.operators.some(({ id }) => id === origin.operatorId);
    const whoever = isStillHere ? origin.operatorId : operatorId;
    return {
      requestId,
      origin: {
        brandId: provision.brandId,
        shopId: provision.shopId,
        operatorId: change.field === 'operator' ? change.value : whoever,
      },
      member: checked.data,
      app: platformApp(provision.gateway),
      correctionOf: save.requestId,
      consent: save.consent,
    };
  };
}

/** The schema of a day, made once for all that are asked about on it: making it takes longer than using it. */
function formOfDay(): (now: number) => ReturnType<typeof memberSchema> {
  let made: { day: CalendarDate; schema: ReturnType<typeof memberSchema> } | null = null;
  return (now) => {
    const day = believedDay(now);
    if (made?.day !== day) made = { day, schema: memberSchema(day) };
    return made.schema;
  };
}

/** Null for a body that does not open, or that no till of this version has written. */
function readAny(body: string | null): ReadBody | null {
  try {
    return body === null ? null : readBody(body);
  } catch {
    return null;
  }
}
