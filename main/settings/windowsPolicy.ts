import { execFile, spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';

/** Where an administrator puts a provisioning. No variable of the environment: whoever starts the program sets those. */
export const POLICY_FOLDER = 'C:\\ProgramData\\Tillside\\policy';

const WINDOWS = 'C:\\Windows';

/** Windows' own, which every Windows has. */
export const POWERSHELL = `${WINDOWS}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`;

/** SYSTEM, the Administrators, and TrustedInstaller: no ordinary user can give a file to them. */
const ADMINISTRATORS = /^(?:S-1-5-18|S-1-5-32-544|S-1-5-80-\d+(?:-\d+)+)$/;

/** What PowerShell says of a path whose owner it is not told. */
const UNTOLD = '?';

/** How long PowerShell may take (ms): a start waits for it. */
const LONGEST = 10_000;

/** Less than what somebody waits for the process that looks at the policy's file (ms). */
const LONGEST_OF_FILE = 6_000;

/**
 * Whether something is the administrators'. Null: nobody can say now, since PowerShell did not answer in time, was ended or
 * may not run: that is neither a yes nor a no, and whoever decides by it must not take it for one.
 */
export type Judgement = boolean | null;

/**
 * Whether a file that this user cannot write lies in the policy folder and belongs, with its folders, to the
 * administrators. The owners are asked for because any user may make folders in ProgramData, and may forbid himself to
 * write there.
 */
export function isWindowsPolicyFile(path: string): Judgement {
  if (dirname(path).toLowerCase() !== POLICY_FOLDER.toLowerCase()) return false;
  return belongToAdministrators([path, POLICY_FOLDER, dirname(POLICY_FOLDER)], LONGEST_OF_FILE);
}

/** Whether all of these paths of this Windows belong to the administrators. `longest`: how long it may take (ms). */
export function belongToAdministrators(paths: readonly string[], longest = LONGEST): Judgement {
  return judgeOwners(ownersOf([WINDOWS, ...paths], longest), paths.length);
}

/**
 * Judges by what is told, an owner a line: first whose Windows itself is, which shows that PowerShell can tell owners at all
 * (one that may run no methods says of everything that it is not told), then of so many paths. A path whose owner this user
 * may not learn is none of the administrators' for him.
 */
export function judgeOwners(told: string | null, count: number): Judgement {
  if (told === null) return null;
  const [windows = '', ...owners] = told.split(/\r?\n/).filter((line) => line !== '');
  if (!ADMINISTRATORS.test(windows) || owners.length !== count) return null;
  return owners.every((owner) => ADMINISTRATORS.test(owner));
}

/**
 * The owners' SIDs, one a line, or null where they cannot be learned. At once: a PowerShell takes a second to start, and
 * whoever asks waits for it. Of the environment it gets what Windows itself needs: a
 * variable of this user's says neither which modules nor which profiler PowerShell loads.
 */
function ownersOf(paths: readonly string[], longest: number): string | null {
  const { status, stdout } = spawnSync(
    POWERSHELL,
    questions(paths),
    powerShellSurroundings(longest),
  );
  return status === 0 ? stdout.trim() : null;
}

/** As `belongToAdministrators`, while the program goes on. */
export async function askOwners(paths: readonly string[]): Promise<Judgement> {
  const told = await new Promise<string | null>((resolve) => {
    execFile(
      POWERSHELL,
      questions([WINDOWS, ...paths]),
      powerShellSurroundings(LONGEST),
      (error, stdout) => resolve(error === null ? stdout.trim() : null),
    );
  });
  return judgeOwners(told, paths.length);
}

function questions(paths: readonly string[]): string[] {
  const each = paths.map((path) => `try{${ownerQuestion(path)}}catch{'${UNTOLD}'}`);
  return ['-NoProfile', '-Command', each.join(';')];
}

/** With what it runs, and for how long (ms) at the most. */
export function powerShellSurroundings(longest: number) {
  return {
    encoding: 'utf8',
    env: { SystemRoot: WINDOWS, windir: WINDOWS, TEMP: tmpdir(), TMP: tmpdir() },
    timeout: longest,
    windowsHide: true,
  } as const;
}

/**
 * Who owns a file or folder, asked of .NET itself: PowerShell looks for a command in modules that this user may name.
 * The path goes as base64, for it takes five characters for a quotation mark.
 */
export function ownerQuestion(path: string): string {
  const bytes = `[Convert]::FromBase64String('${Buffer.from(path).toString('base64')}')`;
  const access = `[IO.File]::GetAccessControl([Text.Encoding]::UTF8.GetString(${bytes}), 'Owner')`;
  return `${access}.GetOwner([Security.Principal.SecurityIdentifier]).Value`;
}
