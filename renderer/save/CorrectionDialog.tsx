import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { FieldName } from '../../app/member/memberFields.ts';
import type { Change } from '../../app/outbox/comparison.ts';
import { hasJustChanged } from '../focus/layers.ts';
import { Icon } from '../icons/Icon.tsx';
import { isDeliberate } from '../keys/functionKeys.ts';
import { Modal } from '../parts/Modal.tsx';
import type { Pending } from './registration.ts';
import './correction.css';

export interface CorrectionDialogProps {
  question: Extract<Pending, { step: 'confirming' }>;
  /** What is corrected, and whether it was chosen by its number: only then it may be somebody else. */
  slip: string;
  mayBeOther: boolean;
  onConfirm: (requestId: string) => void;
  onLeave: (requestId: string) => void;
  onOther: (requestId: string) => void;
}

/** From what to what, field by field; once more asked where it might become another person. */
export function CorrectionDialog(props: CorrectionDialogProps) {
  const { question, slip, mayBeOther, onConfirm, onLeave, onOther } = props;
  const { changes, asksWhose } = question.comparison;
  const { requestId } = question.request;
  const { t } = useTranslation();
  const [isClosed, setClosed] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const send = useRef<HTMLButtonElement>(null);
  const back = useRef<HTMLButtonElement>(null);
  // Where it may be another person, no key that is pressed without a look says yes.
  useEffect(() => {
    (isAsked ? back : send).current?.focus();
  }, [isAsked]);
  /** The dialog gives the focus back as it goes; only then may it go elsewhere. */
  const close = (say: (requestId: string) => void) => {
    flushSync(() => setClosed(true));
    say(requestId);
  };
  const confirm = () => {
    // The second half of a double press of the key is no answer to what the first has brought up.
    if (hasJustChanged()) return;
    if (asksWhose.length === 0 || isAsked) return close(onConfirm);
    setAsked(true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'F4' || !isDeliberate(event.nativeEvent)) return;
    event.preventDefault();
    if (!isAsked) confirm();
  };
  if (isClosed) return null;
  return (
    <Modal
      title={t('correct.title', { slip })}
      testId="correction"
      className="correction"
      onClose={() => close(onLeave)}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the key of its button, wherever the focus is in here */}
      <div className="correction-body" onKeyDown={onKeyDown}>
        <table className="correction-table">
          <thead>
            <tr>
              <td />
              <th scope="col">{t('correct.from')}</th>
              <th scope="col">{t('correct.to')}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map((change) => (
              <ChangeRow
                key={change.field}
                change={change}
                isAsked={asksWhose.includes(change.field)}
              />
            ))}
          </tbody>
        </table>
        {asksWhose.length > 0 && (
          // Its place is there before: the button does not move away under a finger.
          <p
            className="correction-whose tone-warning"
            id="correction-whose"
            data-testid={isAsked ? 'whose' : undefined}
            data-asked={isAsked}
            data-question={isAsked || undefined}
          >
            <Icon name="alert" />
            {t('correct.whose', {
              fields: asksWhose.map((field) => t(`form.${field}`)).join(' · '),
            })}
          </p>
        )}
        <div className="buttons">
          <button
            ref={back}
            type="button"
            className="button"
            data-testid="correction-back"
            aria-describedby={isAsked ? 'correction-whose' : undefined}
            onClick={() => close(onLeave)}
          >
            <kbd>Esc</kbd> {t('correct.back')}
          </button>
          {mayBeOther && (
            <button
              type="button"
              className="button"
              data-testid="correction-other"
              onClick={() => close(onOther)}
            >
              {t('correct.other')}
            </button>
          )}
          <button
            ref={send}
            type="button"
            className="button button-primary"
            data-testid="correction-send"
            aria-keyshortcuts={isAsked ? undefined : 'F4'}
            onClick={confirm}
          >
            {!isAsked && <kbd>F4</kbd>} {isAsked ? t('correct.same') : t('correct.send')}
          </button>
        </div>
      </div>
    </Modal>
  );
}

function ChangeRow({ change, isAsked }: { change: Change; isAsked: boolean }) {
  const { t } = useTranslation();
  const { field, from, to } = change;
  return (
    <tr data-testid={`change-${field}`} data-asked={isAsked}>
      <th scope="row">{t(`form.${field}`)}</th>
      <td>
        {from.kind === 'erased' && <span className="correction-none">{t('correct.erased')}</span>}
        {from.kind === 'mask' && (from.text || <Nothing />)}
        {from.kind === 'value' && <Value field={field} value={from.value} />}
      </td>
      <td>
        <Value field={field} value={to} />
      </td>
    </tr>
  );
}

function Value({ field, value }: { field: FieldName; value: string | number | null }) {
  const { t } = useTranslation();
  if (value === null) return <Nothing />;
  if (field === 'gender') return t(`form.genders.${value as 0 | 1 | 2}`);
  if (field === 'outerType') return t(`form.outerTypes.${value as 'wechat' | 'alipay'}`);
  return value;
}

function Nothing() {
  const { t } = useTranslation();
  return <span className="correction-none">{t('correct.empty')}</span>;
}
