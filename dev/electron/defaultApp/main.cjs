'use strict';

const { app } = require('electron');
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { chosenDirectory } = require('./chosenDirectory.cjs');

/** Ends at once: a start that failed must never leave a process without a window behind. */
function refuse(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** As Electron's own default app does it: package.json names the app, `main` is what runs. */
async function load(directory) {
  const appPath = path.resolve(directory);
  let description;
  try {
    description = JSON.parse(fs.readFileSync(path.join(appPath, 'package.json'), 'utf8'));
  } catch (error) {
    return refuse(`No application in ${appPath}: ${error.message}`);
  }
  if (description.version) app.setVersion(description.version);
  const name = description.productName || description.name;
  if (name) app.name = name;
  app.setDesktopName(description.desktopName || `${app.name}.desktop`);
  app.setAppPath(appPath);

  const entry = path.join(appPath, description.main || 'index.js');
  if (!fs.existsSync(entry)) return refuse(`The application's main file is missing: ${entry}`);
  const isModule =
    entry.endsWith('.mjs') || (description.type === 'module' && !entry.endsWith('.cjs'));
  if (isModule) await import(pathToFileURL(entry).href);
  else require(entry);
}

const args = process.argv.slice(1);
const directory = chosenDirectory(args);

if (args.includes('--version') || args.includes('-v')) {
  process.stdout.write(`v${process.versions.electron}\n`);
  process.exit(0);
} else if (directory === undefined) {
  refuse('Name the folder of an application: electron DIR, or electron --app=DIR.');
} else {
  // Apps tell a development start from a packed one by this flag.
  Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
  load(directory).catch((error) => refuse(error.stack || String(error)));
}
