/** `; name=value` or `; name="value"`, in which a quote stands behind a backslash. */
const PARAM = /;[ \t]*([^\s;="*]+)\*?[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/g;

/** What a header such as Content-Type says behind its first word, by lower-case names; of two of a name the first counts. */
export function paramsOfHeader(header: string): Map<string, string> {
  const params = new Map<string, string>();
  for (const [, name = '', quoted, bare = ''] of header.matchAll(PARAM)) {
    const key = name.toLowerCase();
    if (!params.has(key)) params.set(key, quoted?.replace(/\\(["\\])/g, '$1') ?? bare);
  }
  return params;
}
