/** As long as Windows lets a caret blink that nobody uses (ms; `SPI_GETCARETTIMEOUT`, 5 s unless somebody has set it). */
const BLINKS_FOR_MS = 5_000;

const SIGNS_OF_LIFE = ['keydown', 'pointerdown', 'focusin'] as const;

/**
 * A caret that nobody uses stands still (`styles/base.css`), and blinks again with the next key or press. Each blink draws
 * the page once more: twice a second, all day, of a till that waits for its next customer.
 */
export function restCaret(): void {
  const { dataset } = document.documentElement;
  let timer = 0;
  const onLife = () => {
    clearTimeout(timer);
    delete dataset.isAtRest;
    timer = window.setTimeout(() => {
      dataset.isAtRest = '';
    }, BLINKS_FOR_MS);
  };
  for (const name of SIGNS_OF_LIFE) window.addEventListener(name, onLife, { capture: true });
  onLife();
}
