import { type ReactNode, useContext } from 'react';
import { useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { FieldName } from '../../app/member/memberFields.ts';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import { visibleText } from '../i18n/visibleText.ts';
import { fieldMessageKey } from './fieldMessage.ts';
import { UnchosenContext } from './UnchosenContext.ts';

export function fieldId(name: FieldName): string {
  return `field-${name}`;
}

export function errorId(name: FieldName): string {
  return `field-error-${name}`;
}

/** The message of one field. Its line is always there, so that nothing moves when words appear. */
export function FieldError({ name }: { name: FieldName }) {
  const { t } = useTranslation();
  const { formState } = useFormContext<MemberInput>();
  const error = formState.errors[name];
  const word = useContext(UnchosenContext)[name];
  return (
    <p
      className="field-error"
      id={errorId(name)}
      data-testid={errorId(name)}
      // Nothing is wrong yet.
      data-calm={!error && word?.refusedAt === null ? '' : undefined}
      data-shortened={error?.message?.startsWith('refused:') ? '' : undefined}
    >
      {said(error?.message) || (error && t(fieldMessageKey(error.message)))}
      {!error && word && t(`field.text.${word.refusedAt === null ? 'unchosen' : 'composing'}`)}
    </p>
  );
}

/** The platform's own words, where it was the platform that refused the field; they may be long, and stand whole above. */
function said(message: string | undefined): string {
  const [code, ...words] = (message ?? '').split(':');
  return code === 'refused' ? visibleText(words.join(':')) : '';
}

interface FieldFrameProps {
  name: FieldName;
  label: string;
  hint?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** Label above, control, message below. */
export function FieldFrame({ name, label, hint, className = '', children }: FieldFrameProps) {
  return (
    <div className={`field ${className}`}>
      <div className="field-head">
        <label className="field-label" htmlFor={fieldId(name)}>
          {label}
        </label>
        {hint !== undefined && <span className="field-hint">{hint}</span>}
      </div>
      {children}
      <FieldError name={name} />
    </div>
  );
}
