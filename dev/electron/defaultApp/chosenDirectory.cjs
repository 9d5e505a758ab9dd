'use strict';

/**
 * The folder to load: `--app=DIR`, otherwise the first argument without a dash. `data:,` and
 * `about:blank` are start pages that browser launchers append, never folders.
 *
 * @param {readonly string[]} args the command line without the executable
 * @returns {string | undefined}
 */
exports.chosenDirectory = function chosenDirectory(args) {
  const named = args.find((arg) => arg.startsWith('--app='));
  if (named !== undefined) return named.slice('--app='.length) || undefined;
  return args.find(
    (arg) => arg !== '' && !arg.startsWith('-') && arg !== 'data:,' && arg !== 'about:blank',
  );
};
