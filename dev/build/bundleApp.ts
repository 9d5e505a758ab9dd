import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PlainFailure } from '../plainFailure.ts';
import { projectRoot } from '../projectPaths.ts';
import { writeLegalFiles } from '../shipped/legalFiles.ts';
import { bundles } from './bundles.ts';
import { inlineCode } from './inlineCode.ts';
import { writeBundle } from './writeBundle.ts';

/**
 * Writes the bundles below `out`, the tray's pictures, and what they are made of, and checks that what they promise holds.
 * @throws PlainFailure with one message, whatever went wrong
 */
export async function bundleApp(out: string): Promise<void> {
  const moduleIds: string[] = [];
  for (const bundle of bundles(out)) moduleIds.push(...(await writeBundle(bundle)));
  await writeLegalFiles(out, moduleIds);
  await cp(join(projectRoot, 'build', 'tray'), join(out, 'tray'), { recursive: true });
  const inline = inlineCode(await readFile(join(out, 'renderer', 'index.html'), 'utf8'));
  if (inline.length > 0) {
    throw new PlainFailure(
      `renderer/index.html holds what its content security policy refuses: ${inline.join(' ')}`,
    );
  }
}
