import { type ComponentProps, useEffect, useRef, useState } from 'react';
import { useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { BridgeError } from '../../app/ipc/bridge.ts';
import type { ConnectionReport } from '../../app/settings/connectionTest.ts';
import { useBridge } from '../bridge/BridgeContext.tsx';
import { ConnectionSteps } from './ConnectionSteps.tsx';
import { focusFirstWrong } from './focusFirstWrong.ts';
import { gatewayInput, proxyInput, type SettingsValues } from './settingsForm.ts';

interface ConnectionTestProps {
  pin: string;
  /** Starts by itself when it is shown. */
  atOnce?: boolean;
  /** What it has come to is on the screen; null: there is no report. */
  onSaid?: (report: ConnectionReport | null) => void;
  onFix: ComponentProps<typeof ConnectionSteps>['onFix'];
}

type Test =
  | { kind: 'idle' }
  | { kind: 'running' }
  | { kind: 'failed'; code: BridgeError['code'] | 'no-answer' }
  | { kind: 'done'; report: ConnectionReport; of: string };

/** Tries what the fields say now, stored or not. A result goes as soon as it is about other fields. */
export function ConnectionTest({ pin, atOnce = false, onSaid, onFix }: ConnectionTestProps) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const form = useFormContext<SettingsValues>();
  const [test, setTest] = useState<Test>({ kind: 'idle' });
  const now = JSON.stringify(form.watch(['gateway', 'proxy']));

  const run = async () => {
    if (test.kind === 'running') return;
    if (!(await form.trigger(['gateway', 'proxy']))) return focusFirstWrong(form);
    setTest({ kind: 'running' });
    const tested = form.getValues(['gateway', 'proxy']);
    const [gateway, proxy] = tested;
    const answer = await bridge
      .testConnection({ pin, gateway: gatewayInput(gateway), proxy: proxyInput(proxy) })
      .catch(() => null);
    if (answer?.ok) setTest({ kind: 'done', report: answer.value, of: JSON.stringify(tested) });
    else setTest({ kind: 'failed', code: answer?.error.code ?? 'no-answer' });
  };

  const said = useRef(onSaid);
  useEffect(() => {
    said.current = onSaid;
  });
  useEffect(() => {
    if (test.kind === 'done') said.current?.(test.report);
    if (test.kind === 'failed') said.current?.(null);
  }, [test]);

  const hasStarted = useRef(false);
  useEffect(() => {
    if (!atOnce || hasStarted.current) return;
    hasStarted.current = true;
    void run();
  });

  return (
    <section className="connection" aria-labelledby="connection-title">
      <div className="connection-head">
        <h3 id="connection-title" tabIndex={-1}>
          {t('connection.title')}
        </h3>
        <button
          type="button"
          className="button"
          data-testid="connection-test"
          aria-busy={test.kind === 'running'}
          onClick={() => void run()}
        >
          {t(test.kind === 'idle' ? 'connection.test' : 'connection.again')}
        </button>
      </div>
      <p className="field-hint">{t('connection.harmless')}</p>
      <div role="status">
        {test.kind === 'running' && <p>{t('connection.running')}</p>}
        {test.kind === 'failed' && (
          <p className="field-error" data-testid="connection-failed">
            {t(`failure.${test.code}`)}
          </p>
        )}
        {test.kind === 'done' && test.of === now && (
          <ConnectionSteps report={test.report} onFix={onFix} />
        )}
      </div>
    </section>
  );
}
