import { describe, expect, test } from 'vitest';
import { areOfAdministrators, ownerQuestion } from './windowsPolicy.ts';

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

  test('is the administrators’ word where every one of them is one', () => {
    const told = `${SYSTEM}\r\n${ADMINISTRATORS}\r\n${INSTALLER}\r\n`;
    expect(areOfAdministrators(told, 3)).toBe(true);
  });

  test.each([
    ['one is a user', `${SYSTEM}\r\n${USER}\r\n${SYSTEM}\r\n`],
    ['one could not be asked', `${SYSTEM}\r\n${SYSTEM}\r\n`],
    ['there is one too many', `${SYSTEM}\r\n`.repeat(4)],
    ['there is none', ''],
    ['something else is said', `${SYSTEM}\r\n${SYSTEM}\r\n${SYSTEM} x\r\n`],
  ])('is not where %s', (_, told) => {
    expect(areOfAdministrators(told, 3)).toBe(false);
  });
});
