import { useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { normaliseBirthday } from '../../app/member/birthday.ts';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import { FieldFrame } from './FieldFrame.tsx';
import { useField } from './useField.ts';

/** Eight digits while it is typed, `yyyy-MM-dd` once it is left. */
export function BirthdayField({ busy }: { busy: boolean }) {
  const { t } = useTranslation();
  const { setValue } = useFormContext<MemberInput>();
  const field = useField('birthday');
  return (
    <FieldFrame name="birthday" label={t('form.birthday')}>
      <input
        {...field}
        className="input"
        data-testid="birthday"
        type="text"
        inputMode="numeric"
        placeholder={t('form.birthdayHint')}
        readOnly={busy}
        onBlur={(event) => {
          setValue('birthday', normaliseBirthday(event.target.value));
          return field.onBlur(event);
        }}
      />
    </FieldFrame>
  );
}
