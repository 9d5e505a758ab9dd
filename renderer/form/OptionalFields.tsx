import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { useFormContext, useFormState, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import { Icon } from '../icons/Icon.tsx';
import { FIELD_ORDER } from './keyFlow.ts';

const OPTIONAL = FIELD_ORDER.filter((name) => name !== 'mobile');

interface OptionalFieldsProps {
  /** In a strip there is no room for them until somebody wants them. */
  isFoldable: boolean;
  children: ReactNode;
}

/**
 * What need not be asked of a customer. Folded it opens by its head, by going into it with Enter or Tab, and by what
 * stands in it; it stays as it was left, as nothing may move by itself between two customers.
 */
export function OptionalFields({ isFoldable, children }: OptionalFieldsProps) {
  const { t } = useTranslation();
  const { control } = useFormContext<MemberInput>();
  const [isWanted, setWanted] = useState(false);
  const { errors } = useFormState({ control });
  const values = useWatch({ control, name: OPTIONAL });
  const isInUse =
    values.some((value) => value !== '' && value !== null) ||
    OPTIONAL.some((name) => errors[name] !== undefined);
  if (isInUse && !isWanted) setWanted(true);
  const isFolded = isFoldable && !isWanted;
  const fields = useRef<HTMLFieldSetElement>(null);
  useLayoutEffect(() => {
    // The browser brought the focus into sight while they were still of no height.
    const focused = document.activeElement;
    if (!isFolded && fields.current?.contains(focused))
      focused?.scrollIntoView({ block: 'nearest' });
  }, [isFolded]);
  return (
    <>
      {isFoldable ? (
        <button
          type="button"
          className="button button-quiet optional-head"
          data-testid="optional"
          aria-expanded={!isFolded}
          aria-controls="optional-fields"
          onClick={() => setWanted(isFolded || isInUse)}
        >
          {t('form.optional')}
          <span className="field-hint">{t('form.optionalWhat')}</span>
          <Icon name="chevron" />
        </button>
      ) : (
        <p className="optional-head">{t('form.optional')}</p>
      )}
      {/* Folded it is of no height, not gone: the focus has to come into it. */}
      <fieldset
        ref={fields}
        className="optional"
        id="optional-fields"
        aria-label={t('form.optional')}
        data-folded={isFolded}
        data-scrolls={isFolded ? '' : undefined}
        onFocus={() => setWanted(true)}
      >
        {children}
      </fieldset>
    </>
  );
}
