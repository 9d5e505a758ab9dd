import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';

/** Where an administrator puts a provisioning. No variable of the environment: whoever starts the program sets those. */
const POLICY_FOLDER = 'C:\\ProgramData\\Tillside\\policy';

const POWERSHELL = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';

/** SYSTEM, the Administrators, and TrustedInstaller: no ordinary user can give a file to them. */
const ADMINISTRATORS = /^(?:S-1-5-18|S-1-5-32-544|S-1-5-80-\d+(?:-\d+)+)$/;

/**
 * Whether a file that this user cannot write lies in the policy folder and belongs, with its folders, to the
 * administrators. The owners are asked for because any user may make folders in ProgramData, and may forbid himself to
 * write there.
 */
export function isWindowsPolicyFile(path: string): boolean {
  if (dirname(path).toLowerCase() !== POLICY_FOLDER.toLowerCase()) return false;
  const owners = [path, POLICY_FOLDER, dirname(POLICY_FOLDER)].map(ownerOf);
  return owners.every((owner) => ADMINISTRATORS.test(owner));
}

/** The owner's SID, or empty text where it cannot be learned. */
function ownerOf(path: string): string {
  const literal = `'${path.replaceAll("'", "''")}'`;
  const ask = `(Get-Acl -LiteralPath ${literal}).GetOwner([Security.Principal.SecurityIdentifier]).Value`;
  const { status, stdout } = spawnSync(POWERSHELL, ['-NoProfile', '-Command', ask], {
    encoding: 'utf8',
    timeout: 10_000,
    windowsHide: true,
  });
  return status === 0 ? stdout.trim() : '';
}
