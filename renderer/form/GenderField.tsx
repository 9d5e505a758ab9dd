import { useController, useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { GENDERS, type Gender } from '../../app/member/memberFields.ts';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import { errorId, FieldError } from './FieldFrame.tsx';

/** Three native radio buttons that can also be none: a second press, Delete or Backspace clears. */
export function GenderField({ busy }: { busy: boolean }) {
  const { t } = useTranslation();
  const { control } = useFormContext<MemberInput>();
  const { field } = useController({ control, name: 'gender' });
  const choose = (gender: Gender | null) => {
    if (!busy) field.onChange(gender);
  };

  return (
    <fieldset className="field field-gender" aria-describedby={errorId('gender')}>
      <legend className="field-legend">{t('form.gender')}</legend>
      <div className="field-head" aria-hidden="true">
        <span className="field-label">{t('form.gender')}</span>
        {field.value !== null && <span className="field-hint">{t('form.genderAgain')}</span>}
      </div>
      <div className="choices">
        {GENDERS.map((gender) => (
          <label className="choice" key={gender}>
            <input
              className="choice-input"
              type="radio"
              name="gender"
              value={gender}
              data-testid={`gender-${gender}`}
              checked={field.value === gender}
              onChange={() => choose(gender)}
              onClick={(event) => {
                // The second click of a double click is no wish to undo the choice.
                if (field.value === gender && event.detail < 2) choose(null);
              }}
              onKeyDown={(event) => {
                if (event.key === 'Delete' || event.key === 'Backspace') choose(null);
              }}
            />
            <span className="choice-face">{t(`form.genders.${gender}`)}</span>
          </label>
        ))}
      </div>
      <FieldError name="gender" />
    </fieldset>
  );
}
