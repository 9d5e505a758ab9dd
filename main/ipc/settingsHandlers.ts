import { viewSettings } from '../../app/settings/settingsView.ts';
import type { Till } from '../till.ts';
import type { Handlers } from './handle.ts';
import { refuseWithoutPin } from './refuseWithoutPin.ts';
import { done, failed } from './reply.ts';

type SettingsCalls = 'getSettings';

/** The manager's calls. No reply carries a secret. */
export function createSettingsHandlers(till: Till): Pick<Handlers, SettingsCalls> {
  const { settings, audit } = till;
  return {
    getSettings: async ({ pin }) => {
      const refusal = await refuseWithoutPin(till, pin);
      if (refusal !== null) return refusal;
      if (settings.provision === null) return failed('not-provisioned');
      await audit.record({ action: 'settings.opened', operatorId: null, slip: null });
      return done(viewSettings(settings.provision, settings.locale));
    },
  };
}
