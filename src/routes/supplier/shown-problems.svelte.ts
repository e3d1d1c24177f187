import { SvelteSet } from 'svelte/reactivity';
import { describeProblem, type Problem } from './field-text';

/**
 * Which of a form's problems are shown: those of fields that were left once, and all from the first attempt to submit
 * on. What others find (a code that is wrong, a name that is taken) stands until the field is changed.
 */
export class ShownProblems<Form extends object> {
  readonly #form: () => Form;
  readonly #read: () => readonly Problem[];
  readonly #left = new SvelteSet<keyof Form>();
  #all = $state(false);
  #found = $state.raw<{ field: keyof Form; value: unknown; text: string } | undefined>(undefined);

  /**
   * @param form as it is now
   * @param read what is wrong with it
   */
  constructor(form: () => Form, read: () => readonly Problem[]) {
    this.#form = form;
    this.#read = read;
  }

  /** The text below a field; undefined where there is none yet. */
  of(field: keyof Form & string): string | undefined {
    const found = this.#found;
    if (found?.field === field && found.value === this.#form()[field]) return found.text;
    if (!this.#all && !this.#left.has(field)) return undefined;
    const problem = this.#read().find((one) => one.field === field);
    return problem && describeProblem(problem);
  }

  leave(field: keyof Form): void {
    this.#left.add(field);
  }

  /** Somebody else found a value wrong. */
  found(field: keyof Form, text: string): void {
    this.#found = { field, value: this.#form()[field], text };
  }

  /** Shows all. @returns the first field that is wrong */
  showAll(): string | undefined {
    this.#all = true;
    return this.#read()[0]?.field;
  }
}

/** Takes the person to a field of a form: fields carry their names. */
export function goToField(form: HTMLElement | undefined, field: string): void {
  const input = form?.querySelector<HTMLElement>(`[name="${field}"]`);
  input?.scrollIntoView({ block: 'center' });
  input?.focus({ preventScroll: true });
}
