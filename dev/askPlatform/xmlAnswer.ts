const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

interface Element {
  name: string;
  text: string;
  children: Record<string, unknown>;
}

/**
 * The little XML of an answer to a call that did not ask for JSON, as the tree that JSON would give:
 * elements with text or elements, no attributes. Undefined where it is no answer of the API.
 */
export function readXmlAnswer(xml: string): Record<string, unknown> | undefined {
  const root: Element = { name: '', text: '', children: {} };
  const open = [root];
  for (const [, end, name, text] of xml.matchAll(/<(\/?)([\w.]+)[^<>]*>|([^<>]+)/g)) {
    const current = open.at(-1) ?? root;
    if (name === undefined) current.text += text;
    else if (end === '') open.push({ name, text: '', children: {} });
    else {
      const parent = open.at(-2);
      if (current.name !== name || parent === undefined) return undefined;
      parent.children[name] = contentOf(current);
      open.pop();
    }
  }
  const names = Object.keys(root.children);
  return open.length === 1 && names[0]?.endsWith('_response') ? root.children : undefined;
}

function contentOf({ text, children }: Element): unknown {
  if (Object.keys(children).length > 0) return children;
  const plain = text.replaceAll(/&(amp|lt|gt|quot);/g, (_, name: string) => ENTITIES[name] ?? '');
  return plain === 'true' || plain === 'false' ? plain === 'true' : plain;
}
