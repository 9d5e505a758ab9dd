import type { Came, Interview } from '../Interview.ts';
import { isSame } from '../verdict.ts';

/** What the saves of a few test members came to; every question may look at them. */
export interface Customers {
  outer: Came;
  outerAgain: Came;
  mobile: Came;
  mobileAgain: Came;
  both: Came;
  bothByMobile: Came;
  bothByOuter: Came;
  otherMobile: Came;
  two: Came;
  mobileAfter: Came;
  outerAfter: Came;
  newOuter: Came;
  twoReversed: Came;
  /** Whether a mobile, or an outer id, alone finds the customer; null where it cannot be told. */
  isMobileKey: boolean | null;
  isOuterKey: boolean | null;
}

/** Makes the customers, or remembers them: each step is asked once. */
export async function meetCustomers(interview: Interview): Promise<Customers> {
  const { members } = interview;
  const save = (name: string, what: string, fields: object) =>
    interview.save(`customers.${name}`, what, { ...fields });
  const [a, b, c] = [members.mobile('A'), members.mobile('B'), members.mobile('C')];
  const [x, y, v] = [members.outer('X'), members.outer('Y'), members.outer('V')];

  // X before A, and B before V: whether it is the older of two customers that stays shows.
  const outer = await save('outer', 'outer id X alone', x);
  const outerAgain = await save('outerAgain', 'outer id X alone, another request id', x);
  const mobile = await save('mobile', 'mobile A alone', a);
  const mobileAgain = await save('mobileAgain', 'mobile A alone, another request id', a);
  const both = await save('both', 'mobile B and outer id Y', { ...b, ...y });
  const bothByMobile = await save('bothByMobile', 'mobile B alone', b);
  const bothByOuter = await save('bothByOuter', 'outer id Y alone', y);
  const otherMobile = await save('otherMobile', 'mobile C and outer id Y', { ...c, ...y });
  const two = await save('two', 'mobile A and outer id X: two customers', { ...a, ...x });
  const mobileAfter = await save('mobileAfter', 'mobile A alone, afterwards', a);
  const outerAfter = await save('outerAfter', 'outer id X alone, afterwards', x);
  const newOuter = await save('newOuter', 'outer id V alone', v);
  const reversed = "mobile B and outer id V: two customers, the mobile's the older";
  const twoReversed = await save('twoReversed', reversed, { ...b, ...v });
  const answers = { outer, outerAgain, mobile, mobileAgain, both, bothByMobile, bothByOuter };
  return {
    ...answers,
    otherMobile,
    two,
    mobileAfter,
    outerAfter,
    newOuter,
    twoReversed,
    isMobileKey: isSame(mobile, mobileAgain),
    isOuterKey: isSame(outer, outerAgain) ?? isSame(both, otherMobile),
  };
}
