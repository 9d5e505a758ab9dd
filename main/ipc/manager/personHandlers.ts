import type { AuditAction } from '../../../app/audit/auditActions.ts';
import type { PERSON_CALLS } from '../../../app/ipc/manager/personCalls.ts';
import type { Identity } from '../../../app/outbox/identity.ts';
import { type Save, slipNumber } from '../../../app/outbox/save.ts';
import { keysOfPerson } from '../../../app/outbox/wholePerson.ts';
import type { ErasedNews, PersonReason } from '../../../app/person/personView.ts';
import type { Refusal } from '../../limits/callRate.ts';
import { personPage } from '../../person/personPage.ts';
import { tokenOf } from '../../person/personToken.ts';
import type { SaveDesk } from '../../saved/saveDesk.ts';
import type { Till } from '../../till.ts';
import type { Handlers } from '../handle.ts';
import { isUnknownOperator } from '../isUnknownOperator.ts';
import { done, failed } from '../reply.ts';

type Parts = Pick<
  Till,
  'settings' | 'audit' | 'lookups' | 'outbox' | 'person' | 'clock' | 'replayer' | 'moving'
>;

/** What is asked about a person. */
interface Question {
  identity: Identity;
  operatorId: string;
}

/** A line of the trail names no more slips than this: the count says the rest. */
const MOST_SLIPS = 40;

/** What is said of whoever was not erased. */
const NOT_ERASED = {
  busy: 'person.busy',
  'not-begun': 'store.failed',
  changed: 'person.changed',
  aside: 'person.aside',
} as const;

/**
 * One person on the manager's page. Each question counts as a look-up: a session opens no second way of trying numbers, one
 * after the other. And each has its line before anything is shown.
 */
export function createPersonHandlers(
  till: Parts,
  saveDesk: Pick<SaveDesk, 'save'>,
  /** Says to the page that is there by then who was erased: whichever has asked may be gone. */
  tellErased: (news: ErasedNews) => void,
): Pick<Handlers, keyof typeof PERSON_CALLS> {
  const { settings, audit, lookups, outbox, person, clock, replayer, moving } = till;
  const { desk, erasure } = person;

  const line = (action: AuditAction, found: readonly Save[], operatorId: string) => ({
    action,
    operatorId,
    slip: found.length === 0 ? null : slipsOf(found).slice(0, MOST_SLIPS).join(' '),
    saves: found.length,
  });

  const refuse = async ({ operatorId }: Question): Promise<Refusal | null> =>
    isUnknownOperator(settings, operatorId) ? failed('operator.unknown') : lookups.take();

  /** What was found, once it stands in the trail; or why it is not told. */
  const look = async (
    action: AuditAction,
    { identity, operatorId }: Question,
    reason?: PersonReason,
  ): Promise<Save[] | Refusal> => {
    const found = desk.savesOf(identity);
    const entry = { ...line(action, found, operatorId), ...(reason && { reason }) };
    return (await audit.record(entry)) ? found : failed('audit.refused');
  };

  return {
    findPerson: async (question) => {
      const refusal = await refuse(question);
      if (refusal !== null) return refusal;
      const found = await look('person.looked-up', question);
      if (!Array.isArray(found)) return found;
      return done({
        saves: desk.describe(found, question.identity),
        token: tokenOf(slipsOf(found)),
        nobodys: desk.nobodys,
        hasDraft: (await person.draftOf(person.whose(found, question.identity))) !== null,
        aside: await person.asideNames(),
        comeBack: slipsOf(found.filter((save) => outbox.erasing.comesBack(save))),
      });
    },

    showPerson: async ({ reason, ...question }) => {
      const refusal = await refuse(question);
      if (refusal !== null) return refusal;
      const found = await look('person.shown', question, reason);
      return Array.isArray(found) ? done(desk.valuesOf(found)) : found;
    },

    exportPerson: async ({ reason, ...question }) => {
      const refusal = await refuse(question);
      if (refusal !== null) return refusal;
      // Its name tells nothing of whom it is about.
      const day = new Date(clock.now()).toISOString().slice(0, 'yyyy-MM-dd'.length);
      return saveDesk.save('html', day, async () => {
        const found = await look('person.exported', question, reason);
        if (!Array.isArray(found)) return found;
        const page = personPage({
          locale: settings.locale,
          madeAt: clock.now(),
          operatorId: question.operatorId,
          saves: desk.describe(found, question.identity),
          values: desk.valuesOf(found),
        });
        return [Buffer.from(page)];
      });
    },

    erasePerson: async ({ token, ...question }) => {
      const refusal = await refuse(question);
      if (refusal !== null) return refusal;
      if (!(await audit.ready())) return failed('audit.refused');
      const { identity } = question;
      const isTheirs = person.whose(desk.savesOf(identity), identity);
      const answer = await person.leaving.during(isTheirs, async () => {
        const draft = await person.draftOf(isTheirs);
        return outbox.erasing.inQuiet(async () => {
          if (moving.isUnderWay) return failed('person.busy');
          let saves: string[] = [];
          let slips: string[] = [];
          const erased = await erasure.erase(() => {
            const found = desk.savesOf(identity);
            slips = slipsOf(found);
            // Of nobody nothing is erased, and no line says so.
            if (slips.length === 0 || tokenOf(slips) !== token) return 'changed';
            if (found.some((save) => outbox.erasing.comesBack(save))) return 'aside';
            saves = found.map(({ requestId }) => requestId);
            const keys = [...desk.keysOf(identity), ...keysOfPerson(outbox.saves, found)];
            return { saves: found, keys: [...new Set(keys)] };
          }, question.operatorId);
          if (!erased.ok) return failed(NOT_ERASED[erased.why]);
          // Before anything of theirs may be kept again.
          tellErased({ identity, saves, draft });
          return done({ slips, left: [...erased.left], draft });
        });
      });
      replayer.wake('answer');
      return answer;
    },
  };
}

function slipsOf(found: readonly Save[]): string[] {
  return found.map(({ sequence }) => slipNumber(sequence));
}
