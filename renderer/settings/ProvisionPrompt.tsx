import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ProvisionChange, ProvisionQuestion } from '../../app/settings/provisionChanges.ts';
import type { QueuePer } from '../../app/settings/queuePer.ts';
import { useBridge } from '../bridge/BridgeContext.tsx';
import { visibleText } from '../i18n/visibleText.ts';
import { PinPrompt } from '../manager/PinPrompt.tsx';
import { AddressText } from '../parts/AddressText.tsx';
import { Modal } from '../parts/Modal.tsx';
import './provisionPrompt.css';

/** What a settings file would change of this till, and whose word it takes. */
export function ProvisionPrompt({ question }: { question: ProvisionQuestion }) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const putOff = () => void bridge.declineProvision().catch(() => undefined);
  const changes = <Changes changes={question.changes} />;
  const { leavesBehind } = question;
  if (question.needs === 'pin') {
    return (
      <PinPrompt
        key={question.id}
        title={t('provision.title')}
        className="provision-pin"
        comesUnasked
        action={t('provision.take')}
        giveUp={t('provision.notNow')}
        onPin={async (pin) => {
          const answer = await bridge.acceptProvision({ pin, question: question.id });
          return answer.ok ? null : answer.error;
        }}
        onClose={putOff}
        // By the lock of the screen: it asks again when somebody is there.
        onClosed={() => undefined}
      >
        <div className="provision-summary" data-testid="provision-changes">
          {changes}
          {leavesBehind && <p className="field-hint">{t('provision.whatWaits')}</p>}
        </div>
      </PinPrompt>
    );
  }
  return (
    <Modal
      title={t('provision.title')}
      testId="provision-refused"
      className="provision"
      onClose={putOff}
      onClosed={() => undefined}
    >
      <div data-testid="provision-changes">{changes}</div>
      <p>{t('provision.needsAdministrator')}</p>
      <div className="buttons">
        <button
          type="button"
          className="button button-primary"
          data-testid="provision-close"
          onClick={putOff}
        >
          {t('provision.close')}
        </button>
      </div>
    </Modal>
  );
}

function Changes({ changes }: Pick<ProvisionQuestion, 'changes'>) {
  const { t } = useTranslation();
  return (
    <dl className="provision-changes">
      {changes.map((change) => (
        <div key={change.part} className="provision-change">
          <dt>{t(`provision.part.${change.part}`)}</dt>
          <dd>
            <AddressText text={changeWords(t, change)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function changeWords(t: TFunction, { part, from, to }: ProvisionChange): string {
  if (part === 'pin' || part === 'secret') return t('provision.another');
  if (part === 'queue-per') {
    const [before, after] = [from, to].map((one) => t(`provision.queuePer.${one as QueuePer}`));
    return t('provision.change', { from: before, to: after });
  }
  if (to === '') return t('provision.none', { from: visibleText(from) });
  if (from === '') return visibleText(to);
  return t('provision.change', { from: visibleText(from), to: visibleText(to) });
}
