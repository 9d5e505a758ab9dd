import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { win32 } from 'node:path';
import { POLICY_KEY, type ReadPolicies, readPolicies } from '../../app/settings/policies.ts';
import { readRegistryText } from './registryText.ts';

/** No variable of the environment: whoever starts the program sets those. */
const SYSTEM = 'C:\\Windows\\System32';

/**
 * `chcp` first: `reg` prints in the console's character set. Full paths, and no commands that `cmd` runs of itself for
 * this user (`/d`).
 */
const COMMAND = [
  `${SYSTEM}\\chcp.com 65001`,
  // It names the key where there is one: `reg` fails alike where there is none and where it may not be read.
  `${SYSTEM}\\reg.exe query "HKLM\\${win32.dirname(POLICY_KEY)}"`,
  `${SYSTEM}\\reg.exe query "HKLM\\${POLICY_KEY}" /s`,
].join('&');

/** Less than what somebody waits for the process that this runs in (ms). */
const LONGEST = 5_000;

/** Many times what all policies together have (bytes). */
const MAX_BYTES = 4 * 1024 * 1024;

/** The policies of this PC; none on other systems. What cannot be read is one mistake. */
export function readRegistryPolicies(): ReadPolicies {
  if (process.platform !== 'win32') return { partial: {}, mistakes: [] };
  const windows = 'C:\\Windows';
  const { status, stdout, error } = spawnSync(`${SYSTEM}\\cmd.exe`, ['/d', '/c', COMMAND], {
    env: { SystemRoot: windows, windir: windows, TEMP: tmpdir(), TMP: tmpdir() },
    timeout: LONGEST,
    maxBuffer: MAX_BYTES,
    windowsHide: true,
    windowsVerbatimArguments: true,
  });
  if (error !== undefined) return unread((error as NodeJS.ErrnoException).code ?? 'no answer');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(stdout);
  } catch {
    return unread('characters that are not UTF-8');
  }
  const { isThere, values, unread: lines } = readRegistryText(text);
  if (!isThere) return { partial: {}, mistakes: [] };
  if (status !== 0) return unread(`reg ended with ${status}`);
  const { partial, mistakes } = readPolicies(values);
  if (lines === 0) return { partial, mistakes: mistakes.map(named) };
  const broken = `has ${lines} lines that are none of a value: a text with line breaks in it`;
  return { partial, mistakes: [...mistakes, broken].map(named) };
}

const named = (line: string) => `HKLM\\${POLICY_KEY}\\${line}`;

function unread(why: string): ReadPolicies {
  return { partial: {}, mistakes: [`HKLM\\${POLICY_KEY}: cannot be read (${why})`] };
}
