import { expect, test } from 'vitest';
import { ownerQuestion } from './windowsPolicy.ts';

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
