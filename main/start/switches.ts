/** One switch of a command line; the value is empty where none was given. */
export interface Switch {
  name: string;
  value: string;
}

/**
 * The switches of a command line (without the program), read as Chromium reads them (`base/command_line.cc`): with one
 * dash or two, with blanks around them, up to a lone `--`; on Windows also after a slash, and in any case.
 */
export function readSwitches(args: readonly string[], platform: NodeJS.Platform): Switch[] {
  const isWindows = platform === 'win32';
  const prefix = isWindows ? /^(?:--|-|\/)(?=.)/s : /^(?:--|-)(?=.)/s;
  const trimmed = args.map((argument) => argument.trim());
  const end = trimmed.indexOf('--');
  return trimmed.slice(0, end === -1 ? undefined : end).flatMap((argument) => {
    if (!prefix.test(argument)) return [];
    const text = argument.replace(prefix, '');
    const [name = ''] = text.split('=', 1);
    const value = text.slice(name.length + 1);
    return [{ name: isWindows ? name.toLowerCase() : name, value }];
  });
}

/** As an argument that every reader understands alike. */
export function argumentOf({ name, value }: Switch): string {
  return value === '' ? `--${name}` : `--${name}=${value}`;
}
