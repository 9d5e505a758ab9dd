/** An element of an XML document; what is in it is escaped when it is written. */
export interface Xml {
  name: string;
  attributes: Readonly<Record<string, string>>;
  content: readonly Xml[] | string;
}

export function xml(
  name: string,
  attributes: Xml['attributes'] = {},
  content: Xml['content'] = [],
): Xml {
  return { name, attributes, content };
}

/** A document of two blanks for each level, with the line ends of Windows' own. */
export function documentOf(root: Xml): string {
  return ['<?xml version="1.0" encoding="utf-8"?>', ...linesOf(root, ''), ''].join('\r\n');
}

function linesOf({ name, attributes, content }: Xml, indent: string): string[] {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  const begin = `${indent}<${name}${given.join('')}`;
  if (content.length === 0) return [`${begin} />`];
  if (typeof content === 'string') return [`${begin}>${escaped(content)}</${name}>`];
  const inner = content.flatMap((one) => linesOf(one, `${indent}  `));
  return [`${begin}>`, ...inner, `${indent}</${name}>`];
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
}
