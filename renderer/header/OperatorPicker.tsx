import { DropdownMenu } from 'radix-ui';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Operator } from '../../app/settings/provision.ts';
import { focusField } from '../form/focusField.ts';
import { Icon } from '../icons/Icon.tsx';

interface OperatorPickerProps {
  operators: readonly Operator[];
  operatorId: string;
  isChoosing: boolean;
  onChoosing: (isChoosing: boolean) => void;
  onOperator: (operatorId: string) => void;
}

/**
 * Who is at the till, changed in two taps. A menu that is not modal, and not Radix's Select: that
 * one writes `<style>` elements, which the CSP refuses. It stays inside the header, in its landmark.
 */
export function OperatorPicker(props: OperatorPickerProps) {
  const { operators, operatorId, isChoosing, onChoosing, onOperator } = props;
  const { t } = useTranslation();
  const hasChosen = useRef(false);
  const now = operators.find((operator) => operator.id === operatorId);
  return (
    <DropdownMenu.Root modal={false} open={isChoosing} onOpenChange={onChoosing}>
      <DropdownMenu.Trigger
        className="button button-quiet operator"
        data-testid="operator"
        aria-keyshortcuts="F10"
      >
        <kbd>F10</kbd>
        <span className="visually-hidden">{t('header.operator')}</span>
        <span className="operator-now" data-shortened>
          {now ? t('header.operatorNow', { ...now }) : t('header.chooseOperator')}
        </span>
        <Icon name="chevron" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content
        className="menu"
        align="start"
        sideOffset={8}
        collisionPadding={8}
        onCloseAutoFocus={(event) => {
          // After a choice the next thing is a customer; after Esc the focus goes back to the button.
          if (!hasChosen.current) return;
          hasChosen.current = false;
          event.preventDefault();
          focusField('mobile');
        }}
      >
        <DropdownMenu.RadioGroup
          value={operatorId}
          onValueChange={(id) => {
            hasChosen.current = true;
            onOperator(id);
          }}
        >
          {operators.map((operator) => (
            <DropdownMenu.RadioItem
              key={operator.id}
              className="menu-item"
              value={operator.id}
              data-testid={`operator-${operator.id}`}
            >
              <span className="menu-name">{operator.name}</span>
              <span className="menu-id">{operator.id}</span>
              <DropdownMenu.ItemIndicator className="menu-tick">
                <Icon name="tick" />
              </DropdownMenu.ItemIndicator>
            </DropdownMenu.RadioItem>
          ))}
        </DropdownMenu.RadioGroup>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
