import { spawnSync } from 'node:child_process';
import { projectRoot } from '../projectPaths.ts';
import { writeIfOther } from './writeIfOther.ts';

const FILE = 'docs/provision.schema.json';
const MACHINE_FILE = 'docs/machineProvision.schema.json';

/**
 * The schemas of `provision.json` and of the machine's own, which may say a part, for editors and support. Gives the names
 * of the files that it has changed.
 */
export async function publishSchema(root: string): Promise<string[]> {
  // Loaded only now: it reads the list of languages, which may just have been written.
  const [{ z }, { provisionSchema }, { partialProvisionSchema }] = await Promise.all([
    import('zod'),
    import('../../app/settings/provision.ts'),
    import('../../app/settings/partialProvision.ts'),
  ]);
  const schemas = { [FILE]: provisionSchema, [MACHINE_FILE]: partialProvisionSchema };
  const changed: string[] = [];
  for (const [file, schema] of Object.entries(schemas)) {
    const text = formatted(JSON.stringify(z.toJSONSchema(schema), null, 2));
    if (await writeIfOther(root, file, text)) changed.push(file);
  }
  return changed;
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
