/** One state of the window, with its pictures in the order of the sizes. */
export interface SheetRow {
  name: string;
  /** Names of files beside the page. */
  pictures: readonly string[];
}

/** So many states stand on one page that all of them are still read on a screen of today. */
const ROWS = 4;

/** How high each picture is drawn (px). */
const HEIGHT = 330;

/** Pages on which the states stand below each other, each in all of the sizes, to be seen at one glance. */
export function sheetPages(rows: readonly SheetRow[]): string[] {
  const pages: string[] = [];
  for (let first = 0; first < rows.length; first += ROWS) {
    const body = rows
      .slice(first, first + ROWS)
      .map(
        ({ name, pictures }) =>
          `<h2>${escaped(name)}</h2><p>${pictures
            .map((file) => `<img src="${file}" alt="">`)
            .join('')}</p>`,
      );
    pages.push(`<!doctype html><meta charset="utf-8"><style>
      body { margin: 8px; background: #999; font: 15px system-ui; width: max-content }
      h2 { margin: 4px 0; font-size: 15px } p { display: flex; gap: 12px; margin: 0 0 8px }
      img { height: ${HEIGHT}px; outline: 1px solid #333 }</style>${body.join('')}`);
  }
  return pages;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
