/**
 * What a page's own source holds and the content security policy (`script-src 'self'; style-src
 * 'self'`) would refuse: it must fail the build, not the cashier's window.
 */
export function inlineCode(html: string): string[] {
  const found: string[] = [];
  const source = html.replace(/<!--[\s\S]*?-->/g, '');
  for (const [tag, name, attributes] of source.matchAll(
    /<([a-z][\w-]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>/gi,
  )) {
    const isScript = name?.toLowerCase() === 'script' && !/\ssrc\s*=/i.test(attributes ?? '');
    const isStyle = name?.toLowerCase() === 'style' || /\sstyle\s*=/i.test(attributes ?? '');
    const isHandler = /\son\w+\s*=/i.test(attributes ?? '');
    if (isScript || isStyle || isHandler) found.push(tag);
  }
  return found;
}
