import { useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BridgeResult } from '../../../app/ipc/bridge.ts';
import { useBridge } from '../../bridge/BridgeContext.tsx';
import { Modal } from '../../parts/Modal.tsx';
import { PinPrompt } from '../PinPrompt.tsx';
import { type ManagerAnswer, ManagerContext, type ManagerParts } from './ManagerContext.ts';
import '../../parts/sectionNav.css';
import './managerPage.css';
import { isPaperSection } from '../../../app/manager/paperSections.ts';
import { SECTION_NAMES, type SectionName } from '../../../app/manager/sectionNames.ts';
import { SavePage } from './saving/SavePage.tsx';
import { SECTIONS } from './sections.ts';
import { useSessionWatch } from './useSessionWatch.ts';

interface ManagerPageProps {
  operatorId: string;
  onClose: () => void;
}

/** Everything that a manager sees and decides, a section at a time. It goes with the session that the PIN has opened. */
export function ManagerPage({ operatorId, onClose }: ManagerPageProps) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const [section, setSection] = useState<SectionName>(SECTION_NAMES[0]);
  const [hasEnded, setEnded] = useState(false);
  const [openings, setOpenings] = useState(0);
  const area = useRef<HTMLDivElement>(null);

  const call = useCallback(
    async <Value,>(make: () => Promise<BridgeResult<Value>>): Promise<ManagerAnswer<Value>> => {
      const answer = await make().catch(() => null);
      if (answer === null) return { ok: false, code: 'no-answer' };
      if (answer.ok) return answer;
      const { code } = answer.error;
      if (code === 'session.ended') setEnded(true);
      return { ok: false, code };
    },
    [],
  );
  useSessionWatch(call, !hasEnded);
  const parts = useMemo<ManagerParts>(
    () => ({ operatorId, call, close: onClose, hasEnded, openings }),
    [operatorId, call, onClose, hasEnded, openings],
  );
  const show = (name: SectionName) => {
    setSection(name);
    area.current?.scrollTo(0, 0);
  };
  const { Part } = SECTIONS[section];
  return (
    <Modal
      title={t('manager.title')}
      testId="manager-page"
      className="manager-page"
      onClose={onClose}
    >
      <ManagerContext value={parts}>
        <div className="manager-body">
          <nav className="section-nav manager-nav" aria-label={t('manager.title')} data-scrolls>
            {SECTION_NAMES.map((name) => (
              <button
                key={name}
                type="button"
                className="section-link"
                data-testid={`manager-${name}`}
                aria-current={name === section ? 'true' : undefined}
                onClick={() => show(name)}
              >
                {t(`manager.sections.${name}`)}
              </button>
            ))}
          </nav>
          <div className="manager-part" ref={area} data-scrolls>
            <section
              aria-labelledby="manager-section"
              // What may show whole values is on no paper, whenever it is asked for.
              data-paper={isPaperSection(section) ? section : undefined}
            >
              <h3 id="manager-section" tabIndex={-1}>
                {t(`manager.sections.${section}`)}
              </h3>
              <Part key={section} />
            </section>
          </div>
        </div>
        <div className="manager-foot buttons">
          {isPaperSection(section) && <SavePage key={section} section={section} />}
          <button type="button" className="button" data-testid="manager-close" onClick={onClose}>
            {t('manager.close')}
          </button>
        </div>
        {hasEnded && (
          <PinPrompt
            title={t('manager.ended')}
            action={t('manager.open')}
            giveUp={t('manager.close')}
            comesUnasked
            onPin={async (pin) => {
              const answer = await bridge.openManager({ pin, operatorId });
              if (!answer.ok) return answer.error;
              setEnded(false);
              setOpenings((before) => before + 1);
              return null;
            }}
            onClose={onClose}
          />
        )}
      </ManagerContext>
    </Modal>
  );
}
