import { useState } from 'react';
import { useController, useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { hotKeyOf, isOfOtherPrograms } from '../../app/settings/hotKey.ts';
import { LockNote, useLock } from './LockNote.tsx';
import type { SettingsValues } from './settingsForm.ts';

/** Keys that remove the hot key; the others that stand alone keep their meaning here. */
const REMOVING = ['Backspace', 'Delete'];
const OWN_MEANING = ['Tab', 'Enter', 'NumpadEnter', 'Escape'];

/** Takes the combination that is pressed in it. Nothing is typed: what a hand presses is what it will press later. */
export function HotKeyField() {
  const { t } = useTranslation();
  const { control } = useFormContext<SettingsValues>();
  const { field } = useController({ control, name: 'window.hotKey' });
  const [refusal, setRefusal] = useState<'hotKeyRefused' | 'hotKeyNeeded' | null>(null);
  const lock = useLock('window.hotKey');
  const id = 'settings-hot-key';
  return (
    <div className="field">
      <div className="field-head">
        <label className="field-label" htmlFor={id}>
          {t('settings.window.hotKey')}
        </label>
        {lock === null && (
          <span className="field-hint" id={`${id}-hint`}>
            {t('settings.window.hotKeyHint')}
          </span>
        )}
      </div>
      <input
        ref={field.ref}
        id={id}
        className="input"
        data-testid={id}
        type="text"
        readOnly
        value={field.value ?? ''}
        placeholder={t('settings.window.hotKeyNone')}
        aria-invalid={refusal !== null}
        data-locked={lock ?? undefined}
        aria-describedby={lock === null ? `${id}-error ${id}-hint` : `${id}-error`}
        onBlur={() => {
          setRefusal(null);
          field.onBlur();
        }}
        onKeyDown={(event) => {
          const isAlone = !(event.ctrlKey || event.altKey || event.metaKey);
          if (isAlone && OWN_MEANING.includes(event.code)) return;
          event.preventDefault();
          event.stopPropagation();
          if (lock !== null) return;
          if (isAlone && REMOVING.includes(event.code)) {
            setRefusal(null);
            field.onChange(null);
            return;
          }
          const pressed = hotKeyOf(event.nativeEvent);
          if (pressed === undefined) return;
          if (pressed !== null) {
            setRefusal(null);
            field.onChange(pressed);
            return;
          }
          setRefusal(isOfOtherPrograms(event.nativeEvent) ? 'hotKeyNeeded' : 'hotKeyRefused');
        }}
      />
      {lock === null ? (
        <p className="field-error" id={`${id}-error`} role="alert" data-testid={`${id}-error`}>
          {refusal !== null && t(`settings.window.${refusal}`)}
        </p>
      ) : (
        <LockNote id={`${id}-error`} source={lock} />
      )}
    </div>
  );
}
