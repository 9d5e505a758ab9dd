import type { BridgeResult } from '../../app/ipc/bridge.ts';
import type { SETTINGS_CALLS } from '../../app/ipc/calls.ts';
import { mergeGateway, mergeSettings } from '../../app/settings/settingsInput.ts';
import { viewSettings } from '../../app/settings/settingsView.ts';
import type { AuditAction, AuditEntry } from '../audit/auditEntry.ts';
import { errorCode } from '../files/durableFile.ts';
import { asWriteFailure } from '../files/storeFailure.ts';
import type { SaveRefusal, SetUpRefusal } from '../settings/takingOver.ts';
import type { Till } from '../till.ts';
import type { Handlers } from './handle.ts';
import { pinRefused, refuseWithoutPin } from './refuseWithoutPin.ts';
import { done, failed } from './reply.ts';

/** The manager's calls. No reply carries a secret. */
export function createSettingsHandlers(till: Till): Pick<Handlers, keyof typeof SETTINGS_CALLS> {
  const { settings, provisioning, rotation, audit } = till;
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
        : done(viewSettings(provision, locale, openFile, changes));
    },
    saveSettings: async ({ pin, settings: input, revision }) => {
      const refusal = await refuseWithoutPin(till, pin);
      if (refusal !== null) return refusal;
      let refused: SaveRefusal | null = null;
      const result = await stored(async () => {
        refused = await settings.saveOver(revision, (now) => mergeSettings(input, now));
      });
      if (refused !== null) return failed(refused);
      if (result.ok) await written('settings.saved', { settingsRevision: settings.revision });
      return result;
    },
    setUp: async ({ settings: input, managerPin }) => {
      // Who may set up is whoever unpacks the till; from then on it is the manager.
      const provision = mergeSettings(input, null);
      if (provision === null) return failed('request.refused');
      let refusal: SetUpRefusal | null = null;
      const result = await stored(async () => {
        refusal = await settings.setUp(provision, managerPin);
      });
      if (refusal !== null) return refused(refusal);
      if (result.ok) await written('settings.saved', { settingsRevision: settings.revision });
      return result;
    },
    changePin: async ({ pin, newPin }) => {
      const refusal = await refuseWithoutPin(till, pin);
      if (refusal !== null) return refusal;
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
    testConnection: async ({ pin, gateway }) => {
      const stored = settings.provision?.gateway ?? null;
      // Who sets up a till for the first time has no PIN yet.
      const needsPin = stored !== null || settings.isLost;
      const refusal = needsPin ? await refuseWithoutPin(till, pin) : null;
      if (refusal !== null) return refusal;
      const account = mergeGateway(gateway, stored);
      if (account === null) return failed('request.refused');
      if (needsPin) await written('connection.tested');
      const report = await till.testConnection(account);
      return report === null ? failed('request.refused') : done(report);
    },
  };
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
