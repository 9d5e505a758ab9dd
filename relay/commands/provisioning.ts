import { readFile, unlink } from 'node:fs/promises';
import { resolve } from 'node:path';
import { writeNewFile } from '../keys/newFile.ts';
import type { Done } from '../tills/administration.ts';
import { problem } from '../tills/problems.ts';
import { parseTemplate, type Template } from '../tills/provisionText.ts';
import type { Given } from './commandLine.ts';
import type { CommandWorld } from './world.ts';

/** Where tills call the relay: `--url`, or the relay that is asked, or what the relay's own settings say. */
export function relayUrlOf(given: Given, { publicUrl }: CommandWorld): string | undefined {
  return given.one('url') || given.one('relay') || publicUrl();
}

export const URL_MISSING =
  '--url is missing: the address of the relay as tills call it (or RELAY_PUBLIC_URL)';

/** What `--template` has in it, an empty one where none is named, or its mistakes. */
export async function readTemplate(
  given: Given,
  { folder }: CommandWorld,
): Promise<{ ok: true; value: Template } | { ok: false; problems: string[] }> {
  const name = given.one('template');
  if (!name) return { ok: true, value: {} };
  try {
    return parseTemplate(await readFile(resolve(folder, name), 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return { ok: false, problems: [`cannot be read: ${code}`] };
  }
}

/**
 * Writes the file that a till is given, and then does what makes it true; so no secret is lost between the two. Where it
 * is certain that nothing was done the file is taken away again; where nobody knows, it stays.
 */
export async function withNewFile<Value>(
  path: string,
  text: string,
  act: () => Promise<Done<Value>>,
): Promise<Done<Value>> {
  const written = await writeNewFile(path, text);
  if (!written.ok) {
    const says =
      written.code === 'EEXIST'
        ? `${path} is there already, and is not replaced. Nothing was done.`
        : `${path} cannot be written: ${written.code}. Nothing was done.`;
    return problem('file.not-written', says);
  }
  const done = await act();
  if (done.ok) return done;
  if (done.code !== 'relay.unreachable' && done.code !== 'state.away') {
    await unlink(path);
    return done;
  }
  return problem(
    done.code,
    `${done.says}\nThe file stays: ${path}. See what was done with npm run relay -- tills list; of what was not done, delete the file.`,
  );
}
