import type { BridgeResult } from '../../app/ipc/bridge.ts';
import { mergeGateway, mergeSettings } from '../../app/settings/settingsInput.ts';
import { viewSettings } from '../../app/settings/settingsView.ts';
import type { AuditAction } from '../audit/auditTrail.ts';
import { errorCode } from '../files/durableFile.ts';
import { asWriteFailure } from '../outbox/storeFailure.ts';
import type { Till } from '../till.ts';
import type { Handlers } from './handle.ts';
import { refuseWithoutPin } from './refuseWithoutPin.ts';
import { done, failed } from './reply.ts';

type SettingsCalls =
  | 'getSettings'
  | 'saveSettings'
  | 'setUp'
  | 'changePin'
  | 'acceptProvision'
  | 'declineProvision'
  | 'testConnection';

/** The manager's calls. No reply carries a secret. */
export function createSettingsHandlers(till: Till): Pick<Handlers, SettingsCalls> {
  const { settings, provisioning, audit } = till;
  const written = (action: AuditAction) => audit.record({ action, operatorId: null, slip: null });
  return {
    getSettings: async ({ pin }) => {
      const refusal = await refuseWithoutPin(till, pin);
      if (refusal !== null) return refusal;
      if (settings.provision === null) return failed('not-provisioned');
      await written('settings.opened');
      return done(viewSettings(settings.provision, settings.locale));
    },
    saveSettings: async ({ pin, settings: input }) => {
      const refusal = await refuseWithoutPin(till, pin);
      if (refusal !== null) return refusal;
      const provision = mergeSettings(input, settings.provision);
      if (provision === null) return failed('request.refused');
      await written('settings.saved');
      return stored(() => settings.provisionWith(provision));
    },
    setUp: async ({ settings: input, managerPin }) => {
      // Who may set up is whoever unpacks the till; from then on it is the manager.
      const provision = mergeSettings(input, null);
      if (provision === null) return failed('request.refused');
      let isFirst = false;
      const result = await stored(async () => {
        isFirst = await settings.setUp({ ...provision, managerPin }, () =>
          written('settings.saved'),
        );
      });
      return isFirst || !result.ok ? result : failed('request.refused');
    },
    changePin: async ({ pin, newPin }) => {
      const refusal = await refuseWithoutPin(till, pin);
      if (refusal !== null) return refusal;
      await written('pin.changed');
      return stored(() => settings.managerPin.set(newPin));
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
      const refusal = stored === null ? null : await refuseWithoutPin(till, pin);
      if (refusal !== null) return refusal;
      const account = mergeGateway(gateway, stored);
      if (account === null) return failed('request.refused');
      if (stored !== null) await written('connection.tested');
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
