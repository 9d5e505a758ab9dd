import { describe, expect, test } from 'vitest';
import { judgeOwners, ownerQuestion } from './windowsPolicy.ts';

test('whose a file is, is asked without a single command that a module of this user’s could be', () => {
  // PowerShell's commands are named Verb-Noun, and its aliases are bare words at the beginning of a statement.
  const question = ownerQuestion('C:\\ProgramData\\Tillside\\policy\\provision.json');
  expect(question).toMatch(/^\[IO\.File\]::/);
  expect(question).not.toMatch(/\b[A-Za-z]+-[A-Za-z]+\b/);
});

test.each(["it's", 'it\u2019s', 'a\u201b; whoami #'])(
  'nothing of a name is read as PowerShell: %s',
  (name) => {
    expect(ownerQuestion(`C:\\${name}`)).toMatch(/^[A-Za-z0-9[\].:()+/=', ]+$/);
    expect(ownerQuestion(`C:\\${name}`).split("'")).toHaveLength(5);
  },
);

describe('what is told of the owners', () => {
  const [SYSTEM, ADMINISTRATORS] = ['S-1-5-18', 'S-1-5-32-544'];
  const INSTALLER = 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464';
  const USER = 'S-1-5-21-1004336348-1177238915-682003330-1001';

  /** First stands whose Windows is. */
  const of = (...owners: string[]) => [INSTALLER, ...owners].map((one) => `${one}\r\n`).join('');

  test('is the administrators’ word where every one of them is one', () => {
    expect(judgeOwners(of(SYSTEM, ADMINISTRATORS, INSTALLER), 3)).toBe(true);
  });

  test.each([
    ['one is a user', of(SYSTEM, USER, SYSTEM)],
    ['this user may not learn one', of(SYSTEM, '?', SYSTEM)],
    ['something else is said', of(SYSTEM, SYSTEM, `${SYSTEM} x`)],
  ])('is not where %s', (_, told) => {
    expect(judgeOwners(told, 3)).toBe(false);
  });

  test.each([
    ['PowerShell has not answered', null],
    ['there is nothing', ''],
    ['one is missing', of(SYSTEM, SYSTEM)],
    ['there is one too many', of(SYSTEM, SYSTEM, SYSTEM, SYSTEM)],
    ['not even Windows is known to be the administrators’', `?\r\n${SYSTEM}\r\n`.repeat(2)],
    ['PowerShell may run no methods', '?\r\n?\r\n?\r\n?\r\n'],
  ])('is neither a yes nor a no where %s', (_, told) => {
    expect(judgeOwners(told, 3)).toBeNull();
  });
});
