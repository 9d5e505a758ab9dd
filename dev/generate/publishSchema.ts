import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../projectPaths.ts';
import { writeIfOther } from './writeIfOther.ts';

const FILE = 'docs/provision.schema.json';
const MACHINE_FILE = 'docs/machineProvision.schema.json';
const API_FILE = 'docs/openapi.json';

/**
 * The schemas of `provision.json` and of the machine's own, which may say a part, for editors and support, and the document
 * of the local API. Gives the names of the files that it has changed.
 */
export async function publishSchema(root: string): Promise<string[]> {
  // Loaded only now: it reads the list of languages, which may just have been written.
  const [{ z }, { provisionSchema }, { partialProvisionSchema }, { openApiDocument }] =
    await Promise.all([
      import('zod'),
      import('../../app/settings/provision.ts'),
      import('../../app/settings/partialProvision.ts'),
      import('../../app/api/openApiDocument.ts'),
    ]);
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  const contents = {
    [FILE]: z.toJSONSchema(provisionSchema),
    [MACHINE_FILE]: z.toJSONSchema(partialProvisionSchema),
    [API_FILE]: openApiDocument(version),
  };
  const changed: string[] = [];
  for (const [file, content] of Object.entries(contents)) {
    const text = formatted(JSON.stringify(content, null, 2));
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
