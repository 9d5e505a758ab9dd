import type { Language } from '../view/listQuery.ts';
import { WORDS } from '../words/words.ts';
import { frame } from './frame.ts';
import { html } from './html.ts';

/** Asks for the token. `isWrong`: one was given that is not it. `next`: the address that was asked for. */
export function loginPage(language: Language, isWrong: boolean, next: string): string {
  const { title, enter } = WORDS[language];
  return frame(
    language,
    html`<main class="enter">
<form method="post" action="/fleet/enter">
<h1>${title}</h1>
<input type="hidden" name="next" value="${next}">
<label for="token">${enter.label}</label>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus aria-describedby="hint">
<p id="hint" class="quiet">${enter.hint}</p>
${isWrong && html`<p role="alert" class="wrong">${enter.wrong}</p>`}
<button>${enter.button}</button>
</form>
</main>`,
  );
}
