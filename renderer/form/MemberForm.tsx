import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CalendarDate } from '../../app/member/birthday.ts';
import { BirthdayField } from './BirthdayField.tsx';
import { FieldFrame } from './FieldFrame.tsx';
import { GenderField } from './GenderField.tsx';
import { OptionalFields } from './OptionalFields.tsx';
import { OuterIdField } from './OuterIdField.tsx';
import { PhoneField } from './PhoneField.tsx';
import { useEnterFlow } from './useEnterFlow.ts';
import { useField } from './useField.ts';

interface MemberFormProps {
  padShown: boolean;
  busy: boolean;
  /** The day that the form's rules go by. */
  today: () => CalendarDate;
  /** Stands beside the phone field, where the eyes are after a save. */
  result: ReactNode;
  /** Stands beneath the fields, always in sight. */
  bar: ReactNode;
  /** Enter in the last field. */
  onEnd: () => void;
  onSave: () => void;
  /** True while Enter is the bounce of the press that has just saved. */
  isBounce: () => boolean;
}

export function MemberForm(props: MemberFormProps) {
  const { padShown, busy, today, result, bar, onEnd, onSave, isBounce } = props;
  const { t } = useTranslation();

  const onKeyDown = useEnterFlow({ onEnd, onSave, isBounce });

  return (
    <form
      className="form"
      aria-label={t('form.title')}
      noValidate
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        onSave();
      }}
    >
      <div className="form-fields" data-scrolls>
        <PhoneField padShown={padShown} busy={busy} />
        {result}
        <OptionalFields isFoldable={!padShown}>
          <NameField busy={busy} />
          <GenderField busy={busy} />
          <BirthdayField padShown={padShown} busy={busy} today={today} />
          <OuterIdField busy={busy} />
          <RemarkField busy={busy} />
        </OptionalFields>
      </div>
      {bar}
    </form>
  );
}

function NameField({ busy }: { busy: boolean }) {
  const { t } = useTranslation();
  const field = useField('name');
  return (
    <FieldFrame name="name" label={t('form.name')}>
      <input {...field} className="input" data-testid="name" type="text" readOnly={busy} />
    </FieldFrame>
  );
}

function RemarkField({ busy }: { busy: boolean }) {
  const { t } = useTranslation();
  const field = useField('remark');
  return (
    <FieldFrame
      name="remark"
      label={t('form.remark')}
      hint={t('form.remarkHint')}
      className="field-remark"
    >
      <textarea {...field} className="input" data-testid="remark" rows={2} readOnly={busy} />
    </FieldFrame>
  );
}
