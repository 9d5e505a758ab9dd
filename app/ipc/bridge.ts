import type { z } from 'zod';
import type { FieldName } from '../member/memberFields.ts';
import type { MoveFailure } from '../move/moveCalls.ts';
import type { SaveFileFailure } from '../saved/savedFile.ts';
import type { CALLS } from './calls.ts';
import type { EVENTS } from './events.ts';

/** An expected failure: a stable code, and for wrong input a code for each field. */
export interface BridgeError {
  code:
    | 'input.invalid'
    | 'intention.reused'
    | 'operator.unknown'
    | 'consent.missing'
    | 'consent.outdated'
    | 'consent.other-brand'
    | 'not-provisioned'
    | 'store.disk-full'
    | 'store.read-only'
    | 'store.other-program'
    | 'store.failed'
    | 'pin.wrong'
    | 'pin.locked'
    | 'pin.unset'
    | 'pin.unread'
    | 'session.ended'
    | 'audit.refused'
    | 'trail.unreadable'
    | 'print.failed'
    | 'person.busy'
    | 'person.changed'
    | 'person.aside'
    | 'bulk.running'
    | 'bulk.outdated'
    | 'lookup.too-fast'
    | 'send.too-fast'
    | 'register.too-fast'
    | 'settings.missing'
    | 'settings.changed'
    | 'settings.locked'
    | 'save.changed'
    | 'save.unreadable'
    | 'save.needs-manager'
    | 'request.refused'
    | 'passphrase.differs'
    | 'key.refused'
    | 'key.too-many'
    | SaveFileFailure
    | MoveFailure;
  fields?: Partial<Record<FieldName, string>>;
  /** With `pin.locked` and whatever is `too-fast`: seconds until the next one is taken. */
  waitSeconds?: number;
  /** With `pin.wrong`: how many more tries are free, before the next ones have to wait. */
  triesLeft?: number;
}

export type BridgeResult<T> = { ok: true; value: T } | { ok: false; error: BridgeError };

export type CallName = keyof typeof CALLS;
export type EventName = keyof typeof EVENTS;

type SchemaOf<Name extends CallName> = (typeof CALLS)[Name]['argument'] extends (
  ...today: never[]
) => infer Schema
  ? Schema
  : (typeof CALLS)[Name]['argument'];

/** What the page gives with a call. */
export type ArgumentOf<Name extends CallName> = z.input<SchemaOf<Name>>;

/** The same once it has passed the schema of the call. */
export type ParsedArgument<Name extends CallName> = z.output<SchemaOf<Name>>;

export type ReplyOf<Name extends CallName> = (typeof CALLS)[Name]['reply'];

/** What an event tells. */
export type Told<Name extends EventName> = (typeof EVENTS)[Name]['told'];

export type RegisterRequest = ArgumentOf<'registerMember'>;

type Call<Name extends CallName> =
  ArgumentOf<Name> extends null
    ? () => Promise<BridgeResult<ReplyOf<Name>>>
    : (argument: ArgumentOf<Name>) => Promise<BridgeResult<ReplyOf<Name>>>;

type Listener<Name extends EventName> =
  Told<Name> extends null ? () => void : (told: Told<Name>) => void;

/**
 * What stands at `window.tillside`: these keys and no others. `on…` calls back on every such event, and returns the
 * way to stop.
 */
export type Bridge = { readonly [Name in CallName]: Call<Name> } & {
  readonly [Name in EventName as `on${Capitalize<Name>}`]: (listener: Listener<Name>) => () => void;
};
