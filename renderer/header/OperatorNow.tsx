import { useTranslation } from 'react-i18next';
import type { Operator } from '../../app/settings/provision.ts';
import { Icon } from '../icons/Icon.tsx';

export interface OperatorPickerProps {
  operators: readonly Operator[];
  operatorId: string;
  isChoosing: boolean;
  onChoosing: (isChoosing: boolean) => void;
  onOperator: (operatorId: string) => void;
}

/** The button that says who is at the till, before its menu is loaded and after. */
export const OPERATOR_BUTTON = {
  type: 'button',
  className: 'button button-quiet operator',
  'data-testid': 'operator',
  'aria-keyshortcuts': 'F10',
} as const;

/** What stands on it. */
export function OperatorNow(props: Pick<OperatorPickerProps, 'operators' | 'operatorId'>) {
  const { t } = useTranslation();
  const now = props.operators.find((operator) => operator.id === props.operatorId);
  return (
    <>
      <kbd>F10</kbd>
      <span className="visually-hidden">{t('header.operator')}</span>
      <span
        className="operator-now"
        {...(now ? { 'data-shortened': true } : { 'data-none': true })}
      >
        {now ? t('header.operatorNow', { ...now }) : t('header.chooseOperator')}
      </span>
      <Icon name="chevron" />
    </>
  );
}
