import {
  type ApiKnown,
  type ApiRegistered,
  type ApiRegistration,
  IDEMPOTENCY_KEY,
  registrationSchema,
} from '../../app/api/apiSchemas.ts';
import type { GivenConsent } from '../../app/consent/consent.ts';
import { readArgument } from '../../app/ipc/readArgument.ts';
import type { KnownMember } from '../../app/ipc/registration.ts';
import type { CalendarDate } from '../../app/member/birthday.ts';
import type { Member } from '../../app/member/memberSchema.ts';
import { identitiesOf } from '../../app/outbox/identity.ts';
import { slipNumber } from '../../app/outbox/save.ts';
import type { Handlers } from '../ipc/handle.ts';
import { knownMember } from '../outbox/knownMember.ts';
import { Turns } from '../outbox/turns.ts';
import type { Till } from '../till.ts';
import { createCallAgain, KEPT_LOOKUPS } from './callAgain.ts';
import { type ApiAnswer, refuse, refuseAs } from './refusal.ts';
import { createSameTurn } from './sameTurn.ts';
import { typedIn } from './typedIn.ts';

export interface RegisterByApiOptions {
  till: Pick<Till, 'settings' | 'outbox' | 'lookups' | 'registering' | 'hold' | 'clock'>;
  /** The page's own call: every rule of registering is there. */
  registerMember: Handlers['registerMember'];
  /** The day that the rules about birthdays go by. */
  today: () => CalendarDate;
}

/** `POST /v1/members`. Resolves once the save is flushed, or with what is wrong; then nothing was written. */
export function createRegisterByApi(options: RegisterByApiOptions) {
  const { till, registerMember, today } = options;
  const { saves, contents } = till.outbox;
  // Two calls about one person at the same moment: the second finds what the first has saved.
  const turns = new Turns();
  const sameTurn = createSameTurn();
  const callAgain = createCallAgain(till);

  return async (json: unknown, key: string | undefined): Promise<ApiAnswer> => {
    if (key === undefined || !IDEMPOTENCY_KEY.test(key))
      return refuse({ code: 'idempotency-key.missing' });
    const parsed = registrationSchema.safeParse(json);
    if (!parsed.success) return refuse({ code: 'request.refused' });
    const { provision } = till.settings;
    if (provision === null) return refuse({ code: 'not-provisioned' });
    const requestId = contents.requestIdOf(key);
    const read = readArgument('registerMember', [argumentOf(parsed.data, requestId)], today());
    if (!read.ok) return refuseAs(read.error);
    const { argument } = read;

    const register = async (): Promise<ApiAnswer> => {
      if (saves.find(requestId) !== undefined) {
        const refusal = await callAgain(argument);
        if (refusal !== undefined) return refusal ?? registered(requestId, 200);
      }
      const known = await lookUp(argument.member);
      if (known !== null) return known;
      const reply = await registerMember(argument);
      if (reply.ok) return registered(requestId, 201);
      const isReused = reply.error.code === 'intention.reused';
      return isReused ? refuse({ code: 'intention.reused', requestId }) : refuseAs(reply.error);
    };
    await sameTurn();
    return inTurnOf(argument.member, register);
  };

  function argumentOf({ operatorId, member, consent }: ApiRegistration, requestId: string) {
    const given = consent ?? null;
    // A time before 1970 is refused below: it is a date that a program has never set, and dates no consent.
    const at =
      given?.agreedAt === undefined ? Math.max(0, till.clock.now()) : Date.parse(given.agreedAt);
    const said: GivenConsent | null = given && {
      at,
      brandId: given.brandId,
      noticeVersion: given.noticeVersion,
      marketing: given.marketing,
      operatorId,
    };
    const typed = typedIn(member);
    return { requestId, operatorId, member: typed, correctionOf: null, consent: said };
  }

  /** Asked about at the rate of the window's own look-ups: the answer tells who is a member, and so does none. */
  async function lookUp(member: Member): Promise<ApiAnswer | null> {
    const refusal = await till.lookups.take(KEPT_LOOKUPS);
    if (refusal !== null) return refuseAs(refusal.error);
    // What the window is just saving is known once it is on the disk.
    await till.registering.idleOf(member);
    await till.outbox.intake.idleOf(member);
    const brandId = till.settings.provision?.brandId ?? '';
    for (const identity of identitiesOf(member)) {
      const known = knownMember(saves, contents.findMember(brandId, identity));
      if (known !== null) return refuse({ code: 'member.known', known: asKnown(known) });
    }
    return null;
  }

  function inTurnOf(member: Member, work: () => Promise<ApiAnswer>): Promise<ApiAnswer> {
    const brandId = till.settings.provision?.brandId ?? '';
    // Always in this order, so that no two wait for one another.
    const keys = identitiesOf(member).map((identity) => contents.keyOf(brandId, identity));
    return keys.reduceRight<() => Promise<ApiAnswer>>(
      (inner, key) => () => turns.run(key, inner),
      work,
    )();
  }

  function registered(requestId: string, status: 200 | 201): ApiAnswer {
    const save = saves.find(requestId);
    if (save === undefined) return refuse({ code: 'store.failed' });
    const body: ApiRegistered = { requestId, slip: slipNumber(save.sequence), state: save.state };
    return { status, body };
  }
}

function asKnown({ requestId, slip, registeredAt, masked, state }: KnownMember): ApiKnown {
  const at = registeredAt === null ? null : new Date(registeredAt).toISOString();
  return { requestId, slip, registeredAt: at, masked: { ...masked }, state };
}
