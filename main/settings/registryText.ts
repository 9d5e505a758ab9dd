import { POLICY_KEY, type RegistryValue } from '../../app/settings/policies.ts';

const ROOT = `HKEY_LOCAL_MACHINE\\${POLICY_KEY}`.toLowerCase();

/** `    NAME    REG_SZ    DATA`, where nothing has to stand behind the kind. */
const VALUE = /^ {4}(?<name>.*?) {4}(?<type>REG_[A-Z_]+)(?: {4}(?<data>.*))?$/;

export interface RegistryRead {
  /** Whether the key is named. */
  isThere: boolean;
  values: RegistryValue[];
  /** Lines that are none of a value or key, such as the rest of a text with line breaks in it. */
  unread: number;
}

/** What `reg.exe query` has printed of the policies, between other keys. */
export function readRegistryText(text: string): RegistryRead {
  const read: RegistryRead = { isThere: false, values: [], unread: 0 };
  /** Below `POLICY_KEY`; undefined before the first key. */
  let list: string | null | undefined;
  for (const line of text.split(/\r?\n/)) {
    const lower = line.toLowerCase();
    if (lower === ROOT) {
      list = null;
      read.isThere = true;
    } else if (lower.startsWith(`${ROOT}\\`)) list = line.slice(ROOT.length + 1);
    else if (lower.startsWith('hkey_')) list = undefined;
    else if (list !== undefined && line !== '') {
      const { name, type, data = '' } = VALUE.exec(line)?.groups ?? {};
      if (name === undefined || type === undefined) read.unread += 1;
      else if (!isUnsetDefault(name, data)) read.values.push({ list, name, type, data });
    }
  }
  return read;
}

/** Every key has a value without a name; it is printed in words of the system's language where it is set. */
function isUnsetDefault(name: string, data: string): boolean {
  return /^\(.*\)$/.test(name) && (data === '' || /^\(.*\)$/.test(data));
}
