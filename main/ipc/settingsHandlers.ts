import type { AuditAction } from '../../app/audit/auditActions.ts';
import type { BridgeResult } from '../../app/ipc/bridge.ts';
import type { SETTINGS_CALLS } from '../../app/ipc/calls.ts';
import type { PartialProvision } from '../../app/settings/partialProvision.ts';
import type { GatewayAccount, Provision } from '../../app/settings/provision.ts';
import { mergeProxy } from '../../app/settings/proxyAccount.ts';
import {
  mergeGateway,
  mergeSettings,
  type SettingsInput,
  type Underneath,
} from '../../app/settings/settingsInput.ts';
import { viewSettings } from '../../app/settings/settingsView.ts';
import type { UpdateView } from '../../app/update/updateView.ts';
import type { AuditEntry } from '../audit/auditEntry.ts';
import { errorCode } from '../files/durableFile.ts';
import { asWriteFailure } from '../files/storeFailure.ts';
import type { SettingLocks } from '../settings/settingLocks.ts';
import type { SettingsStore } from '../settings/settingsStore.ts';
import type { SaveRefusal, SetUpRefusal } from '../settings/takingOver.ts';
import type { Till } from '../till.ts';
import type { Handlers } from './handle.ts';
import { pinRefused, refuseWithoutPin } from './refuseWithoutPin.ts';
import { done, failed } from './reply.ts';

/** The manager's calls. No reply carries a secret. */
export function createSettingsHandlers(
  till: Till,
  updates: () => UpdateView | null,
): Pick<Handlers, keyof typeof SETTINGS_CALLS> {
  const { settings, provisioning, rotation, audit, locks } = till;
  const refused = (code: SetUpRefusal) =>
    code === 'request.refused' || code === 'settings.missing'
      ? failed(code)
      : pinRefused(settings.managerPin, code);
  // Also where no line can be written: settings must not stay wrong for that, and the window says so.
  const written = (action: AuditAction, more: Pick<AuditEntry, 'settingsRevision'> = {}) =>
    audit.owe({ action, operatorId: null, slip: null, ...more });
  const saved = async (action: AuditAction, write: () => Promise<void>) => {
    const result = await stored(write);
    if (result.ok) await written(action, { settingsRevision: settings.revision });
    return result;
  };
  return {
    getSettings: async ({ pin }) => {
      const refusal = await refuseWithoutPin(till, pin);
      if (refusal !== null) return refusal;
      if (settings.provision === null) return failed('not-provisioned');
      await written('settings.opened');
      const openFile = await provisioning.openFile();
      const { provision, locale, changes } = settings;
      return provision === null
        ? failed('not-provisioned')
        : done(viewSettings(provision, locale, openFile, changes, locks.view, updates()));
    },
    saveSettings: async ({ pin, settings: input, revision }) => {
      const refusal = await refuseWithoutPin(till, pin);
      if (refusal !== null) return refusal;
      let refused: SaveRefusal | null = null;
      const result = await stored(async () => {
        refused = await settings.saveOver(revision, (now) =>
          withLocked(
            mergeSettings(withLockedSession(input, locks), now && (locks.over(now, now) ?? now)),
            locks,
            now,
          ),
        );
      });
      if (refused !== null) return failed(refused);
      if (result.ok) await written('settings.saved', { settingsRevision: settings.revision });
      return result;
    },
    setUp: async ({ settings: input, managerPin }) => {
      // Who may set up is whoever unpacks the till; from then on it is the manager.
      const provision = withLocked(mergeSettings(input, givenTo(locks)), locks, null);
      if (typeof provision === 'string') return failed(provision);
      const pin = newPinOf(managerPin, settings, locks);
      if (pin.code !== null) return failed(pin.code);
      let refusal: SetUpRefusal | null = null;
      const result = await stored(async () => {
        refusal = await settings.setUp(provision, pin.value);
      });
      if (refusal !== null) return refused(refusal);
      if (result.ok) await written('settings.saved', { settingsRevision: settings.revision });
      return result;
    },
    changePin: async ({ pin, newPin }) => {
      const refusal = await refuseWithoutPin(till, pin);
      if (refusal !== null) return refusal;
      if (locks.has('managerPin')) return failed('settings.locked');
      return saved('pin.changed', () => settings.managerPin.set(newPin));
    },
    replaceKey: async ({ pin }) => {
      const refusal = await refuseWithoutPin(till, pin);
      if (refusal !== null) return refusal;
      const failure = await rotation.begin();
      return failure === null ? done(null) : failed(failure);
    },
    acceptProvision: async ({ pin, question }) => {
      const refusal = await refuseWithoutPin(till, pin);
      if (refusal !== null) return refusal;
      let isAsked = false;
      const result = await stored(async () => {
        isAsked = await provisioning.accept(question);
      });
      return isAsked || !result.ok ? result : failed('request.refused');
    },
    declineProvision: async () => {
      provisioning.decline();
      return done(null);
    },
    testConnection: async ({ pin, gateway, proxy: typed }) => {
      const stored = settings.provision?.gateway ?? null;
      // Who sets up a till for the first time has no PIN yet.
      const needsPin = stored !== null || settings.isLost;
      const refusal = needsPin ? await refuseWithoutPin(till, pin) : null;
      if (refusal !== null) return refusal;
      const account = mergeGateway(gateway, stored ?? accountIn(locks.values));
      const proxy = mergeProxy(typed, (settings.provision ?? locks.values).proxy ?? null);
      if (account === null || proxy === 'missing') return failed('request.refused');
      if (needsPin) await written('connection.tested');
      const report = await till.testConnection(account, proxy);
      return report === null ? failed('request.refused') : done(report);
    },
  };
}

/** What the page has sent, with what is locked in its place, or why it is not taken. `stored`: null for the first ones. */
function withLocked(
  merged: Provision | null,
  locks: SettingLocks,
  stored: Provision | null,
): Provision | 'request.refused' | 'settings.locked' {
  if (merged === null) return 'request.refused';
  if (locks.refuses(merged, stored === null)) return 'settings.locked';
  return locks.over(merged, stored) ?? 'request.refused';
}

/** A session that is locked is whose word counts also for a secret that is typed beside it. */
function withLockedSession(input: SettingsInput, { values }: SettingLocks): SettingsInput {
  const { session } = values.gateway ?? {};
  if (session === undefined || input.gateway.session !== null) return input;
  return { ...input, gateway: { ...input.gateway, session } };
}

/** What lies under the first settings of a till that somebody types. */
function givenTo({ values }: SettingLocks): Underneath {
  const { managerPin: _, gateway, ...rest } = values;
  return { ...rest, gateway: accountIn(values) ?? undefined };
}

/** An account that is given as a whole: its secret is for its address and key alone. */
function accountIn({ gateway = {} }: PartialProvision): GatewayAccount | null {
  const { url, appKey, appSecret, ...rest } = gateway;
  if (url === undefined || appKey === undefined || appSecret === undefined) return null;
  return { url, appKey, appSecret, ...rest };
}

/** The first PIN of a till. One that was set up before is asked for the PIN of then, whatever is given now. */
function newPinOf(
  typed: string | null,
  { isLost }: SettingsStore,
  { values }: SettingLocks,
): { code: null; value: string } | { code: 'request.refused' | 'settings.locked' } {
  const { managerPin: given } = values;
  if (given !== undefined && !isLost)
    return typed === null ? { code: null, value: given } : { code: 'settings.locked' };
  return typed === null ? { code: 'request.refused' } : { code: null, value: typed };
}

/** Stored, or why not; then everything is as it was. */
async function stored(write: () => Promise<void>): Promise<BridgeResult<null>> {
  try {
    await write();
    return done(null);
  } catch (error) {
    if (errorCode(error) === '') throw error;
    return failed(asWriteFailure(error).failure);
  }
}
