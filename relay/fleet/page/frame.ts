import type { Language } from '../view/listQuery.ts';
import { WORDS } from '../words/words.ts';
import { type Html, html } from './html.ts';

/** A whole page around what is in it. Nothing comes from another server, no script and no style stands in it. */
export function frame(language: Language, body: Html, head: Html | null = null): string {
  const page = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${WORDS[language].title} · Tillside</title>
<link rel="icon" href="/fleet/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/fleet/fleet.css">
${head}
</head>
<body>
${body}
</body>
</html>
`;
  return page.text;
}
