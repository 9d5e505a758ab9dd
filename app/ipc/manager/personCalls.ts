import { z } from 'zod';
import {
  PERSON_REASONS,
  type PersonErasedView,
  type PersonValues,
  type PersonView,
} from '../../person/personView.ts';
import type { SavedAs } from '../../saved/savedFile.ts';
import { identitySchema } from '../identitySchema.ts';
import { operatorIdSchema, takes } from '../takes.ts';

/** Whom, and who stands at the till. */
const choice = { identity: identitySchema, operatorId: operatorIdSchema };
const reason = z.enum(PERSON_REASONS);
const token = z.string().regex(/^[0-9a-f]{32}$/);

/** One person, by the whole phone number or member code. Each call has a line in the audit trail, without either. */
export const PERSON_CALLS = {
  /** What this till has of them; masked. */
  findPerson: takes(z.strictObject(choice)).gives<PersonView>(),
  /** Their values, where they are still here. */
  showPerson: takes(z.strictObject({ ...choice, reason })).gives<PersonValues[]>(),
  /** All of it as a page, in a file that the system's dialog asks for; null where none was chosen, else its name. */
  exportPerson: takes(z.strictObject({ ...choice, reason })).gives<SavedAs>(),
  /**
   * Erases the local copy, without a way back. `token`: of what somebody was shown and has confirmed (`PersonView`); where there is
   * anything else by now it is refused. A list of it would be as long as somebody makes a file: no call may be.
   */
  erasePerson: takes(z.strictObject({ ...choice, token })).gives<PersonErasedView>(),
};
