import { type CompositionEvent, type KeyboardEvent, useEffect, useRef } from 'react';
import { useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import { FieldFrame, fieldId } from './FieldFrame.tsx';
import { phoneHistory } from './PhoneHistory.ts';
import { groupPhone, type TextAndCaret } from './phoneGrouping.ts';
import { useField } from './useField.ts';
import { usePhoneProblem } from './usePhoneProblem.ts';

/**
 * The phone number, grouped while it is typed. The field is not controlled by React: the text is
 * put right in the same input event, so that the caret never jumps, and an input method at work is
 * left alone until it has finished.
 */
export function PhoneField({ padShown, busy }: { padShown: boolean; busy: boolean }) {
  const { t } = useTranslation();
  const { setValue, getFieldState, formState } = useFormContext<MemberInput>();
  const say = usePhoneProblem();
  const field = useField('mobile');
  const before = useRef('');
  useEffect(() => {
    const input = document.getElementById(fieldId('mobile'));
    if (!(input instanceof HTMLInputElement)) return;
    // React's own hears of no deletion, and of nothing that the page writes for a hand: what stood there before may be
    // another customer's by then.
    const onBefore = () => {
      before.current = input.value;
    };
    input.addEventListener('beforeinput', onBefore);
    return () => input.removeEventListener('beforeinput', onBefore);
  }, []);
  const hint = formState.errors.root?.dropped ? (
    <span className="field-error" data-testid="keys-dropped" role="alert">
      {t('form.dropped')}
    </span>
  ) : (
    t('form.mobileHint')
  );

  const regroup = (input: HTMLInputElement, inputType: string) => {
    const caret = input.selectionStart ?? input.value.length;
    const grouped = groupPhone({ text: input.value, caret }, before.current, inputType);
    if (grouped.text !== input.value) put(input, grouped);
    phoneHistory.note(before.current, grouped);
    before.current = grouped.text;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const input = event.currentTarget;
    const direction = stepOf(event);
    if (direction === null) return;
    event.preventDefault();
    const step = busy ? null : phoneHistory.step(input.value, direction);
    if (step === null) return;
    // As after any other edit: what was said of the number that stood there goes with it.
    setValue('mobile', step.text, {
      shouldDirty: true,
      shouldValidate: getFieldState('mobile').isTouched,
    });
    put(input, step);
    say(step.text);
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
        onKeyDown={onKeyDown}
        onChange={(event) => {
          const native = event.nativeEvent as InputEvent;
          if (!native.isComposing) regroup(event.currentTarget, native.inputType);
          say(event.currentTarget.value);
          return field.onChange(event);
        }}
        onCompositionEnd={(event: CompositionEvent<HTMLInputElement>) => {
          regroup(event.currentTarget, 'insertText');
          say(event.currentTarget.value);
          setValue('mobile', event.currentTarget.value, { shouldDirty: true });
        }}
      />
    </FieldFrame>
  );
}

function put(input: HTMLInputElement, { text, caret }: TextAndCaret): void {
  input.value = text;
  input.setSelectionRange(caret, caret);
}

/** The keys by which a step back or forward is asked for, or null. */
function stepOf(event: KeyboardEvent): -1 | 1 | null {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  const key = event.key.toLowerCase();
  if (key === 'y') return 1;
  if (key !== 'z') return null;
  return event.shiftKey ? 1 : -1;
}
