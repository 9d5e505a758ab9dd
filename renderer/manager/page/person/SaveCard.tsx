import { useTranslation } from 'react-i18next';
import { FIELD_NAMES, type FieldName } from '../../../../app/member/memberFields.ts';
import type { MemberInput } from '../../../../app/member/memberSchema.ts';
import { type FactValue, personFacts } from '../../../../app/person/personFacts.ts';
import type { PersonSave } from '../../../../app/person/personView.ts';
import { useMoment } from '../useMoment.ts';

interface SaveCardProps {
  save: PersonSave;
  /** Null as long as nobody has asked for them, or where they are gone. */
  values: MemberInput | null;
  onCorrect: () => void;
}

/** One save of a person, with everything that the till knows of it. */
export function SaveCard({ save, values, onCorrect }: SaveCardProps) {
  const { t } = useTranslation();
  const moment = useMoment();
  const said = (value: FactValue): string => {
    switch (value.kind) {
      case 'text':
        return value.text;
      case 'moment':
        return [moment(value.at), value.operatorId].filter((part) => part !== null).join(', ');
      case 'state':
        return t(`state.${value.state}`);
      case 'held':
        return t(`manager.person.held.${value.reason}`);
      case 'closed':
        return t(`manager.person.closed.${value.reason}`);
      case 'word':
        return t(`manager.person.${value.word}`);
    }
  };
  const shown = (name: FieldName, member: MemberInput): string => {
    if (name === 'gender') return member.gender === null ? '' : t(`form.genders.${member.gender}`);
    if (name === 'outerType')
      return member.outerType === null ? '' : t(`form.outerTypes.${member.outerType}`);
    return member[name];
  };
  const { masked, slip, isAsked, hasBody, mayCorrect } = save;
  return (
    <li data-testid={`person-${slip}`}>
      <h4 className="person-slip">
        {slip}{' '}
        <span className="manager-aside">
          {[masked.mobile, masked.name].filter((part) => part !== '').join(' ')}
        </span>
        {mayCorrect && (
          <button
            type="button"
            className="button"
            data-testid={`person-correct-${slip}`}
            aria-label={`${t('manager.person.correct')} ${slip}`}
            onClick={onCorrect}
          >
            {t('manager.person.correct')}
          </button>
        )}
      </h4>
      {!isAsked && <p className="person-joined">{t('manager.person.joined')}</p>}
      <dl>
        {personFacts(save).map(([name, value]) => (
          <div key={name}>
            <dt>{t(`manager.person.facts.${name}`)}</dt>
            <dd>{said(value)}</dd>
          </div>
        ))}
        {values !== null &&
          FIELD_NAMES.map((name) => (
            <div key={name} hidden={shown(name, values) === ''}>
              <dt>{t(`form.${name}`)}</dt>
              <dd className="person-value">{shown(name, values)}</dd>
            </div>
          ))}
        {!hasBody && (
          <div>
            <dt>{t('manager.person.facts.values')}</dt>
            <dd>{t('manager.person.gone')}</dd>
          </div>
        )}
      </dl>
    </li>
  );
}
