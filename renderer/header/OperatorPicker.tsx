import { lazy, Suspense, useState } from 'react';
import { OPERATOR_BUTTON, OperatorNow, type OperatorPickerProps } from './OperatorNow.tsx';

/** Loaded when it is first opened: nobody needs it for typing and saving. */
const OperatorMenu = lazy(async () => {
  const { OperatorMenu: Menu } = await import('./OperatorMenu.tsx');
  return { default: Menu };
});

/** Who is at the till, changed in two taps. */
export function OperatorPicker(props: OperatorPickerProps) {
  const { operators, operatorId, isChoosing, onChoosing } = props;
  const [wasOpened, setOpened] = useState(false);
  if (isChoosing && !wasOpened) setOpened(true);
  const button = (
    <button
      {...OPERATOR_BUTTON}
      aria-haspopup="menu"
      aria-expanded={isChoosing}
      onClick={() => onChoosing(true)}
    >
      <OperatorNow operators={operators} operatorId={operatorId} />
    </button>
  );
  if (!wasOpened) return button;
  return (
    <Suspense fallback={button}>
      <OperatorMenu {...props} />
    </Suspense>
  );
}
