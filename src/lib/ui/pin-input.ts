import type { HTMLInputAttributes } from 'svelte/elements';

/** Digits of the longest PIN. */
const LONGEST = 12;

/**
 * How a PIN is typed. It opens a key on this device and is no password of a site: a password manager that offered to
 * keep it would put it beside the key, and in the cloud. So it is a text field whose digits are only shown as dots;
 * where a browser has no such style it is a password field, which its manager is asked to leave alone.
 */
export function pinInput(shown: boolean): HTMLInputAttributes {
  const masksText = CSS.supports('-webkit-text-security', 'disc');
  return {
    type: masksText || shown ? 'text' : 'password',
    class: shown ? undefined : 'masked',
    autocomplete: masksText ? 'off' : 'one-time-code',
    autocorrect: 'off',
    autocapitalize: 'off',
    spellcheck: false,
    maxlength: LONGEST,
    // Asked of managers that are extensions, each in its own words.
    'data-1p-ignore': '',
    'data-bwignore': '',
    'data-lpignore': 'true',
    oncopy: (event) => !shown && event.preventDefault(),
    oncut: (event) => !shown && event.preventDefault(),
    ondragstart: (event) => !shown && event.preventDefault(),
  };
}

/** The digits of what was typed, also on a keyboard that writes them in full width. */
export function pinDigits(typed: string, longest = LONGEST): string {
  return typed
    .normalize('NFKC')
    .replace(/[^0-9]/g, '')
    .slice(0, longest);
}
