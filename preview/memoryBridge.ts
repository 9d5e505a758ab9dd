import { checkConsent } from '../app/consent/checkConsent.ts';
import { noticeVersion } from '../app/consent/notice.ts';
import type { Draft } from '../app/draft/draft.ts';
import type { Bridge, BridgeError, BridgeResult, RegisterRequest } from '../app/ipc/bridge.ts';
import type { FormAnswer, OfferedForm } from '../app/ipc/offeredForm.ts';
import type { Registered } from '../app/ipc/registration.ts';
import type { RestoredDraft } from '../app/ipc/restoredDraft.ts';
import type { TillView } from '../app/ipc/tillView.ts';
import { believedDay } from '../app/member/believedDay.ts';
import { maskMember } from '../app/member/mask.ts';
import { type Member, type MemberInput, memberSchema } from '../app/member/memberSchema.ts';
import { compareMembers, compareWithMask, contentsToTry } from '../app/outbox/comparison.ts';
import { MemoryManager } from './MemoryManager.ts';
import { MemoryMove } from './MemoryMove.ts';
import { MemoryOutbox } from './MemoryOutbox.ts';
import { MemorySettings } from './MemorySettings.ts';
import { createMemoryQueueCalls } from './memoryQueueCalls.ts';

export interface MemorySwitches {
  /** Whether the gateway can be reached. */
  online: boolean;
  /** What the store answers instead of storing, or null when it works. */
  storeFailure: BridgeError['code'] | null;
  /** Store, but let the answer be lost, as when the channel breaks. */
  loseAnswers: boolean;
  /** What the gateway says of the next sends, or null when it accepts them. */
  refusal: string | null;
  /** How long a question about a number, or about a correction, takes (ms). */
  lookupMs: number;
  /** How long the till answers no question about a number (s), or null when it does. */
  lookupWait: number | null;
  /** How long "send now" is not heard (s), or null when it is. */
  sendWait: number | null;
  /** The slip of which the till says that it was not corrected, or null. */
  uncorrected: string | null;
  /** The slip under which the till says that the same person was registered meanwhile, or null. */
  since: string | null;
  /** Why the till does not give back what was left behind, or null when it does. */
  draftRefusal: BridgeError | null;
  /** Whether the page has last said that it is locked. */
  isLocked: boolean;
  /** What was last kept of the sound. */
  isSoundOn: boolean;
  /** How long the disk and the gateway take, in ms. */
  flushMs: number;
  gatewayMs: number;
}

export interface MemoryBridge {
  bridge: Bridge;
  outbox: MemoryOutbox;
  settings: MemorySettings;
  move: MemoryMove;
  manager: MemoryManager;
  switches: MemorySwitches;
  /** Every request that came in, also those that failed. */
  requests: RegisterRequest[];
  /** The draft that a crash would leave behind. */
  draft: () => Draft | null;
  goOnline: () => void;
  /** The system says that the PC was away. */
  askToLock: () => void;
  /** The hot key has put the window away. */
  putAway: () => void;
  /** The hot key has brought the window up. */
  askForPhone: () => void;
  /** Another program of the PC would have this in the form. */
  offerForm: (member: MemberInput) => void;
  /** What the page has said of each. */
  offers: FormAnswer[];
  /** A link has. */
  askForForm: () => void;
  /** The window is about to go. */
  askToKeep: (question: number) => void;
  /** The questions of it that the page has answered, each with the draft of then. */
  kept: { question: number; isKept: boolean; draft: Draft | null }[];
}

/**
 * A whole till in memory, for the page's tests and the preview: it checks with the shared schema,
 * keeps one save for one id, takes real time to flush and to send, and can be switched to fail.
 */
export function createMemoryBridge(
  till: TillView,
  restored: RestoredDraft | null = null,
  /** What a page that is loaded anew is to know of the lock. */
  onLocked: (isLocked: boolean) => void = () => undefined,
): MemoryBridge {
  let draft: Draft | null = null;
  const outbox = new MemoryOutbox();
  const switches: MemorySwitches = {
    online: true,
    storeFailure: null,
    loseAnswers: false,
    refusal: null,
    lookupMs: 0,
    lookupWait: null,
    sendWait: null,
    uncorrected: null,
    since: null,
    draftRefusal: null,
    isLocked: till.isLocked,
    isSoundOn: till.isSoundOn,
    flushMs: 8,
    gatewayMs: 600,
  };
  const requests: RegisterRequest[] = [];
  const lockListeners = new Set<() => void>();
  const awayListeners = new Set<() => void>();
  const phoneListeners = new Set<() => void>();
  const offerListeners = new Set<() => void>();
  const offers: FormAnswer[] = [];
  let offered: OfferedForm | null = null;
  const formListeners = new Set<() => void>();
  const keepListeners = new Set<(told: { question: number }) => void>();
  const kept: MemoryBridge['kept'] = [];
  const settings = new MemorySettings(till, '246810');
  const move = new MemoryMove(settings);
  const manager = new MemoryManager(settings, outbox);

  const send = async (requestId: string) => {
    const attempts = (outbox.find(requestId)?.line.attempts ?? 0) + 1;
    if (!switches.online) return pauseOffline();
    outbox.change(requestId, { state: 'sending', attempts });
    await wait(switches.gatewayMs);
    if (!switches.online) {
      outbox.change(requestId, { state: 'pending' });
      return pauseOffline();
    }
    const text = switches.refusal;
    if (text === null) outbox.change(requestId, { state: 'accepted', customerId: requestId });
    else outbox.change(requestId, { state: 'held', heldReason: 'rejected', text });
  };

  const pauseOffline = () => {
    outbox.pause = { kind: 'unreachable', retryAt: null };
    outbox.changed();
  };

  const drain = () => {
    if (switches.online && outbox.pause.kind === 'unreachable') outbox.pause = { kind: 'none' };
    outbox.changed();
    for (const line of outbox.pending()) void send(line.requestId);
  };

  const register = async (request: RegisterRequest): Promise<BridgeResult<Registered>> => {
    requests.push(structuredClone(request));
    const checked = check(request, settings.till, outbox);
    if (checked.error) return { ok: false, error: checked.error };
    await wait(switches.flushMs);
    if (switches.storeFailure !== null)
      return { ok: false, error: { code: switches.storeFailure } };
    const body = JSON.stringify(checked.member);
    const known = outbox.find(request.requestId);
    if (known && known.body !== body) return { ok: false, error: { code: 'intention.reused' } };
    const { operatorId, correctionOf } = request;
    const more = { operatorId, correctionOf };
    const masked = maskMember(checked.member);
    const line = known?.line ?? outbox.add(request.requestId, body, masked, Date.now(), more);
    if (outbox.find(correctionOf ?? '')?.line.state === 'held')
      outbox.change(correctionOf ?? '', { state: 'discarded', closedReason: 'corrected' });
    if (!known) void send(request.requestId);
    if (draft?.requestId === request.requestId) draft = null;
    if (switches.loseAnswers) throw new Error('the channel broke');
    const { uncorrected, since } = switches;
    return { ok: true, value: { requestId: line.requestId, slip: line.slip, uncorrected, since } };
  };

  return {
    outbox,
    settings,
    move,
    manager,
    switches,
    requests,
    draft: () => draft,
    goOnline: () => {
      switches.online = true;
      drain();
    },
    askToLock: () => {
      for (const listener of lockListeners) listener();
    },
    putAway: () => {
      for (const listener of awayListeners) listener();
    },
    askForPhone: () => {
      for (const listener of phoneListeners) listener();
    },
    offerForm: (member) => {
      offered = { offer: (offered?.offer ?? 0) + 1, member };
      for (const listener of offerListeners) listener();
    },
    offers,
    askForForm: () => {
      for (const listener of formListeners) listener();
    },
    askToKeep: (question) => {
      for (const listener of keepListeners) listener({ question });
    },
    kept,
    bridge: {
      getTill: async () => ({ ok: true, value: settings.till }),
      getOutbox: async () => ({ ok: true, value: outbox.view() }),
      registerMember: register,
      findMember: async (identity) => {
        const { lookupWait: waitSeconds, lookupMs } = switches;
        if (lookupMs > 0) await wait(lookupMs);
        if (waitSeconds !== null)
          return { ok: false, error: { code: 'lookup.too-fast', waitSeconds } };
        const line = outbox.of(identity);
        if (!line) return { ok: true, value: null };
        const { requestId, slip, masked } = line;
        const state = line.state === 'discarded' ? 'moved' : line.state;
        const registeredAt = outbox.registeredAt(requestId);
        return { ok: true, value: { requestId, slip, registeredAt, masked, state } };
      },
      compareMember: async ({ requestId, member }) => {
        if (switches.lookupMs > 0) await wait(switches.lookupMs);
        const save = outbox.find(requestId);
        const parsed = memberSchema(AFTER_ALL_BIRTHDAYS).safeParse(member);
        if (!save || !parsed.success) return { ok: false, error: { code: 'save.changed' } };
        const { line, body } = save;
        // Of an accepted one the till itself has a hash, which tells no more than this does.
        const isKnown =
          line.state !== 'accepted' ||
          contentsToTry(line.masked, parsed.data).some((one) => JSON.stringify(one) === body);
        const value = isKnown
          ? compareMembers(JSON.parse(body) as Member, parsed.data)
          : compareWithMask(line.masked, parsed.data);
        return { ok: true, value };
      },
      sendNow: async () => {
        const { sendWait: waitSeconds } = switches;
        if (waitSeconds !== null)
          return { ok: false, error: { code: 'send.too-fast', waitSeconds } };
        drain();
        return { ok: true, value: null };
      },
      setLocale: async () => ({ ok: true, value: null }),
      setSound: async ({ isOn }) => {
        switches.isSoundOn = isOn;
        return { ok: true, value: null };
      },
      keepDraft: async (given) => {
        draft = structuredClone(given);
        return { ok: true, value: null };
      },
      getDraft: async () => {
        const { draftRefusal: error } = switches;
        return error === null ? { ok: true, value: restored } : { ok: false, error };
      },
      dropDraft: async () => {
        draft = null;
        return { ok: true, value: null };
      },
      tellLocked: async ({ isLocked }) => {
        switches.isLocked = isLocked;
        if (isLocked) manager.isOpen = false;
        onLocked(isLocked);
        return { ok: true, value: null };
      },
      tellKept: async ({ question, isKept }) => {
        kept.push({ question, isKept, draft });
        return { ok: true, value: null };
      },
      getOfferedForm: async () => ({ ok: true, value: offered }),
      answerOffer: async ({ answer }) => {
        offered = null;
        offers.push(answer);
        return { ok: true, value: null };
      },
      ...createMemoryQueueCalls(outbox, settings, (requestId) => void send(requestId)),
      ...settings.calls,
      ...move.calls,
      ...manager.calls,
      answerComputer: async ({ pin }) => {
        const refusal = pin === '' && !settings.till.hasPin ? null : settings.refuse(pin);
        if (refusal) return refusal;
        if (switches.storeFailure !== null)
          return { ok: false, error: { code: switches.storeFailure } };
        return settings.tell({ computer: null });
      },
      onOutboxChanged: (listener) => outbox.listen(listener),
      onLockAsked: (listener) => {
        lockListeners.add(listener);
        return () => lockListeners.delete(listener);
      },
      onPutAway: (listener) => {
        awayListeners.add(listener);
        return () => awayListeners.delete(listener);
      },
      onPersonErased: (listener) => manager.person.listen(listener),
      onFormOffered: (listener) => {
        offerListeners.add(listener);
        return () => offerListeners.delete(listener);
      },
      onKeepAsked: (listener) => {
        keepListeners.add(listener);
        return () => keepListeners.delete(listener);
      },
      onPhoneAsked: (listener) => {
        phoneListeners.add(listener);
        return () => phoneListeners.delete(listener);
      },
      onFormAsked: (listener) => {
        formListeners.add(listener);
        return () => formListeners.delete(listener);
      },
    },
  };
}

const AFTER_ALL_BIRTHDAYS = '9999-12-31';

function check(
  request: RegisterRequest,
  till: TillView,
  outbox: MemoryOutbox,
): { member: Member; error?: never } | { error: BridgeError } {
  if (!till.provisioned) return { error: { code: 'not-provisioned' } };
  if (!till.operators.some((operator) => operator.id === request.operatorId))
    return { error: { code: 'operator.unknown' } };
  const version = noticeVersion(till.notice);
  const isKnown = outbox.find(request.correctionOf ?? '') !== undefined;
  const corrected = isKnown ? { consent: null } : null;
  const checked = checkConsent(request.consent, {
    brandId: till.brandId,
    version,
    operators: till.operators,
    now: Date.now(),
    corrected,
  });
  if (!checked.ok) return { error: { code: checked.problem } };
  const today = believedDay(Date.now() + (outbox.clockOffsetSeconds ?? 0) * 1_000);
  const parsed = memberSchema(today).safeParse(request.member);
  if (parsed.success) return { member: parsed.data };
  const fields = Object.fromEntries(
    parsed.error.issues.map((issue) => [issue.path[0] as keyof MemberInput, issue.message]),
  );
  return { error: { code: 'input.invalid', fields } };
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
