/** The sections of both files of a language; one that begins in the first file goes on in the second. */
export function together<First extends object, Later extends object>(
  first: First,
  later: Later,
): First & Later {
  const sections = new Map<string, object>(Object.entries(first));
  for (const [name, words] of Object.entries(later)) {
    sections.set(name, { ...sections.get(name), ...words });
  }
  return Object.fromEntries(sections) as First & Later;
}
