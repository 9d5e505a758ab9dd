import { execFile } from 'node:child_process';
import { parseDn } from 'builder-util-runtime';
import { POWERSHELL, powerShellSurroundings } from '../settings/windowsPolicy.ts';

/** How long PowerShell may take to read a whole installer and ask whose certificate it is (ms). */
const LONGEST = 120_000;

/** `Valid` of `System.Management.Automation.SignatureStatus`. */
const VALID = '0';

const TOLD = /^(\d+)\r?\n([A-Za-z0-9+/=]*)\r?\n([A-Za-z0-9+/=]*)\s*$/;

/** `other-version`: ours, of another version than was asked about. */
export type Signature = 'ours' | 'not-ours' | 'other-version' | 'unknown';

/**
 * Whose signature a file of Windows has, and whether it is of `version`: the signature is over what the file says of that,
 * while what a server says of it is over nothing. Where PowerShell does not answer nobody knows: the library's own question takes
 * that for a yes (`windowsExecutableCodeSignatureVerifier`), and a chain may forbid PowerShell.
 */
export async function signatureOf(
  publishers: readonly string[],
  path: string,
  version: string,
): Promise<Signature> {
  const told = await new Promise<string | null>((resolve) => {
    const question = ['-NoProfile', '-NonInteractive', '-Command', signatureQuestion(path)];
    execFile(POWERSHELL, question, powerShellSurroundings(LONGEST), (error, stdout) =>
      resolve(error === null ? stdout : null),
    );
  });
  return judgeSignature(told, publishers, version);
}

/** `told`: a line with the status, and two in base64 with the certificate's subject and the file's version, or null. */
export function judgeSignature(
  told: string | null,
  publishers: readonly string[],
  version: string,
): Signature {
  const [, status, encoded, encodedVersion] = TOLD.exec(told ?? '') ?? [];
  if (status === undefined || encoded === undefined) return 'unknown';
  if (status !== VALID) return 'not-ours';
  const subject = parseDn(decoded(encoded));
  if (!publishers.some((name) => isNamed(name, subject))) return 'not-ours';
  return decoded(encodedVersion ?? '').trim() === version ? 'ours' : 'other-version';
}

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}

/** By all that a full name says, or by the common name alone. */
function isNamed(name: string, subject: Map<string, string>): boolean {
  const parts = [...parseDn(name)];
  if (parts.length === 0) return name !== '' && name === subject.get('CN');
  return parts.every(([key, value]) => subject.get(key) === value);
}

/** The path goes as base64: PowerShell takes five characters for a quotation mark. */
function signatureQuestion(path: string): string {
  const bytes = `[Convert]::FromBase64String('${Buffer.from(path).toString('base64')}')`;
  const file = `[Text.Encoding]::UTF8.GetString(${bytes})`;
  const inBase64 = (words: string) =>
    `[Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes([string]${words}))`;
  const lines = [
    '[string][int]$s.Status',
    inBase64('$s.SignerCertificate.Subject'),
    inBase64('[Diagnostics.FileVersionInfo]::GetVersionInfo($f).ProductVersion'),
  ];
  return [
    "$ErrorActionPreference='Stop'",
    `$f=${file}`,
    '$s=Microsoft.PowerShell.Security\\Get-AuthenticodeSignature -LiteralPath $f',
    `[Console]::Out.Write(${lines.join('+[char]10+')})`,
  ].join(';');
}
