import { DropdownMenu } from 'radix-ui';
import type { KeyboardEvent } from 'react';
import { focusLastField } from '../focus/lastField.ts';
import { hasJustChanged } from '../focus/layers.ts';
import { Icon } from '../icons/Icon.tsx';
import { OPERATOR_BUTTON, OperatorNow, type OperatorPickerProps } from './OperatorNow.tsx';

/** Arrow keys begin at who is there now, also where the menu was loaded by the key that opened it. */
function beginHere(row: HTMLElement | null): void {
  row?.focus();
}

/**
 * The list itself has the focus, and none of its rows: the arrows and a work number lead to one. The menu that Radix
 * makes its dropdown of takes this; only the type of the dropdown does not say so.
 */
const WITHOUT_ENTRY = { onEntryFocus: (event: Event) => event.preventDefault() };

/**
 * The operators to choose from. A menu that is not modal, and not Radix's Select: that one writes `<style>` elements,
 * which the CSP refuses. It stays inside the header, in its landmark.
 */
export function OperatorMenu(props: OperatorPickerProps) {
  const { operators, operatorId, isChoosing, onChoosing, onOperator } = props;
  const isNobodyThere = !operators.some(({ id }) => id === operatorId);
  // The list comes by itself then, under a hand that goes on: its next Enter would put the save down to the first one.
  const keepHastyKeys = (event: KeyboardEvent) => {
    if (!isNobodyThere || !['Enter', ' '].includes(event.key)) return;
    if (!hasJustChanged(event.timeStamp)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <DropdownMenu.Root modal={false} open={isChoosing} onOpenChange={onChoosing}>
      <DropdownMenu.Trigger {...OPERATOR_BUTTON}>
        <OperatorNow operators={operators} operatorId={operatorId} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content
        className="menu"
        align="start"
        sideOffset={8}
        collisionPadding={8}
        {...(isNobodyThere ? WITHOUT_ENTRY : {})}
        onKeyDownCapture={keepHastyKeys}
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          focusLastField();
        }}
      >
        <DropdownMenu.RadioGroup value={operatorId} onValueChange={onOperator}>
          {operators.map((operator) => (
            <DropdownMenu.RadioItem
              key={operator.id}
              ref={operator.id === operatorId ? beginHere : undefined}
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
