import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './projectPaths.ts';
import { runScript } from './runScript.ts';

/**
 * Compiles every folder with the libraries of its own environment and no others: what a folder may
 * not use does not exist there. Then all tests, which may see everything.
 */
const folders = ['app', 'main', 'renderer', 'sandbox', 'dev', 'e2e', 'bench'];
const projects = [...folders.map((folder) => join(folder, 'tsconfig.json')), 'tsconfig.test.json'];

await runScript(async () => {
  const there = projects.filter((project) => existsSync(join(projectRoot, project)));
  const codes = await Promise.all(there.map(compile));
  return Math.max(...codes);
});

function compile(project: string): Promise<number> {
  const compiler = spawn('tsc', ['-p', project], { cwd: projectRoot, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    compiler.once('error', reject).once('exit', (code) => resolve(code ?? 1));
  });
}
