import { posix } from 'node:path';
import { parseSync } from 'vite';

/** One file names another. */
export interface Import {
  /** The file that is named: from the root, with slashes. */
  path: string;
  /** It is gone when the types are stripped. */
  isType: boolean;
}

/** What a source file imports of the project itself. `file`: from the root, with slashes. */
export function importsOf(file: string, text: string): Import[] {
  const { staticImports, staticExports, dynamicImports } = parseSync(file, text).module;
  const named = [
    ...staticImports.map(({ moduleRequest, entries }) => ({
      name: moduleRequest.value,
      isType: entries.length > 0 && entries.every(({ isType }) => isType),
    })),
    ...staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest, isType }) =>
        moduleRequest === null ? [] : [{ name: moduleRequest.value, isType }],
      ),
    ),
    ...dynamicImports.map(({ moduleRequest }) => ({
      name: text.slice(moduleRequest.start + 1, moduleRequest.end - 1),
      isType: false,
    })),
  ];
  return named
    .filter(({ name }) => name.startsWith('.'))
    .map(({ name, isType }) => ({ path: posix.join(posix.dirname(file), name), isType }));
}
