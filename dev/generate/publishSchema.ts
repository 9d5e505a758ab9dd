import { spawnSync } from 'node:child_process';
import { projectRoot } from '../projectPaths.ts';
import { writeIfOther } from './writeIfOther.ts';

const FILE = 'docs/provision.schema.json';

/** The schema of `provision.json`, for editors and support. Gives the names of the files that it has changed. */
export async function publishSchema(root: string): Promise<string[]> {
  // Loaded only now: it reads the list of languages, which may just have been written.
  const [{ z }, { provisionSchema }] = await Promise.all([
    import('zod'),
    import('../../app/settings/provision.ts'),
  ]);
  const text = formatted(JSON.stringify(z.toJSONSchema(provisionSchema), null, 2));
  return (await writeIfOther(root, FILE, text)) ? [FILE] : [];
}

/** As `npm run format` would write it. */
function formatted(text: string): string {
  const { stdout, status } = spawnSync('biome', ['format', `--stdin-file-path=${FILE}`], {
    cwd: projectRoot,
    input: text,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`biome could not format ${FILE}`);
  return stdout;
}
