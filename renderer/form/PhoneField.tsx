import { type CompositionEvent, type FormEvent, useRef } from 'react';
import { useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import { FieldFrame } from './FieldFrame.tsx';
import { groupPhone } from './phoneGrouping.ts';
import { useField } from './useField.ts';

/**
 * The phone number, grouped while it is typed. The field is not controlled by React: the text is
 * put right in the same input event, so that the caret never jumps, and an input method at work is
 * left alone until it has finished.
 */
export function PhoneField({ padShown, busy }: { padShown: boolean; busy: boolean }) {
  const { t } = useTranslation();
  const { setValue, formState } = useFormContext<MemberInput>();
  const hint = formState.errors.root?.dropped && (
    <span className="tone-text-warning" data-testid="keys-dropped" role="alert">
      {t('form.dropped')}
    </span>
  );
  const field = useField('mobile');
  const before = useRef('');

  const regroup = (input: HTMLInputElement, inputType: string) => {
    const caret = input.selectionStart ?? input.value.length;
    const grouped = groupPhone({ text: input.value, caret }, before.current, inputType);
    if (grouped.text !== input.value) {
      input.value = grouped.text;
      input.setSelectionRange(grouped.caret, grouped.caret);
    }
  };

  return (
    <FieldFrame name="mobile" label={t('form.mobile')} hint={hint} className="field-mobile">
      <input
        {...field}
        className="input input-mobile"
        data-testid="phone"
        type="text"
        inputMode={padShown ? 'none' : 'tel'}
        readOnly={busy}
        onBeforeInput={(event: FormEvent<HTMLInputElement>) => {
          before.current = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          // React's beforeinput does not come for deletions.
          before.current = event.currentTarget.value;
        }}
        onChange={(event) => {
          const native = event.nativeEvent as InputEvent;
          if (!native.isComposing) regroup(event.currentTarget, native.inputType);
          return field.onChange(event);
        }}
        onCompositionEnd={(event: CompositionEvent<HTMLInputElement>) => {
          regroup(event.currentTarget, 'insertText');
          setValue('mobile', event.currentTarget.value, { shouldDirty: true });
        }}
      />
    </FieldFrame>
  );
}
