import { useState } from 'react';
import { lazyPart } from '../parts/lazyPart.tsx';
import { OPERATOR_BUTTON, OperatorNow, type OperatorPickerProps } from './OperatorNow.tsx';

/** Loaded when it is first opened: nobody needs it for typing and saving. */
const OperatorMenu = lazyPart<OperatorPickerProps & { onLeave: () => void }>(
  async () => (await import('./OperatorMenu.tsx')).OperatorMenu,
  {
    meanwhile: (props) => <OperatorButton {...props} />,
    leave: ({ onLeave }) => onLeave(),
    drop: ({ onLeave }) => onLeave(),
  },
);

/** Who is at the till, changed in two taps. */
export function OperatorPicker(props: OperatorPickerProps) {
  const { isChoosing, onChoosing } = props;
  const [wasOpened, setOpened] = useState(false);
  if (isChoosing && !wasOpened) setOpened(true);
  if (!wasOpened) return <OperatorButton {...props} />;
  const leave = () => {
    onChoosing(false);
    setOpened(false);
  };
  return <OperatorMenu {...props} onLeave={leave} />;
}

function OperatorButton({ operators, operatorId, isChoosing, onChoosing }: OperatorPickerProps) {
  return (
    <button
      {...OPERATOR_BUTTON}
      aria-haspopup="menu"
      aria-expanded={isChoosing}
      onClick={() => onChoosing(true)}
    >
      <OperatorNow operators={operators} operatorId={operatorId} />
    </button>
  );
}
