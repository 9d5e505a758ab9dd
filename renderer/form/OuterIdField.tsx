import type { SyntheticEvent } from 'react';
import { useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { OUTER_TYPES, type OuterType } from '../../app/member/memberFields.ts';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import { Icon } from '../icons/Icon.tsx';
import { errorId, FieldError, fieldId } from './FieldFrame.tsx';
import { useField } from './useField.ts';

/** A member code and whose it is. The kind has no default: a wrong guess would be a wrong member. */
export function OuterIdField({ busy }: { busy: boolean }) {
  const { t } = useTranslation();
  const { formState, trigger } = useFormContext<MemberInput>();
  const id = useField('outerId', { deps: ['mobile', 'outerType'] });
  const typeIsWrong = formState.errors.outerType !== undefined;
  const type = useField('outerType', {
    setValueAs: (value: OuterType | '' | null) => (value === '' ? null : value),
    // The code asked for it before anybody was here; the answer is heard before it is left.
    onChange: () => {
      if (typeIsWrong) void trigger('outerType');
    },
  });
  // A list knows no `readOnly`: what is being saved must not change.
  const keep = (event: SyntheticEvent) => {
    if (busy) event.preventDefault();
  };
  return (
    <div className="field field-outer">
      <div className="field-head">
        <label className="field-label" htmlFor={fieldId('outerId')}>
          {t('form.outerId')}
        </label>
      </div>
      <div className="outer">
        <span className="select">
          <select
            {...type}
            onKeyDown={keep}
            onMouseDown={keep}
            data-testid="outer-type"
            aria-label={t('form.outerType')}
          >
            <option value="">{t('form.outerTypes.none')}</option>
            {OUTER_TYPES.map((outerType) => (
              <option key={outerType} value={outerType}>
                {t(`form.outerTypes.${outerType}`)}
              </option>
            ))}
          </select>
          <Icon name="chevron" />
        </span>
        <input
          {...id}
          className="input"
          data-testid="outer-id"
          type="text"
          placeholder={t('form.outerIdHint')}
          readOnly={busy}
          aria-describedby={`${errorId('outerId')} ${errorId('outerType')}`}
        />
      </div>
      <div className="field-errors">
        {typeIsWrong ? <FieldError name="outerType" /> : <FieldError name="outerId" />}
      </div>
    </div>
  );
}
