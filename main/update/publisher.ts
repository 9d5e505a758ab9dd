import { execFile } from 'node:child_process';
import { parseDn } from 'builder-util-runtime';
import { POWERSHELL, powerShellSurroundings } from '../settings/windowsPolicy.ts';

/** How long PowerShell may take to read a whole installer and ask whose certificate it is (ms). */
const LONGEST = 120_000;

/** `Valid` of `System.Management.Automation.SignatureStatus`. */
const VALID = '0';

export type Signature = 'ours' | 'not-ours' | 'unknown';

/**
 * Whose signature a file of Windows has. Where PowerShell does not answer nobody knows: the library's own question takes
 * that for a yes (`windowsExecutableCodeSignatureVerifier`), and a chain may forbid PowerShell.
 */
export async function signatureOf(publishers: readonly string[], path: string): Promise<Signature> {
  const told = await new Promise<string | null>((resolve) => {
    const question = ['-NoProfile', '-NonInteractive', '-Command', signatureQuestion(path)];
    execFile(POWERSHELL, question, powerShellSurroundings(LONGEST), (error, stdout) =>
      resolve(error === null ? stdout : null),
    );
  });
  return judgeSignature(told, publishers);
}

/** `told`: a line with the status, and one with the certificate's subject in base64, or null. */
export function judgeSignature(told: string | null, publishers: readonly string[]): Signature {
  const [, status, encoded] = /^(\d+)\r?\n([A-Za-z0-9+/=]*)\s*$/.exec(told ?? '') ?? [];
  if (status === undefined || encoded === undefined) return 'unknown';
  if (status !== VALID) return 'not-ours';
  const subject = parseDn(Buffer.from(encoded, 'base64').toString('utf8'));
  return publishers.some((name) => isNamed(name, subject)) ? 'ours' : 'not-ours';
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
  const subject = '[Text.Encoding]::UTF8.GetBytes([string]$s.SignerCertificate.Subject)';
  return [
    "$ErrorActionPreference='Stop'",
    `$s=Microsoft.PowerShell.Security\\Get-AuthenticodeSignature -LiteralPath (${file})`,
    `[Console]::Out.Write([string][int]$s.Status+[char]10+[Convert]::ToBase64String(${subject}))`,
  ].join(';');
}
