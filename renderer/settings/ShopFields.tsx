import { useController, useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { LANGUAGE_NAMES, LOCALES, type Locale } from '../../app/settings/locales.ts';
import { LockNote, useLock } from './LockNote.tsx';
import type { SettingsValues } from './settingsForm.ts';
import { TextField } from './TextField.tsx';

/** Whose members they are, and the language of the screen. */
export function ShopFields({ onLocale }: { onLocale?: (locale: Locale) => void }) {
  const { t } = useTranslation();
  const { control } = useFormContext<SettingsValues>();
  const { field } = useController({ control, name: 'locale' });
  const lock = useLock('locale');
  return (
    <>
      <div className="form-pair">
        <TextField name="brandId" label={t('settings.brandId')} />
        <TextField name="shopId" label={t('settings.shopId')} />
      </div>
      <fieldset
        className="field languages"
        {...(lock !== null && { 'aria-describedby': 'settings-locale-lock' })}
      >
        <legend className="field-label">{t('settings.language')}</legend>
        <div className="choices">
          {LOCALES.map((locale) => (
            <label className="choice" key={locale} lang={locale}>
              <input
                className="choice-input"
                type="radio"
                name="locale"
                value={locale}
                data-testid={`settings-locale-${locale}`}
                checked={field.value === locale}
                disabled={lock !== null && field.value !== locale}
                onChange={() => {
                  field.onChange(locale);
                  onLocale?.(locale);
                }}
              />
              <span className="choice-face">{LANGUAGE_NAMES[locale].name}</span>
            </label>
          ))}
        </div>
        {lock !== null && <LockNote id="settings-locale-lock" source={lock} />}
      </fieldset>
    </>
  );
}
