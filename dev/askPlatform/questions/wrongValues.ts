import type { Interview } from '../Interview.ts';
import { BY_CODE, isAccepted, isRefused, known, open, type Question, told } from '../verdict.ts';

const OUTBOX =
  'What the till refuses at input should be refused here as well; what is refused here must be "rejected" in the table, so that it needs somebody and blocks nobody.';

/** Values about which nothing is published, each alone in a save that is right otherwise. */
function wrongValues(interview: Interview): [name: string, what: string, fields: object][] {
  const { members } = interview;
  const { mobile } = members.mobile('D');
  const person = { mobile, ...members.outer('P') };
  const long = (length: number) => 'x'.repeat(length);
  return [
    ['mobileShort', 'mobile of 10 digits', { ...person, mobile: mobile.slice(0, 10) }],
    ['mobileLong', 'mobile of 12 digits', { ...person, mobile: `${mobile}0` }],
    ['mobileCountry', 'mobile with +86', { ...person, mobile: `+86${mobile}` }],
    [
      'mobileSpaces',
      'mobile with spaces',
      { ...person, mobile: `${mobile.slice(0, 3)} ${mobile.slice(3, 7)} ${mobile.slice(7)}` },
    ],
    ['mobileLetters', 'mobile of letters', { ...person, mobile: 'abcdefghijk' }],
    ['genderThree', 'gender 3', { ...person, gender: 3 }],
    ['genderText', 'gender "1" as text', { ...person, gender: '1' }],
    ['genderWoman', 'gender 0 (right)', { ...person, gender: 0 }],
    ['birthdayImpossible', 'birthday 30 February', { ...person, birthday: '2010-02-30 00:00:00' }],
    ['birthdayShort', 'birthday without a time', { ...person, birthday: '2010-01-01' }],
    ['birthdayFuture', 'birthday in 2099', { ...person, birthday: '2099-01-01 00:00:00' }],
    ['name64', 'name of 64 characters (our limit)', { ...person, name: long(64) }],
    ['name256', 'name of 256 characters', { ...person, name: long(256) }],
    ['remark500', 'remark of 500 characters (our limit)', { ...person, remark: long(500) }],
    ['remark2000', 'remark of 2,000 characters', { ...person, remark: long(2_000) }],
    [
      'outer64',
      'outer id of 64 characters (our limit)',
      { ...person, outer_id: outerOf(person, 64) },
    ],
    ['outer256', 'outer id of 256 characters', { ...person, outer_id: outerOf(person, 256) }],
    ['outerAlone', 'outer id without a type', { mobile, outer_id: person.outer_id }],
    ['outerType', 'an unknown outer type', { ...person, outer_type: 'other' }],
    ['nullName', 'name null', { ...person, name: null }],
    ['unknownField', 'a field that does not exist', { ...person, tillside: 'x' }],
    ['channel', 'channel "9"', { ...person, channel: '9' }],
  ];
}

/** Which codes come for wrong values, and which of them are taken. */
export const wrongValuesQuestion: Question = {
  id: 'wrongValues',
  title: 'Which codes come for wrong values?',
  ask: async (interview) => {
    const taken: string[] = [];
    const refused = new Map<string, string[]>();
    const odd = new Set<string>();
    for (const [name, what, fields] of wrongValues(interview)) {
      const came = await interview.save(
        `wrongValues.${name}`,
        what,
        { ...fields },
        { anyAnswer: true },
      );
      if (isAccepted(came)) taken.push(what);
      else if (!isRefused(came)) return open(`"${what}": ${told(came)}.`, OUTBOX, BY_CODE);
      else {
        const words = told(came);
        refused.set(words, [...(refused.get(words) ?? []), what]);
        if ('meaning' in came && came.meaning !== 'rejected')
          odd.add(`${words} → "${came.meaning}"`);
      }
    }
    const says = [
      ...[...refused].map(([words, values]) => `${words}: ${values.join(', ')}.`),
      `Accepted: ${taken.join(', ') || 'none'}.`,
    ].join(' ');
    const rows =
      odd.size > 0
        ? `Rows to add (class rejected): ${[...odd].join('; ')}.`
        : 'Every refusal is "rejected" already.';
    const answer = `${[...refused.values()].flat().length} refused, ${taken.length} accepted`;
    return known(answer, says, BY_CODE, `${rows} ${OUTBOX}`);
  },
};

function outerOf({ outer_id }: { outer_id: string }, length: number): string {
  return outer_id.padEnd(length, '0');
}
