import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';

/** Where an administrator puts a provisioning. No variable of the environment: whoever starts the program sets those. */
export const POLICY_FOLDER = 'C:\\ProgramData\\Tillside\\policy';

const WINDOWS = 'C:\\Windows';

const POWERSHELL = `${WINDOWS}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`;

/** SYSTEM, the Administrators, and TrustedInstaller: no ordinary user can give a file to them. */
const ADMINISTRATORS = /^(?:S-1-5-18|S-1-5-32-544|S-1-5-80-\d+(?:-\d+)+)$/;

/**
 * Whether a file that this user cannot write lies in the policy folder and belongs, with its folders, to the
 * administrators. The owners are asked for because any user may make folders in ProgramData, and may forbid himself to
 * write there.
 */
export function isWindowsPolicyFile(path: string): boolean {
  if (dirname(path).toLowerCase() !== POLICY_FOLDER.toLowerCase()) return false;
  return belongToAdministrators([path, POLICY_FOLDER, dirname(POLICY_FOLDER)]);
}

/** Whether all of these paths of this Windows belong to the administrators. */
export function belongToAdministrators(paths: readonly string[]): boolean {
  return areOfAdministrators(ownersOf(paths), paths.length);
}

/** Whether so many owners are told, one a line, and each of them is one: of a path that cannot be asked there is no line. */
export function areOfAdministrators(told: string, count: number): boolean {
  const owners = told.split(/\r?\n/).filter((line) => line !== '');
  return owners.length === count && owners.every((owner) => ADMINISTRATORS.test(owner));
}

/**
 * The owners' SIDs, one a line, or empty text where they cannot be learned. At once: a PowerShell takes a second to start,
 * and a till waits for this at every start. Of the environment it gets what Windows itself needs: a
 * variable of this user's says neither which modules nor which profiler PowerShell loads.
 */
function ownersOf(paths: readonly string[]): string {
  const { status, stdout } = spawnSync(
    POWERSHELL,
    ['-NoProfile', '-Command', paths.map(ownerQuestion).join(';')],
    {
      encoding: 'utf8',
      env: { SystemRoot: WINDOWS, windir: WINDOWS, TEMP: tmpdir(), TMP: tmpdir() },
      timeout: 10_000,
      windowsHide: true,
    },
  );
  return status === 0 ? stdout.trim() : '';
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
