import { FIELD_NAMES, type FieldName } from '../../app/member/memberFields.ts';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import { CATALOGUES, type Catalogue } from '../../app/messages/catalogues.ts';
import { type FactValue, personFacts } from '../../app/person/personFacts.ts';
import type { PersonSave, PersonValues } from '../../app/person/personView.ts';
import type { Locale } from '../../app/settings/locales.ts';

export interface PersonPage {
  locale: Locale;
  /** When it was made (ms since 1970), and by whom. */
  madeAt: number;
  operatorId: string;
  saves: readonly PersonSave[];
  values: readonly PersonValues[];
}

interface Wording {
  words: Catalogue;
  moment: (time: number) => string;
}

type Row = readonly [label: string, value: string];

/** Nothing is loaded, and nothing runs: the page is read wherever it is taken. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1c2024;background:#fff}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}
table{border-collapse:collapse;width:100%}th,td{text-align:start;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #d0d7de}
th{width:14rem;font-weight:600}td{overflow-wrap:anywhere;white-space:pre-wrap}`;

/** What this till has of one person, as a page of its own that needs nothing else and that anybody can read. */
export function personPage({ locale, madeAt, operatorId, saves, values }: PersonPage): string {
  const words = CATALOGUES[locale];
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
  const wording: Wording = { words, moment: (time) => format.format(time) };
  const { title, made, about } = words.personPage;
  const by = made
    .replace('{{time}}', () => wording.moment(madeAt))
    .replace('{{operator}}', () => operatorId);
  const sections = saves.map((save) => {
    const member = values.find(({ slip }) => slip === save.slip)?.member;
    const rows = [
      ...personFacts(save).map(([name, value]): Row => {
        return [words.manager.person.facts[name], said(value, wording)];
      }),
      ...(member === undefined ? [masked(save, words)] : memberRows(member, words)),
    ];
    return `<h2>${escaped(save.slip)}</h2>\n${table(rows)}`;
  });
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p>${escaped(by)}</p>
<p>${escaped(about)}</p>
${sections.join('\n')}
</body>
</html>
`;
}

function said(value: FactValue, { words, moment }: Wording): string {
  const { person } = words.manager;
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'moment':
      return [moment(value.at), value.operatorId].filter((part) => part !== null).join(', ');
    case 'state':
      return words.state[value.state];
    case 'held':
      return person.held[value.reason];
    case 'closed':
      return person.closed[value.reason];
    case 'word':
      return person[value.word];
  }
}

/** The values as they were typed. */
function memberRows(member: MemberInput, words: Catalogue): Row[] {
  return FIELD_NAMES.flatMap((name): Row[] => {
    const value = shownOf(name, member, words);
    return value === '' ? [] : [[words.form[name], value]];
  });
}

function shownOf(name: FieldName, member: MemberInput, { form }: Catalogue): string {
  if (name === 'gender') return member.gender === null ? '' : form.genders[member.gender];
  if (name === 'outerType')
    return member.outerType === null ? '' : form.outerTypes[member.outerType];
  return member[name];
}

/** The values are gone from here. */
function masked({ masked: shown }: PersonSave, { manager }: Catalogue): Row {
  const { facts, gone } = manager.person;
  return [facts.values, [gone, shown.mobile, shown.name].filter((part) => part !== '').join(' ')];
}

function table(rows: readonly Row[]): string {
  const lines = rows.map(
    ([label, value]) => `<tr><th scope="row">${escaped(label)}</th><td>${escaped(value)}</td></tr>`,
  );
  return `<table>\n${lines.join('\n')}\n</table>`;
}

/** What somebody typed is text here, whatever it looks like. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
