import { useController, useFormContext, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { platformApp } from '../../app/gateway/platformApp.ts';
import type { SettingsView } from '../../app/settings/settingsView.ts';
import { useOutbox } from '../bridge/useOutbox.ts';
import type { SettingsValues } from './settingsForm.ts';

/** Asked where the address becomes another one and saves wait that were made for the old one. */
export function SamePlatform({ stored }: { stored: SettingsView['gateway'] }) {
  const { t } = useTranslation();
  const { control } = useFormContext<SettingsValues>();
  const { url, appKey } = useWatch({ control, name: 'gateway' });
  const { field } = useController({ control, name: 'isSamePlatform' });
  const view = useOutbox();
  const count = (view?.waiting ?? 0) + (view?.counts.held ?? 0);
  const isOtherAddress =
    appKey.trim() === stored.appKey &&
    platformApp({ url: url.trim(), appKey: stored.appKey }) !== platformApp(stored);
  if (!isOtherAddress || count === 0) return null;
  return (
    <fieldset className="field same-platform" data-testid="same-platform">
      <legend className="field-label">{t('settings.samePlatform.question', { count })}</legend>
      <div className="choices">
        {[false, true].map((isSame) => (
          <label className="choice" key={String(isSame)}>
            <input
              className="choice-input"
              type="radio"
              name="same-platform"
              data-testid={`same-platform-${isSame ? 'yes' : 'no'}`}
              checked={field.value === isSame}
              onChange={() => field.onChange(isSame)}
            />
            <span className="choice-face">
              {t(`settings.samePlatform.${isSame ? 'yes' : 'no'}`)}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
