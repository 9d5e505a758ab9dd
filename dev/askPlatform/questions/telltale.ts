import type { Interview } from '../Interview.ts';
import type { Fields } from '../members.ts';
import { isAccepted, isRefused, isSame } from '../verdict.ts';
import { meetCustomers } from './customers.ts';

/**
 * A save whose second execution would come back with another customer than its first. An upsert gives the
 * same customer anyhow, so that the same answer alone says nothing of the request id:
 * `new-*`: the field finds nobody, so each execution makes a customer;
 * `moved-*`: after the save, the field was led to another customer;
 * `other-body-*`: no such save is known, but another body under the id is refused, or gets the first result.
 */
export type Telltale =
  | 'new-mobile'
  | 'new-outer'
  | 'moved-outer'
  | 'moved-mobile'
  | 'other-body-refused'
  | 'other-body-dropped';

export interface Prepared {
  telltale: Telltale;
  /** The step whose request id is to come again. */
  first: string;
  fields: Fields;
}

/** The kinds that the found key of the upsert allows, the surest first. */
export async function possibleTelltales(interview: Interview): Promise<Telltale[]> {
  const { isMobileKey, isOuterKey, outer } = await meetCustomers(interview);
  if (isMobileKey === false) return ['new-mobile'];
  if (isOuterKey === false && isAccepted(outer)) return ['new-outer'];
  return isMobileKey && isOuterKey && isAccepted(outer) ? ['moved-outer', 'moved-mobile'] : [];
}

/** Sends the first save, and what moves its customer; null where that did not come out as needed. */
export async function prepare(
  interview: Interview,
  telltale: Telltale,
  name: string,
): Promise<Prepared | null> {
  const { members } = interview;
  const mobile = members.mobile('A');
  const outer = members.outer(`${name} ${telltale}`);
  const first = `${name}.${telltale}`;
  const prepared = (fields: Fields): Prepared => ({ telltale, first, fields });
  const send = (fields: Fields) =>
    interview.save(first, `${describe(fields)}, to come again`, fields);
  switch (telltale) {
    case 'new-mobile':
      return isAccepted(await send(mobile)) ? prepared(mobile) : null;
    case 'new-outer':
      return isAccepted(await send(outer)) ? prepared(outer) : null;
    case 'other-body-refused':
    case 'other-body-dropped': {
      const person = { ...members.mobile('D'), ...outer };
      return isAccepted(await send(person)) ? prepared(mobile) : null;
    }
    case 'moved-outer': {
      const before = await send(outer);
      await interview.save(`${first}.link`, 'mobile A and that outer id', { ...mobile, ...outer });
      const after = await interview.save(`${first}.now`, 'that outer id, another id', outer);
      return isSame(before, after) === false ? prepared(outer) : null;
    }
    case 'moved-mobile': {
      const before = await send(mobile);
      await interview.save(`${first}.outer`, 'an outer id of its own', outer);
      await interview.save(`${first}.link`, 'mobile A and that outer id', { ...mobile, ...outer });
      const after = await interview.save(`${first}.now`, 'mobile A, another id', mobile);
      return isSame(before, after) === false ? prepared(mobile) : null;
    }
  }
}

export type Memory = 'remembered' | 'refused' | 'executed again' | 'cannot be told';

/** Sends the prepared save again, and says what became of its id. */
export async function askAgain(
  interview: Interview,
  { telltale, first, fields }: Prepared,
): Promise<Memory | null> {
  const before = interview.record(first)?.came;
  const again = await interview.save(
    `${first}.again`,
    `${describe(fields)}, the id again`,
    fields,
    {
      requestId: first,
      anyAnswer: true,
    },
  );
  if (again.kind === 'unasked') return null;
  const isOther = telltale.startsWith('other-body');
  if (isRefused(again)) return isOther ? 'remembered' : 'refused';
  if (telltale === 'other-body-refused' && isAccepted(again)) return 'executed again';
  const same = before ? isSame(before, again) : null;
  if (same === null) return 'cannot be told';
  return same ? 'remembered' : 'executed again';
}

function describe(fields: Fields): string {
  return 'mobile' in fields ? 'a mobile' : 'an outer id';
}
