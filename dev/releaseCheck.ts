import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OWN_PACKAGE } from './packages/ownPackage.ts';
import { checkTag, notesOf } from './packages/release.ts';
import { projectRoot } from './projectPaths.ts';
import { runScript } from './runScript.ts';

/** `npm run release:check -- TAG`: whether what is tagged may be released under that name. */
await runScript(async () => {
  checkTag(process.argv[2] ?? '', OWN_PACKAGE.version);
  notesOf(readFileSync(join(projectRoot, 'CHANGELOG.md'), 'utf8'), OWN_PACKAGE.version);
  console.log(`${process.argv[2]} is what package.json and CHANGELOG.md say.`);
  return 0;
});
