import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BridgeError } from '../../app/ipc/bridge.ts';
import type { MoveQuestion } from '../../app/move/moveCalls.ts';
import { passphraseProblem } from '../../app/move/passphrase.ts';
import { useBridge } from '../bridge/BridgeContext.tsx';
import { useOutbox } from '../bridge/useOutbox.ts';
import { useWhenAway } from '../lock/useWhenAway.ts';
import { PinPrompt } from '../manager/PinPrompt.tsx';
import { MoveDone } from './MoveDone.tsx';
import './move.css';
import { FilePath } from './FilePath.tsx';
import { PassphraseField } from './PassphraseField.tsx';

type RefusalCode = BridgeError['code'];

/** Asks for the manager's PIN and the passphrase of a file, then says what has become of the queue. */
export function MovePrompt({ question }: { question: MoveQuestion }) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  useWhenAway(() => {
    setPassphrase('');
    setAgain('');
  });
  const [wrong, setWrong] = useState<{ field: 'first' | 'second'; code: RefusalCode } | null>(null);
  const outbox = useOutbox();
  const count = outbox === null ? '…' : outbox.waiting + outbox.counts.held;
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  const { id, direction, file, isChosen, report } = question;
  const close = () => void bridge.closeMove().catch(() => undefined);
  if (report !== null) return <MoveDone file={file} report={report} onClose={close} />;
  const isExport = direction === 'export';

  const tryToMove = async (pin: string): Promise<BridgeError | null> => {
    const problem = isExport ? passphraseProblem(passphrase) : null;
    if (problem !== null) return { code: problem };
    // What is typed unseen is soon mistyped, and then nobody can open the file.
    if (isExport && passphrase !== again) return { code: 'passphrase.differs' };
    const answer = await bridge.moveQueue({ pin, question: id, passphrase });
    return answer.ok ? null : answer.error;
  };
  const move = async (pin: string): Promise<BridgeError | null> => {
    setWrong(null);
    const error = await tryToMove(pin);
    const about = error && fieldAbout(error.code);
    setWrong(error && about && { field: about, code: error.code });
    return error;
  };

  return (
    <PinPrompt
      title={t(`move.title.${direction}`)}
      className="move-pin"
      comesUnasked
      action={t(`move.action.${direction}`)}
      giveUp={t(`move.notNow.${direction}`)}
      working={t(`move.working.${direction}`)}
      onPin={move}
      onClose={close}
      // By the lock of the screen: it asks again when somebody is there.
      onClosed={() => undefined}
      fieldOf={(code) => {
        const about = fieldAbout(code);
        return about && { first, second }[about].current;
      }}
    >
      <div className="move-summary" data-testid="move-question" data-direction={direction}>
        <p>{t(`move.about.${direction}`, { count })}</p>
        <FilePath file={file} />
        <PassphraseField
          field={first}
          name="passphrase"
          value={passphrase}
          onChange={setPassphrase}
          takesFocus={isChosen}
          hint={isExport ? undefined : t('move.asExported')}
          problem={wrong?.field === 'first' ? wrong.code : null}
          onEnter={isExport ? () => second.current?.focus() : undefined}
        />
        {isExport && (
          <PassphraseField
            field={second}
            name="passphraseAgain"
            value={again}
            onChange={setAgain}
            problem={wrong?.field === 'second' ? wrong.code : null}
          />
        )}
        {isExport && <p className="field-hint">{t('move.needed')}</p>}
      </div>
    </PinPrompt>
  );
}

/** The passphrase that a refusal is about: the first one, its repetition, or none. */
function fieldAbout(code: BridgeError['code']): 'first' | 'second' | null {
  if (code === 'passphrase.differs') return 'second';
  const isPassphrase = code.startsWith('passphrase.') || code === 'move.wrong-passphrase';
  return isPassphrase ? 'first' : null;
}
