import { useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { type CalendarDate, normaliseBirthday } from '../../app/member/birthday.ts';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import { closeThenFocus } from '../focus/closeThenFocus.ts';
import { Icon } from '../icons/Icon.tsx';
import { lazyPart } from '../parts/lazyPart.tsx';
import { FieldFrame } from './FieldFrame.tsx';
import { focusField } from './focusField.ts';
import { useField } from './useField.ts';
import { useOpenForForm } from './useOpenForForm.ts';

const BirthdayPicker = lazyPart(
  async () => (await import('../birthday/BirthdayPicker.tsx')).BirthdayPicker,
  { leave: ({ onClose }) => onClose() },
);

interface BirthdayFieldProps {
  padShown: boolean;
  busy: boolean;
  /** The day that the form's rules go by. */
  today: () => CalendarDate;
}

/**
 * Eight digits while it is typed, `yyyy-MM-dd` once it is left; or picked, with the button beside it
 * or the down arrow. With Tab the button is skipped, as the number pad is.
 */
export function BirthdayField({ padShown, busy, today }: BirthdayFieldProps) {
  const { t } = useTranslation();
  const { setValue, getValues } = useFormContext<MemberInput>();
  const picker = useOpenForForm();
  const field = useField('birthday');
  const closeHere = () => closeThenFocus(picker.close, () => focusField('birthday'));
  const open = () => {
    if (!busy) picker.open();
  };

  return (
    <FieldFrame name="birthday" label={t('form.birthday')}>
      <div className="with-button">
        <input
          {...field}
          className="input"
          data-testid="birthday"
          type="text"
          inputMode={padShown ? 'none' : 'numeric'}
          placeholder={t('form.birthdayHint')}
          readOnly={busy}
          aria-keyshortcuts="ArrowDown"
          onKeyDown={(event) => {
            if (event.key !== 'ArrowDown' || event.nativeEvent.isComposing) return;
            event.preventDefault();
            open();
          }}
          onBlur={(event) => {
            // Not what stands in the field: a form that was emptied takes the focus away before it is drawn anew.
            setValue('birthday', normaliseBirthday(getValues('birthday')));
            return field.onBlur(event);
          }}
        />
        <button
          type="button"
          tabIndex={-1}
          className="button button-icon"
          data-testid="pick-birthday"
          aria-label={t('birthdayPicker.title')}
          aria-haspopup="dialog"
          aria-expanded={picker.isOpen}
          onClick={open}
        >
          <Icon name="calendar" />
        </button>
      </div>
      {picker.isOpen && (
        <BirthdayPicker
          value={normaliseBirthday(getValues('birthday'))}
          today={today()}
          onPick={(day) => {
            setValue('birthday', day, { shouldDirty: true, shouldValidate: true });
            closeHere();
          }}
          onClose={closeHere}
          onLeave={picker.close}
        />
      )}
    </FieldFrame>
  );
}
